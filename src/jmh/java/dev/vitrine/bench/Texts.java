package dev.vitrine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Makes the texts that are searched: always the same for a name and a length. */
final class Texts {
  /** What a name of real text begins with; the directory follows. */
  static final String DIRECTORY = "dir:";

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final Map<String, Function<Random, String>> BENIGN = new LinkedHashMap<>();
  private static final Map<String, Function<Random, String>> HOSTILE = new LinkedHashMap<>();

  static {
    for (String language : List.of("en", "de", "fr", "es", "ru", "ja")) {
      BENIGN.put("prose-" + language, random -> prose(random, language));
    }
    BENIGN.put("code", Texts::code);
    BENIGN.put("chat", Texts::chat);
    BENIGN.put("customers", Texts::customer);
    BENIGN.put("invoices", Texts::invoice);
    BENIGN.put("prices", Texts::price);
    BENIGN.put("packages", Texts::installed);
    BENIGN.put("access-log", Texts::access);

    HOSTILE.put("digits", random -> run(random, "0123456789", 64));
    repeat("ones", "1 ");
    repeat("dotted", "1.1.");
    repeat("ats", "a@");
    repeat("dotted-ats", "a.a@a.");
    repeat("labels-tight", "password=");
    repeat("labels", "password token: secret pin code api_key= pwd ");
    repeat("labels-quoted", "password=\"\\\"");
    repeat("urls", "://:@");
    repeat("pem", "-----BEGIN ");
    repeat("jwt", "eyJ");
    repeat("jwt-dots", "eyJhbGciOi.");
    HOSTILE.put("base58", random -> run(random, BASE58, 64));
    HOSTILE.put("hex", random -> run(random, "0123456789abcdef", 64));
    HOSTILE.put("hex-colons", random -> run(random, "0123456789abcdef", 2) + ':');
    repeat("colons", ":");
    HOSTILE.put("full-width", random -> run(random, "０１２３４５６７８９", 64));
    repeat("markers-open", "⟦");
    repeat("markers", "⟦CREDIT_CARD⟧");
    HOSTILE.put("cards-near", random -> "4111 1111 1111 11" + run(random, "0234", 2) + " ");
    repeat("cards", "4111 1111 1111 1111 ");
    HOSTILE.put("ibans-near", random -> "DE00 " + run(random, "0123456789", 18) + " ");
    HOSTILE.put("tokens-near", random -> "ghp_" + run(random, BASE58, 35) + " AKIA");
    HOSTILE.put("phones-near", random -> "+" + run(random, "0123456789", 3) + " ");
    HOSTILE.put("words-numbers", random -> "tax id " + run(random, "0123456789", 9) + " ");
    repeat("blanks", " \u200b");
    repeat("lines", "\n");
    repeat("slashes", "1/");
    HOSTILE.put("digits-grouped", random -> run(random, "0123456789", 3) + "-");
    HOSTILE.put("digits-mixed", random -> run(random, "0123456789 -./", 64));
    HOSTILE.put("digits-letters", random -> run(random, "0123456789ABCDEFGHXYZ", 9) + " ");
    HOSTILE.put("base64", random -> run(random, BASE58 + "0OIl+/", 76) + "\n");
    repeat("cjk", "密码口令");
    repeat("labels-cjk", "密码：");
    repeat("labels-cjk-bare", "密码是");
    repeat("labels-numbers", "pin 1 ");
    HOSTILE.put(
        "ipv6",
        random -> run(random, "0123456789abcdef", 4) + (random.nextInt(9) == 0 ? " " : ":"));
    repeat("births", "born 1 May 1980 dob ");
    HOSTILE.put("one-token", random -> run(random, BASE58 + "_-", 64));
    HOSTILE.put("words-dense", random -> "ssn vat nif cpf " + run(random, "0123456789", 11) + " ");
    HOSTILE.put(
        "words-groups",
        random ->
            "passport "
                + run(random, "0123456789", 3)
                + " "
                + run(random, "0123456789", 2)
                + " "
                + run(random, "0123456789", 4)
                + " ");
    HOSTILE.put(
        "coordinates",
        random -> "lat " + run(random, "1234567", 2) + "." + run(random, "0123456789", 5) + ", ");
    repeat("homes", "/home/a");
    HOSTILE.put("hex-quoted", random -> "key=\"" + run(random, "0123456789abcdef", 20) + "\" ");
  }

  private Texts() {}

  /** Text as people have it. */
  static List<String> benign() {
    return List.copyOf(BENIGN.keySet());
  }

  /** Text that is made to take long. */
  static List<String> hostile() {
    return List.copyOf(HOSTILE.keySet());
  }

  /** So many characters of the text of that name. */
  static String make(String name, int length) {
    StringBuilder text = new StringBuilder(length + 1024);
    if (name.startsWith(DIRECTORY)) {
      read(Path.of(name.substring(DIRECTORY.length())), length, text);
    } else {
      Random random = new Random(name.hashCode());
      Function<Random, String> more = BENIGN.getOrDefault(name, HOSTILE.get(name));
      if (more == null) {
        throw new IllegalArgumentException("no text is called " + name);
      }
      while (text.length() < length) {
        text.append(more.apply(random));
      }
    }
    text.setLength(Math.min(text.length(), length));
    if (text.length() > 0 && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      text.setLength(text.length() - 1);
    }
    return text.toString();
  }

  /** Stretches of so many characters, as they are typed: mostly prose and chat. */
  static List<String> spans(int count, int length) {
    List<String> spans = new ArrayList<>();
    List<String> kinds = List.of("chat", "prose-en", "chat", "prose-de", "code", "customers");
    for (int i = 0; i < count; i++) {
      Random random = new Random(i);
      Function<Random, String> more = BENIGN.get(kinds.get(i % kinds.size()));
      StringBuilder span = new StringBuilder();
      while (span.length() < length) {
        span.append(more.apply(random));
      }
      spans.add(span.substring(0, length));
    }
    return spans;
  }

  /** So many words, as a policy's dictionary has them. */
  static List<String> dictionary(int count) {
    Random random = new Random(count);
    return Stream.generate(() -> syllables(random, 3 + random.nextInt(3)))
        .distinct()
        .limit(count)
        .toList();
  }

  private static void repeat(String name, String text) {
    String block = text.repeat(Math.max(1, 1024 / text.length()));
    HOSTILE.put(name, random -> block);
  }

  /** One sentence, with a rare word or number among frequent words. */
  private static String prose(Random random, String language) {
    List<String> words = Words.FREQUENT.get(language);
    boolean spaced = !language.equals("ja");
    StringBuilder text = new StringBuilder();
    int length = 5 + random.nextInt(15);
    for (int i = 0; i < length; i++) {
      // Roughly Zipf's law: the earlier in the list, the more often.
      double place = random.nextDouble();
      String word = words.get((int) (place * place * words.size()));
      int rare = random.nextInt(100);
      if (rare < 15 && spaced && !language.equals("ru")) {
        word = syllables(random, 2 + random.nextInt(3));
      } else if (rare == 99) {
        word = Integer.toString(random.nextInt(3000));
      }
      text.append(i == 0 ? word.substring(0, 1).toUpperCase(Locale.ROOT) : "");
      text.append(i == 0 ? word.substring(1) : word);
      text.append(spaced ? i == length - 1 ? ". " : rare > 90 ? ", " : " " : "");
    }
    return text.append(random.nextInt(6) == 0 ? "\n\n" : "").toString();
  }

  private static String syllables(Random random, int count) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < count; i++) {
      word.append(run(random, "bcdfglmnprstv", 1)).append(run(random, "aeiou", 1));
      word.append(random.nextInt(3) == 0 ? run(random, "lnrst", 1) : "");
    }
    return word.toString();
  }

  private static String code(Random random) {
    String name = syllables(random, 2);
    String other = syllables(random, 3);
    return switch (random.nextInt(6)) {
      case 0 -> "  /** Returns the " + name + " of this " + other + ", or -1. */\n";
      case 1 -> "  private final Map<String, " + name + "> " + other + " = new HashMap<>();\n\n";
      case 2 ->
          "    for (int i = 0; i < " + name + ".length; i++) {\n      " + other + "(i);\n    }\n";
      case 3 -> "    if (" + name + " == null || !" + other + ".equals(\"" + name + "\")) {\n";
      case 4 -> "import org.example." + name + "." + other + ";\n";
      default ->
          "      return " + name + "." + other + "(0x" + run(random, "0123456789ab", 4) + ");\n";
    };
  }

  private static String chat(Random random) {
    String said = prose(random, "en").strip();
    return "[%02d:%02d] %s: %s%s\n"
        .formatted(
            random.nextInt(24),
            random.nextInt(60),
            syllables(random, 2),
            said.substring(0, Math.min(60, said.length())),
            random.nextInt(40) == 0 ? " call me at +49 30 901820 :)" : "");
  }

  private static String customer(Random random) {
    String name = syllables(random, 2);
    return "%d,%s,%s,%s@example.org,+1 212 555 01%02d,%s,%s\n"
        .formatted(
            10_000 + random.nextInt(90_000),
            name,
            syllables(random, 3),
            name,
            random.nextInt(100),
            random.nextBoolean() ? "4111-1111-1111-1111" : "DE89370400440532013000",
            syllables(random, 2));
  }

  /** A line of a table of invoices, with dates, sums and telephone numbers. */
  private static String invoice(Random random) {
    return "%d\t%s\t%02d.%02d.%d\t%d.%03d,%02d EUR\t%05d %s\t+49 %d %d\n"
        .formatted(
            100_000 + random.nextInt(10_000),
            syllables(random, 3),
            1 + random.nextInt(28),
            1 + random.nextInt(12),
            2015 + random.nextInt(11),
            1 + random.nextInt(98),
            random.nextInt(1000),
            random.nextInt(100),
            1000 + random.nextInt(98_000),
            syllables(random, 2),
            30 + random.nextInt(900),
            100_000 + random.nextInt(9_000_000));
  }

  /** A line of a table of numbers, as spreadsheets save them. */
  private static String price(Random random) {
    return "%d-%02d-%02d,%.2f,%.2f,%d,%.4f\n"
        .formatted(
            2010 + random.nextInt(16),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            5 + 495 * random.nextDouble(),
            5 + 495 * random.nextDouble(),
            1000 + random.nextInt(9_000_000),
            random.nextDouble());
  }

  /** A line of a log of packages and their versions, as Debian's dpkg writes it. */
  private static String installed(Random random) {
    return "%d-%02d-%02d %02d:%02d:%02d status unpacked lib%s%d:amd64 %d.%d.%d-%d\n"
        .formatted(
            2020 + random.nextInt(6),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            syllables(random, 2),
            random.nextInt(20),
            random.nextInt(4),
            random.nextInt(30),
            random.nextInt(12),
            1 + random.nextInt(5));
  }

  /** A line of a web server's log. */
  private static String access(Random random) {
    return "192.0.2.%d - - [%02d/Nov/2026:%02d:%02d:%02d +0000] \"GET /%s/%s%d.html HTTP/1.1\" 200 %d\n"
        .formatted(
            1 + random.nextInt(254),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60),
            syllables(random, 2),
            syllables(random, 2),
            random.nextInt(1000),
            100 + random.nextInt(99_900));
  }

  private static String run(Random random, String of, int length) {
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < length; i++) {
      run.append(of.charAt(random.nextInt(of.length())));
    }
    return run.toString();
  }

  private static void read(Path directory, int length, StringBuilder text) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).sorted().forEach(limited(length, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (text.length() == 0) {
      throw new IllegalArgumentException("no text in " + directory);
    }
  }

  private static Consumer<Path> limited(int length, StringBuilder text) {
    return file -> {
      if (text.length() >= length) {
        return;
      }
      try (InputStream in = Files.newInputStream(file)) {
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        text.append(new String(plain.readNBytes(length), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
