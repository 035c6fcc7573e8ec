package dev.vitrine.policy;

import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stands, lines and columns from 1. */
sealed interface Json {
  int line();

  int column();

  /** What it is, as an error says it. */
  String type();

  /** A key and its value; the place is the key's. */
  record Member(int line, int column, Json value) {}

  /** An object; members in the order of the file, of a repeated key only the first. */
  record Obj(int line, int column, Map<String, Member> members) implements Json {
    @Override
    public String type() {
      return "an object";
    }
  }

  /** A list. */
  record Arr(int line, int column, List<Json> items) implements Json {
    @Override
    public String type() {
      return "a list";
    }
  }

  /** A string. */
  record Text(int line, int column, String value) implements Json {
    @Override
    public String type() {
      return "text";
    }
  }

  /** A number; {@code whole} where it is written without point and exponent. */
  record Num(int line, int column, String literal, boolean whole) implements Json {
    @Override
    public String type() {
      return whole ? "a whole number" : "the number " + literal;
    }
  }

  /** True or false. */
  record Bool(int line, int column, boolean value) implements Json {
    @Override
    public String type() {
      return Boolean.toString(value);
    }
  }

  /** Null. */
  record Null(int line, int column) implements Json {
    @Override
    public String type() {
      return "null";
    }
  }
}
