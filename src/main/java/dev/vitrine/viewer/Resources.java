package dev.vitrine.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The page's files: a fixed list, read once from the class path. A path is a key of a map and
 * nothing else, so that no path leads out of it.
 */
final class Resources {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  private static final String[] NAMES = {
    "index.html",
    "viewer.css",
    "icon.svg",
    "texts.json",
    "viewer.js",
    "api.js",
    "dom.js",
    "sentences.js",
    "records.js",
    "dialogs.js",
    "choices.js",
    "today.js",
    "history.js",
    "undo.js",
    "page.js",
    "state.js",
    "browse.js"
  };

  private final Map<String, Answer> answers = new HashMap<>();

  /** Reads all of them; fails where one is missing from the program. */
  Resources() throws IOException {
    for (String name : NAMES) {
      try (InputStream in = Resources.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException("the program is incomplete: " + name + " is missing");
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        answers.put("/" + name, Answer.of(type, in.readAllBytes()));
      }
    }
    answers.put("/", answers.get("/index.html"));
  }

  /** The file at exactly this path. */
  Optional<Answer> find(String path) {
    return Optional.ofNullable(answers.get(path));
  }
}
