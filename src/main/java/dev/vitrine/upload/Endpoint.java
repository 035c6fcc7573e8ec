package dev.vitrine.upload;

import dev.vitrine.crypto.Pem;
import dev.vitrine.policy.Policy;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.protocol.ContentDigest;
import dev.vitrine.protocol.Wire;
import dev.vitrine.store.FrozenBatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint over HTTP. Sends each request at most once: redirects and the client's own retries
 * are off, and bodies are one-shot, so that what goes out twice does so by the uploader's decision.
 * TLS 1.2 or later; plain HTTP only to an address of this machine, whatever a name resolves to.
 * Nothing is logged.
 */
final class Endpoint implements AutoCloseable {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.[0-9]{1,3}){3}");

  private final OkHttpClient client;
  private final HttpUrl base;
  private final AgentIdentity identity;
  private final InstantSource clock;

  /**
   * Nothing is sent yet.
   *
   * @param certificate what this side proves itself with, or null
   * @param call how long one request may take from beginning to end
   */
  Endpoint(
      Policy.Upload upload,
      AgentIdentity identity,
      @Nullable ClientCertificate certificate,
      InstantSource clock,
      Duration call)
      throws EndpointException {
    HttpUrl url = HttpUrl.parse(upload.endpoint().toString());
    if (url == null || !url.username().isEmpty() || url.query() != null) {
      throw new EndpointException("the policy's endpoint is not a plain http or https address");
    }
    boolean loopback = LOOPBACK.matcher(url.host()).matches();
    if (!url.isHttps() && !loopback) {
      throw new EndpointException("the policy's endpoint must be https: it is not this machine");
    }
    if (upload.auth() instanceof Policy.Auth.None && !loopback) {
      throw new EndpointException(
          "the policy's endpoint needs upload.auth: it is not this machine");
    }
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(min(call, Duration.ofSeconds(10)))
            .readTimeout(min(call, Duration.ofSeconds(60)))
            .writeTimeout(min(call, Duration.ofSeconds(60)))
            .callTimeout(call)
            .connectionSpecs(
                List.of(url.isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT));
    if (loopback) {
      builder.dns(Endpoint::thisMachine);
    }
    if (loopback || !upload.systemProxy()) {
      builder.proxy(Proxy.NO_PROXY);
    }
    secure(builder, upload.trustedCertificates(), certificate);
    this.client = builder.build();
    this.base = url;
    this.identity = identity;
    this.clock = clock;
  }

  private static void secure(
      OkHttpClient.Builder builder,
      @Nullable String authorities,
      @Nullable ClientCertificate certificate)
      throws EndpointException {
    if (authorities == null && certificate == null) {
      return;
    }
    try {
      X509TrustManager trust =
          authorities == null ? Pem.systemTrust() : PinnedAuthority.read(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate == null ? null : certificate.managers(), new TrustManager[] {trust}, null);
      builder.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException e) {
      throw new EndpointException("this Java runtime cannot check certificates");
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** A hosts file or a name server must not turn plain HTTP towards the network. */
  private static List<InetAddress> thisMachine(String host) throws UnknownHostException {
    List<InetAddress> local =
        Dns.SYSTEM.lookup(host).stream().filter(InetAddress::isLoopbackAddress).toList();
    if (local.isEmpty()) {
      throw new UnknownHostException("not an address of this machine");
    }
    return local;
  }

  /** Whether this machine is the endpoint. */
  boolean loopback() {
    return LOOPBACK.matcher(base.host()).matches();
  }

  /** Whether that address (as bound to a record) is this endpoint. */
  boolean is(String endpoint) {
    HttpUrl other = HttpUrl.parse(endpoint);
    return other != null && url(other, "/").equals(url(base, "/"));
  }

  /** Sends a batch's bytes as they are. */
  Answer send(FrozenBatch batch, @Nullable String bearer) throws IOException {
    byte[] body = batch.body();
    boolean sealed = batch.sealTo() != null;
    Request.Builder request =
        request(Wire.BATCHES, bearer)
            .header(Wire.IDEMPOTENCY_KEY, Wire.idempotencyKey(batch.id()))
            .header(Wire.CONTENT_DIGEST, ContentDigest.of(body))
            .header(Wire.VITRINE_PURPOSE, Wire.PURPOSE)
            .post(new OneShot(sealed ? Wire.SEALED : Wire.NDJSON, body));
    if (!sealed) {
      request.header("Content-Encoding", "gzip");
    }
    return call(request.build(), Wire.MAX_ANSWER_BYTES);
  }

  /** Files an erasure. */
  Answer erase(byte[] request, @Nullable String bearer) throws IOException {
    return call(
        request(Wire.ERASURES, bearer)
            .header(Wire.CONTENT_DIGEST, ContentDigest.of(request))
            .post(new OneShot(Wire.JSON, request))
            .build(),
        Wire.MAX_RECEIPT_BYTES);
  }

  /** Asks for the receipt of an erasure. */
  Answer receipt(String erasure, @Nullable String bearer) throws IOException {
    return call(request(Wire.ERASURES + "/" + erasure, bearer).build(), Wire.MAX_RECEIPT_BYTES);
  }

  /** Asks the endpoint for its description. */
  Answer health(@Nullable String bearer) throws IOException {
    return call(request(Wire.HEALTH, bearer).build(), Wire.MAX_ANSWER_BYTES);
  }

  private Request.Builder request(String path, @Nullable String bearer) {
    Request.Builder request =
        new Request.Builder()
            .url(url(base, path))
            .header("User-Agent", "vitrine")
            .header(Wire.VITRINE_AGENT, identity.id())
            .header(Wire.VITRINE_AGENT_KEY, identity.secret());
    return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
  }

  private static HttpUrl url(HttpUrl base, String path) {
    return base.newBuilder().fragment(null).addPathSegments(path.substring(1)).build();
  }

  private Answer call(Request request, int limit) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      byte[] body = response.body().byteStream().readNBytes(limit + 1);
      return new Answer(
          response.code(),
          response.header("Content-Type"),
          RetryHints.parse(
              response.header("Retry-After"), response.header("RateLimit"), clock.instant()),
          body.length > limit ? new byte[0] : body);
    } catch (IOException e) {
      // What is left in the pool has most likely died with it.
      client.connectionPool().evictAll();
      throw e;
    }
  }

  /** Cuts off a request that runs; its caller gets an {@link IOException}. */
  void cancel() {
    client.dispatcher().cancelAll();
  }

  @Override
  public void close() {
    cancel();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  /** A body that the client must not send a second time by itself. */
  private static final class OneShot extends RequestBody {
    private final MediaType type;
    private final byte[] bytes;

    OneShot(String type, byte[] bytes) {
      this.type = MediaType.get(type);
      this.bytes = bytes;
    }

    @Override
    public MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }
}
