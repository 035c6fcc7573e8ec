package dev.vitrine.receiver;

import dev.vitrine.protocol.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver runs.
 *
 * @param dir where it keeps everything; made with mode 0700 where it is not there
 * @param bind the address to listen on; anything but loopback needs tokens or client certificates
 * @param port 0 picks a free one
 * @param tokenFile bearer tokens, one a line, or null for none
 * @param tls what it proves itself with, or null for plain HTTP
 * @param sealedOnly whether it refuses batches that it could read
 * @param limits what one batch may have
 * @param threads how many requests are worked on at once, at least 1; four times as many
 *     connections may wait for their turn, further ones are closed
 * @param patience how long a client may take to send a request, and again to take the answer
 */
public record ReceiverOptions(
    Path dir,
    String bind,
    int port,
    @Nullable Path tokenFile,
    @Nullable Tls tls,
    boolean sealedOnly,
    Limits limits,
    int threads,
    Duration patience) {

  /**
   * PEM files: the chain, its key in PKCS#8, and the authority of the clients that are let in, or
   * null where they need no certificate.
   */
  public record Tls(Path certificate, Path key, @Nullable Path clientCa) {}

  /** On 127.0.0.1, without tokens, with the default limits, 8 threads, 30 s of patience. */
  public static ReceiverOptions loopback(Path dir, int port) {
    return new ReceiverOptions(
        dir, "127.0.0.1", port, null, null, false, Limits.DEFAULT, 8, Duration.ofSeconds(30));
  }

  /** The same on another address, with these tokens. */
  public ReceiverOptions boundTo(String address, @Nullable Path tokens) {
    return new ReceiverOptions(
        dir, address, port, tokens, tls, sealedOnly, limits, threads, patience);
  }

  /** The same with TLS. */
  public ReceiverOptions with(@Nullable Tls other) {
    return new ReceiverOptions(
        dir, bind, port, tokenFile, other, sealedOnly, limits, threads, patience);
  }

  /** The same, taking nothing that it could read. */
  public ReceiverOptions sealedOnly(boolean only) {
    return new ReceiverOptions(dir, bind, port, tokenFile, tls, only, limits, threads, patience);
  }

  /** The same with other limits. */
  public ReceiverOptions limitedTo(Limits others) {
    return new ReceiverOptions(
        dir, bind, port, tokenFile, tls, sealedOnly, others, threads, patience);
  }

  /** The same with another patience. */
  public ReceiverOptions patientFor(Duration other) {
    return new ReceiverOptions(dir, bind, port, tokenFile, tls, sealedOnly, limits, threads, other);
  }
}
