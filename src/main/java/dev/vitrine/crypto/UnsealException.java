package dev.vitrine.crypto;

import java.io.Serial;

/** Sealed bytes do not open: another key, another place, or changed bytes. Says nothing more. */
public final class UnsealException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UnsealException() {
    super("sealed bytes do not open with this key");
  }
}
