package dev.vitrine.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code settings.json} in the data directory: {@link LocalSettings} as JSON. Read as strictly as a
 * policy, since a choice that is not understood must not be passed over; replaced as a whole,
 * durably. Where there is none, nothing was chosen.
 *
 * <pre>{@code
 * {"version": 1,
 *  "apps": [{"name": "Text editor", "excluded": true},
 *           {"name": "Internal sites", "keystrokes": "none", "pointer": "clicks"}],
 *  "holdMinutes": 2880,
 *  "dictionary": ["Nightingale"]}
 * }</pre>
 */
public final class SettingsFile {
  /** The file's name. */
  public static final String NAME = "settings.json";

  /** One year, in minutes. */
  public static final int LONGEST_HOLD_MINUTES = 366 * 24 * 60;

  private static final int MAX_NAME = 200;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private SettingsFile() {}

  /** What became of the file. */
  public sealed interface Result {
    /** It is understood, or there is none. */
    record Read(LocalSettings settings) implements Result {}

    /** It is not; the problem is one line with the place. Nothing may be captured. */
    record Broken(String problem) implements Result {}
  }

  /** Reads the file of that data directory. Never throws. */
  public static Result read(Path dataDir) {
    Path file = dataDir.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Result.Read(LocalSettings.NONE);
    }
    try {
      return parse(new String(PolicyFile.read(file), StandardCharsets.UTF_8));
    } catch (PolicyFile.UnreadableException e) {
      return new Result.Broken(NAME + ": " + e.getMessage());
    }
  }

  static Result parse(String text) {
    Problems problems = new Problems();
    Json root = JsonReader.read(text, problems);
    LocalSettings settings = LocalSettings.NONE;
    if (root instanceof Json.Obj object) {
      settings = settings(new Section(object, problems, KEYS), problems);
    } else if (root != null) {
      problems.error(root, "settings must be an object, not " + root.type());
    }
    return problems.none()
        ? new Result.Read(settings)
        : new Result.Broken(problems.errors().get(0).at(NAME));
  }

  private static final List<String> KEYS = List.of("version", "apps", "holdMinutes", "dictionary");
  private static final List<String> APP_KEYS =
      List.of("name", "excluded", "keystrokes", "pointer", "titles", "elements");

  private static LocalSettings settings(Section top, Problems problems) {
    top.require("version");
    top.whole("version", 1, 1, 1);
    Map<String, LocalSettings.App> apps = new HashMap<>();
    for (Section item : top.sections("apps", APP_KEYS)) {
      String name = item.text("name", MAX_NAME);
      if (apps.put(name, app(item)) != null) {
        item.error("name", "is there twice");
      }
    }
    Integer hold = top.wholeOrNull("holdMinutes", 0, LONGEST_HOLD_MINUTES);
    List<Json.Text> words = top.texts("dictionary", 0, RedactionReader.MAX_WORD);
    for (Json.Text word : words) {
      if (word.value().strip().length() < RedactionReader.MIN_WORD) {
        problems.error(word, "a word has at least " + RedactionReader.MIN_WORD + " characters");
      }
    }
    return new LocalSettings(
        apps, hold == null ? null : Duration.ofMinutes(hold), PolicyReader.values(words));
  }

  private static LocalSettings.App app(Section item) {
    Json excluded = item.value("excluded");
    if (excluded != null && !(excluded instanceof Json.Bool)) {
      item.error("excluded", "must be true or false, not " + excluded.type());
    }
    return new LocalSettings.App(
        excluded instanceof Json.Bool bool && bool.value(),
        mode(item, "keystrokes", AppRule.KeystrokeMode.class, AppRule.KeystrokeMode.NONE),
        mode(item, "pointer", AppRule.PointerMode.class, AppRule.PointerMode.NONE),
        mode(item, "titles", AppRule.TitleMode.class, AppRule.TitleMode.NONE),
        mode(item, "elements", AppRule.ElementMode.class, AppRule.ElementMode.NONE));
  }

  private static <E extends Enum<E>> @Nullable E mode(
      Section item, String key, Class<E> type, E none) {
    return item.has(key) ? item.choice(key, type, none) : null;
  }

  /** Keeps the settings, durably, in place of what was kept before; readable by the owner alone. */
  public static void write(Path dataDir, LocalSettings settings) throws IOException {
    Path fresh =
        Files.createTempFile(
            dataDir,
            "settings",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, MAPPER.writeValueAsBytes(node(settings)));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, dataDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static ObjectNode node(LocalSettings settings) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("version", 1);
    var apps = node.putArray("apps");
    new TreeMap<>(settings.apps())
        .forEach(
            (name, app) -> {
              ObjectNode item = apps.addObject().put("name", name);
              if (app.excluded()) {
                item.put("excluded", true);
              }
              put(item, "keystrokes", app.keystrokes());
              put(item, "pointer", app.pointer());
              put(item, "titles", app.titles());
              put(item, "elements", app.elements());
            });
    Duration hold = settings.hold();
    if (hold != null) {
      node.put("holdMinutes", hold.toMinutes());
    }
    var words = node.putArray("dictionary");
    settings.dictionary().forEach(words::add);
    return node;
  }

  private static void put(ObjectNode item, String key, @Nullable Enum<?> mode) {
    if (mode != null) {
      item.put(key, mode.name().toLowerCase(Locale.ROOT));
    }
  }
}
