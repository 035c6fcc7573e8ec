package dev.vitrine.receiver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.vitrine.crypto.Ed25519;
import dev.vitrine.protocol.Health;
import dev.vitrine.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reference endpoint: stores each record once, in an embedded database and in NDJSON files by
 * day of receipt ({@code records-YYYY-MM-DD.ndjson}), and erases with signed receipts. It speaks
 * TLS where it has a certificate; else, on another address than loopback, it stands behind
 * something that ends TLS. What it keeps of an agent is the hash of its secret, never an address, a
 * token or a time.
 */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final Workers workers;
  private final ReceiverStore store;
  private final FileChannel lock;
  private final URI url;
  private final boolean exposed;
  private final String publicKey;

  private Receiver(
      HttpServer server,
      InetAddress address,
      Workers workers,
      ReceiverStore store,
      FileChannel lock,
      String publicKey) {
    this.server = server;
    this.workers = workers;
    this.store = store;
    this.lock = lock;
    this.publicKey = publicKey;
    this.exposed = !(server instanceof HttpsServer) && !address.isLoopbackAddress();
    // As it was asked for: the socket's own word for 0.0.0.0 may be IPv6's.
    String host = address.getHostAddress();
    this.url =
        URI.create(
            (server instanceof HttpsServer ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + server.getAddress().getPort());
  }

  /** Starts; it answers when this returns. {@code clock} says the day of receipt. */
  public static Receiver start(ReceiverOptions options, InstantSource clock)
      throws ReceiverException {
    InetAddress address = address(options);
    @Nullable Tokens tokens = options.tokenFile() == null ? null : Tokens.read(options.tokenFile());
    boolean certificates = options.tls() != null && options.tls().clientCa() != null;
    if (tokens == null && !certificates && !address.isLoopbackAddress()) {
      throw new ReceiverException(
          "On an address other than loopback the receiver needs a token file, or a client CA.");
    }
    FileChannel lock = lock(options.dir());
    @Nullable ReceiverStore store = null;
    try {
      Ed25519.Pair signer = signer(options.dir().resolve("receipt.key"));
      String publicKey = signer.publicKeyBase64();
      store = new ReceiverStore(options.dir(), signer, clock.instant());
      Workers workers = new Workers(options.threads(), options.patience());
      Health health =
          new Health(version(), Wire.PROTOCOL, Wire.RECORD_SCHEMA, options.limits(), publicKey);
      HttpServer server =
          ReceiverTls.server(options.tls(), new InetSocketAddress(address, options.port()));
      server.setExecutor(workers);
      server.createContext(
          "/", new Router(store, workers, tokens, options.sealedOnly(), health, clock));
      server.start();
      return new Receiver(server, address, workers, store, lock, publicKey);
    } catch (IOException | SQLException e) {
      closeQuietly(store, lock);
      throw new ReceiverException(
          "The receiver cannot start in "
              + options.dir()
              + " on port "
              + options.port()
              + ": "
              + e.getMessage(),
          e);
    } catch (ReceiverException e) {
      closeQuietly(store, lock);
      throw e;
    }
  }

  /** Where it listens, without a path. */
  public URI url() {
    return url;
  }

  /** Whether tokens and records can be read on the network: plain HTTP, and not on loopback. */
  public boolean exposed() {
    return exposed;
  }

  /** Base64 of the raw Ed25519 key that verifies its receipts: the policy's {@code receiptKey}. */
  public String publicKey() {
    return publicKey;
  }

  /** Ends running requests within a few seconds and closes the store. */
  @Override
  public void close() {
    server.stop(0);
    workers.close();
    closeQuietly(store, lock);
  }

  private static InetAddress address(ReceiverOptions options) throws ReceiverException {
    try {
      return InetAddress.getByName(options.bind());
    } catch (UnknownHostException e) {
      throw new ReceiverException("The address " + options.bind() + " is not known.", e);
    }
  }

  private static FileChannel lock(Path dir) throws ReceiverException {
    @Nullable FileChannel channel = null;
    try {
      PrivateFiles.folder(dir);
      Path natives = dir.resolve("native");
      PrivateFiles.folder(natives);
      // The driver unpacks its library where others could replace it, unless told otherwise.
      if (System.getProperty("org.sqlite.tmpdir") == null) {
        System.setProperty("org.sqlite.tmpdir", natives.toString());
      }
      Path file = dir.resolve("receiver.lock");
      PrivateFiles.file(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (IOException e) {
      closeQuietly(null, channel);
      throw new ReceiverException("The folder " + dir + " cannot be used: " + reason(e) + ".", e);
    } catch (OverlappingFileLockException e) {
      // Held by this very process; the same answer as for another one.
    }
    closeQuietly(null, channel);
    throw new ReceiverException("Another receiver runs on " + dir + ".");
  }

  /** The message of a file-system error is often no more than the path. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file";
    }
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private static Ed25519.Pair signer(Path file) throws IOException, ReceiverException {
    if (!Files.exists(file)) {
      Ed25519.Pair signer = Ed25519.Pair.generate();
      byte[] seed = signer.copySeed();
      try {
        PrivateFiles.<IOException>replace(file, out -> out.write(seed));
      } finally {
        Arrays.fill(seed, (byte) 0);
      }
      return signer;
    }
    if (Files.size(file) != Ed25519.KEY_BYTES) {
      throw new ReceiverException(
          file + " is not a receipt key; put the right one back, old receipts need it.");
    }
    byte[] seed = Files.readAllBytes(file);
    try {
      return Ed25519.Pair.ofSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static String version() {
    String version = Receiver.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static void closeQuietly(@Nullable ReceiverStore store, @Nullable FileChannel lock) {
    try {
      if (store != null) {
        store.close();
      }
    } catch (SQLException e) {
      // Every commit is durable already.
    }
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
