package dev.vitrine.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request written by hand, so that every header is what the test says and nothing else. */
final class Probe {
  private final int port;
  private final Map<String, String> headers = new LinkedHashMap<>();

  Probe(int port) {
    this.port = port;
    header("Host", "127.0.0.1:" + port);
  }

  /** Sets a header; null leaves it out. */
  Probe header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Probe without(String name) {
    headers.remove(name);
    return this;
  }

  Reply get(String path) throws IOException {
    return send("GET", path, new byte[0]);
  }

  /** As the page would send it. */
  Reply post(String path, String json) throws IOException {
    headers.putIfAbsent("Origin", "http://127.0.0.1:" + port);
    return postAsIs(path, json);
  }

  Reply postAsIs(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    headers.putIfAbsent("Content-Type", "application/json");
    header("Content-Length", String.valueOf(body.length));
    return send("POST", path, body);
  }

  Reply send(String method, String path, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Connection: close\r\n\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      InputStream in = socket.getInputStream();
      return Reply.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** What came back. */
  record Reply(int status, String head, String body) {
    static Reply of(String all) {
      int end = all.indexOf("\r\n\r\n");
      return new Reply(
          Integer.parseInt(all.substring(9, 12)), all.substring(0, end), all.substring(end + 4));
    }

    /** A header's value, or an empty text. */
    String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }
}
