package dev.vitrine.upload;

/**
 * Seam: what the operating system says of the network and the power supply. Answers at once; where
 * it does not know, it says false.
 */
public interface PowerAndNetwork {
  /** Whether data costs money here. */
  boolean metered();

  /** Whether the machine runs on its battery. */
  boolean onBattery();

  /** Knows nothing. */
  static PowerAndNetwork unknown() {
    return new PowerAndNetwork() {
      @Override
      public boolean metered() {
        return false;
      }

      @Override
      public boolean onBattery() {
        return false;
      }
    };
  }
}
