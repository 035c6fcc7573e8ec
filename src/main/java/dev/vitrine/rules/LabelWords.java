package dev.vitrine.rules;

import java.util.List;

/** The words that decide what stands behind a label. */
final class LabelWords {
  /** Between a label and its value in a sentence. */
  static final List<String> COPULAS =
      List.of(
          "is", "ist", "lautet", "est", "es", "è", "was", "war", "são", "é", "jest", "это", "är",
          "now is", "is now", "是", "为", "為", "は", "が", "는", "은");

  /** The same, but only before what no word of a sentence is. */
  static final List<String> WEAK_COPULAS =
      List.of("to", "je", "er", "on", "auf", "на", "changed to", "set to", "reset to", "changed");

  /** Alone behind a label they are no value: types, constants, states. */
  static final WordSet NOT_SECRET =
      new WordSet(
          List.of(
              ("null none nil true false undefined string str int bool boolean text any optional"
                      + " required bytes byte char number integer void self this yes no n/a unknown"
                      + " not wrong incorrect invalid missing empty blank hidden expired correct"
                      + " secure weak strong here below above ok okay now good bad set unset it"
                      + " provided needed available specified given used stored encrypted accepted found used"
                      + " rejected changed reset sent shown visible mandatory prompt default value"
                      + " password passwort erforderlich falsch ungültig leer nötig notwendig"
                      + " richtig korrekt gesetzt geändert sicher requis obligatoire incorrecte"
                      + " invalide vide nécessaire requerida incorrecta vacía necesaria válida"
                      + " обязателен неверный пустой нужен required. object array list map date"
                      + " long short double float uint8 varchar(255) varchar secretstr securestring"
                      + " charsequence option sensitive var let const func function")
                  .split(" ")));

  /** With what a description begins. */
  static final WordSet ARTICLES =
      new WordSet(
          List.of(
              "a", "an", "the", "this", "your", "le", "la", "les", "l", "un", "une", "der", "die",
              "das", "ein", "eine", "el", "una", "los", "il", "lo", "o", "os", "um", "uma"));

  /** Before an unquoted value these say that source code follows. */
  static final WordSet CODE_BEGINS =
      new WordSet(
          List.of(
              "new",
              "await",
              "return",
              "typeof",
              "function",
              "lambda",
              "async",
              "not",
              "if",
              "var",
              "let",
              "const",
              "yield",
              "func"));

  /** What source code reaches its own values through. */
  static final WordSet CODE_PATHS =
      new WordSet(
          List.of(
              "self",
              "this",
              "os",
              "process",
              "config",
              "settings",
              "args",
              "request",
              "req",
              "params",
              "env",
              "props",
              "options",
              "opts",
              "data",
              "user",
              "ctx",
              "context",
              "var",
              "local",
              "module",
              "secrets",
              "vars",
              "inputs",
              "app",
              "session",
              "event",
              "body"));

  /** Parts of identifiers after which a label is a label still: {@code password_prod}. */
  static final WordSet PARTS =
      new WordSet(
          List.of(
              "value",
              "prod",
              "production",
              "dev",
              "test",
              "testing",
              "staging",
              "stage",
              "live",
              "old",
              "new",
              "current",
              "confirm",
              "confirmation",
              "repeat",
              "again",
              "plain",
              "plaintext",
              "text",
              "base64",
              "b64",
              "encoded",
              "encrypted",
              "raw",
              "string",
              "main",
              "primary",
              "secondary",
              "admin",
              "user",
              "root",
              "db",
              "default",
              "local",
              "data"));

  /** With what the name of a secret ends, where a value repeats it. */
  static final List<String> NAMES =
      List.of(
          "password", "passwd", "pwd", "token", "tokens", "secret", "credentials", "key", "pass");

  private LabelWords() {}
}
