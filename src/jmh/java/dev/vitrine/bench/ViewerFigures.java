package dev.vitrine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.control.AgentControl;
import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.FrozenBatch;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The viewer over a million made-up records of thirty days, asked over HTTP as the page asks. The
 * server runs in a process of its own with the agent's limits ({@code scripts/vitrine}) and the
 * buffer open as the agent has it; what it takes more than before the page was opened is the
 * viewer's.
 */
public final class ViewerFigures {
  private static final int DAYS = 30;
  private static final int HOURS_A_DAY = 8;
  private static final int REPEAT = 21;
  private static final long BUFFER_BYTES = 4L << 30;
  private static final String[] APPS = {
    "Text editor", "Spreadsheet", "Internal sites", "Mail", "Terminal", "Drawing"
  };
  private static final String[] KINDS = {
    "pointer", "click", "scroll", "nav", "text", "shortcut", "focus", "drag"
  };

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private String base = "";
  private String cookie = "";
  private String key = "";
  private ProcessHandle server = ProcessHandle.current();

  private ViewerFigures() {}

  /**
   * Arguments: {@code RECORDS [DIRECTORY|- [--json FILE]]}; a directory is kept and used again. Or
   * {@code serve DIRECTORY} in the other process.
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("serve")) {
      serve(Path.of(args[1]));
      return;
    }
    boolean keep = args.length > 1 && !args[1].equals("-");
    Path dir = keep ? Path.of(args[1]) : Files.createTempDirectory("vitrine-bench-viewer");
    Map<String, Object> figures = new ViewerFigures().run(Integer.parseInt(args[0]), dir, keep);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("the viewer over " + args[0] + " records of " + DAYS + " days:");
    figures.forEach((name, value) -> out.printf("  %-44s %s%n", name, value));
    if (args.length > 3) {
      new ObjectMapper().writeValue(Path.of(args[3]).toFile(), figures);
    }
  }

  private Map<String, Object> run(int records, Path dir, boolean keep) throws Exception {
    if (!Files.exists(dir.resolve("buffer.db"))) {
      Files.createDirectories(dir);
      long began = System.nanoTime();
      fill(dir, records);
      System.err.printf("made in %d s%n", (System.nanoTime() - began) / 1_000_000_000);
    }
    figures.put("buffer, MB", Files.size(dir.resolve("buffer.db")) >> 20);
    measure(dir);
    if (!keep) {
      try (var all = Files.walk(dir)) {
        for (Path file : all.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return figures;
  }

  private static VitrineStore open(Path dir, Clock clock) throws Exception {
    StoreOptions options = StoreOptions.defaults(clock).withLimits(BUFFER_BYTES, 60, 60);
    return VitrineStore.open(dir, new FileKeyStorage(dir.resolve("keys")), options);
  }

  /** All but the last day's are sent, as they would be. */
  private static void fill(Path dir, int records) throws Exception {
    LocalDate today = LocalDate.now(Clock.systemUTC());
    Random random = new Random(42);
    try (VitrineStore store = open(dir, Clock.systemUTC())) {
      int perDay = records / DAYS;
      for (int day = 0; day < DAYS; day++) {
        LocalDate date = today.minusDays(DAYS - 1L - day);
        boolean last = day == DAYS - 1;
        HoldTerms terms =
            new HoldTerms(Duration.ofDays(last ? 1 : 0), "https://training.example.com/v1", null);
        Instant start = date.atTime(8, 0).toInstant(ZoneOffset.UTC);
        long step = Duration.ofHours(HOURS_A_DAY).toMillis() / perDay;
        List<NewRecord> batch = new ArrayList<>();
        for (int i = 0; i < perDay; i++) {
          batch.add(new NewRecord(line(random, date, i), start.plusMillis(i * step)));
          if (batch.size() == 1000 || i == perDay - 1) {
            store.capture().append(batch, terms);
            batch.clear();
          }
        }
        send(store);
        System.err.printf("\rday %d of %d ", day + 1, DAYS);
      }
      System.err.println();
    }
  }

  private static void send(VitrineStore store) throws Exception {
    var next = store.outbox().next();
    while (next.isPresent()) {
      FrozenBatch batch = next.get();
      store.outbox().sending(batch.id());
      store.outbox().acknowledged(batch.id(), Instant.now(Clock.systemUTC()));
      next = store.outbox().next();
    }
  }

  private static RecordLine line(Random random, LocalDate day, int number) {
    byte[] raw = new byte[16];
    random.nextBytes(raw);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    String app = APPS[(number / 500) % APPS.length];
    String kind = KINDS[random.nextInt(KINDS.length)];
    StringBuilder json = new StringBuilder(300);
    json.append("{\"v\":1,\"id\":\"").append(id);
    json.append("\",\"session\":\"b7XzPqL0aT2kVw9cYd3eFg\",\"day\":\"").append(day);
    json.append("\",\"t\":").append(number * 100L).append(",\"kind\":\"").append(kind);
    json.append("\",\"app\":\"").append(app).append("\",\"policy\":\"2026-11-20.1\",");
    switch (kind) {
      case "pointer" -> json.append("\"path\":").append(path(random));
      case "click" ->
          json.append("\"title\":\"Letter to a supplier – Editor\",\"button\":1,\"count\":1,\"x\":")
              .append(random.nextInt(1280))
              .append(",\"y\":")
              .append(random.nextInt(800))
              .append(",\"element\":{\"role\":\"button\",\"name\":\"Save\"}");
      case "scroll" -> json.append("\"dx\":0,\"dy\":6,\"x\":500,\"y\":400");
      case "nav" -> json.append("\"key\":\"Enter\",\"count\":1");
      case "text" -> json.append("\"text\":\"").append(words(random)).append("\",\"duration\":9");
      case "shortcut" -> json.append("\"keys\":[\"Control\",\"s\"]");
      case "focus" -> json.append("\"element\":{\"role\":\"textbox\",\"name\":\"Body\"}");
      default ->
          json.append("\"button\":1,\"from\":{\"x\":1,\"y\":1},\"to\":{\"x\":9,\"y\":9},\"path\":")
              .append(path(random));
    }
    json.append('}');
    return new RecordLine(id, app, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String path(Random random) {
    StringBuilder points = new StringBuilder("[");
    for (int i = 0; i < 8; i++) {
      points.append(i == 0 ? "[" : ",[").append(i * 40).append(',');
      points.append(random.nextInt(1280)).append(',').append(random.nextInt(800)).append(']');
    }
    return points.append(']').toString();
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      text.append(i == 0 ? "" : " ");
      for (int k = 2 + random.nextInt(7); k > 0; k--) {
        text.append((char) ('a' + random.nextInt(25)));
      }
    }
    return text.toString();
  }

  private void measure(Path dir) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=32m",
                "-cp",
                System.getProperty("java.class.path"),
                ViewerFigures.class.getName(),
                "serve",
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      long alone = residentMegabytes(process);
      if (!"ready".equals(in.readLine())) {
        throw new IllegalStateException("the server did not start");
      }
      alone = Math.max(alone, residentMegabytes(process));
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      URI url = URI.create(String.valueOf(in.readLine()));
      enter(url);
      server = process.toHandle();
      ask();
      long open = residentMegabytes(process);
      figures.put("memory without the page, MB", alone);
      figures.put("memory with the page and all this, MB", open);
      figures.put("more with the page, MB", open - alone);
    } finally {
      process.destroy();
    }
  }

  private void enter(URI url) throws Exception {
    base = "http://127.0.0.1:" + url.getPort();
    String token = url.getFragment().substring("token=".length());
    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(base + "/api/session"))
                .header("Content-Type", "application/json")
                .header("Origin", base)
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    cookie = reply.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    key = mapper.readTree(reply.body()).get("key").textValue();
  }

  private void ask() throws Exception {
    String today = "day=" + LocalDate.now(Clock.systemUTC());
    long began = System.nanoTime();
    get("/api/records?" + today);
    figures.put("first page after opening, ms", millis(began));
    began = System.nanoTime();
    JsonNode day = get("/api/day?" + today);
    while (!day.get("complete").booleanValue()) {
      day = get("/api/day?" + today);
    }
    figures.put("today at a glance is complete after, ms", millis(began));
    String all = today + "&earlier=1";
    while (get("/api/records?" + all + "&kind=text").has("reading")) {
      Thread.onSpinWait();
    }
    figures.put("filters over all days work after, ms", millis(began));
    median("a page of all days", "/api/records?" + all);
    scrolling(all);
    median("filter by application", "/api/records?" + all + "&app=Terminal");
    median("filter by kind", "/api/records?" + all + "&kind=drag");
    median("filter by application and kind", "/api/records?" + all + "&app=Mail&kind=text");
    median("filter by state, held", "/api/records?" + all + "&state=held");
    median("filter by state, none there", "/api/records?" + all + "&state=quarantined");
    median("filter that nothing fits", "/api/records?" + all + "&app=Mail&state=quarantined");
    median("a day at a glance", "/api/day?" + today);
    median("status", "/api/status");
    search("search for what is nowhere", all, "zzzz");
    search("search for other letters, nowhere", all, "Übergröße");
    search("search for what no person reads in any", all, "policy");
    search("search for what is everywhere, first page", all, "Save");
  }

  private void scrolling(String all) throws Exception {
    List<Long> times = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 200; page++) {
      long began = System.nanoTime();
      JsonNode got = get("/api/records?" + all + cursor);
      times.add(millis(began));
      cursor = "&cursor=" + got.get("next").textValue();
    }
    Collections.sort(times);
    figures.put("scrolling 200 pages, median ms", times.get(100));
    figures.put("scrolling 200 pages, 99 % ms", times.get(197));
  }

  private void median(String name, String path) throws Exception {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < REPEAT; i++) {
      long began = System.nanoTime();
      get(path);
      times.add(millis(began));
    }
    Collections.sort(times);
    figures.put(
        name + ", median / worst ms", times.get(REPEAT / 2) + " / " + times.get(REPEAT - 1));
  }

  private void search(String name, String all, String words) throws Exception {
    long began = System.nanoTime();
    long worked = processorMillis();
    String before = "";
    String query = "/api/search?" + all + "&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
    int steps = 0;
    int found = 0;
    boolean more = true;
    while (more && found == 0) {
      JsonNode got = get(query + before);
      found += got.get("entries").size();
      more = !got.get("next").isNull();
      before = "&before=" + got.get("next").asText();
      steps++;
    }
    String says = "%d in %d steps, %d found; %d of processor time on all cores";
    long processor = processorMillis() - worked;
    figures.put(name + ", ms", String.format(says, millis(began), steps, found, processor));
  }

  /** What the server has used so far: on a busy machine it tells more than the clock does. */
  private long processorMillis() {
    return server.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Cookie", cookie)
                .header("X-Vitrine-Key", key)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (reply.statusCode() != 200) {
      throw new IllegalStateException(path + " answers " + reply.statusCode());
    }
    return mapper.readTree(reply.body());
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  private static long residentMegabytes(Process process) throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }

  /** The other process: the buffer open, and, when told so, the viewer over it. */
  private static void serve(Path dir) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Clock clock = Clock.systemUTC();
    try (VitrineStore store = open(dir, clock)) {
      // As an agent does all day.
      for (int i = 0; i < 20; i++) {
        store.log().counts();
      }
      out.println("ready");
      if (System.in.read() < 0) {
        return;
      }
      AgentControl control = new dev.vitrine.bench.IdleControl(store.log(), clock);
      try (dev.vitrine.agent.ViewerHost host =
          new dev.vitrine.agent.ViewerHost(0, control, clock, () -> {})) {
        out.println(host.url(store.log(), java.util.Optional::empty));
        while (System.in.read() >= 0) {
          // Until the other side goes away.
        }
      }
    }
  }
}
