package dev.vitrine.testing;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The published JSON Schemas, as an independent validator understands them. */
public final class Schemas {
  private final JsonSchema schema;

  private Schemas(Path file) {
    try {
      schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code docs/record.schema.json}. */
  public static Schemas record() {
    return new Schemas(Path.of("docs", "record.schema.json"));
  }

  /** {@code config/policy.schema.json}. */
  public static Schemas policy() {
    return new Schemas(Path.of("config", "policy.schema.json"));
  }

  /** What is wrong; empty where nothing is. */
  public List<String> problems(String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
