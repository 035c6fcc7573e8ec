package dev.vitrine.record;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The one encoding of a record: a JSON object on one line, UTF-8, as {@code
 * docs/record.schema.json} describes it. Encoding is deterministic: the same record always gives
 * the same bytes, fields stand in one order, what is null or an empty list is absent, and fractions
 * have at most four decimals. Whatever {@link #encode} accepts, {@link #decode} reads back as an
 * equal record (fractions rounded). Both refuse everything else, in the same words.
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class RecordCodec {
  /** The value of {@code v}. */
  public static final int VERSION = 1;

  /** The most bytes of a line, without the line feed. */
  public static final int MAX_LINE_BYTES = 64 * 1024;

  /** A record nests four deep (record, drag end, element, bounds); more is not one. */
  private static final int MAX_DEPTH = 8;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(40)
                  .build())
          .build();

  private static final ObjectReader READER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private RecordCodec() {}

  /**
   * Encodes a record.
   *
   * @throws RecordFormatException where a value is out of its range, text has an unpaired
   *     surrogate, or the line would exceed {@link #MAX_LINE_BYTES}
   */
  public static RecordLine encode(CapturedRecord record) throws RecordFormatException {
    RecordChecks.check(record);
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
      new RecordWriter(json).write(record);
    } catch (IOException e) {
      throw new RecordFormatException("the record cannot be written as JSON");
    }
    requireSize(out.size());
    RecordHeader header = record.header();
    return new RecordLine(header.id(), header.app(), out.toByteArray());
  }

  /**
   * Decodes a line, and holds it to what {@link RecordLine#id()} and {@link RecordLine#app()} say.
   */
  public static CapturedRecord decode(RecordLine line) throws RecordFormatException {
    CapturedRecord record = decode(line.bytes());
    if (!record.header().id().equals(line.id()) || !record.header().app().equals(line.app())) {
      throw new RecordFormatException("the line is not the record it is filed as");
    }
    return record;
  }

  /**
   * Decodes the bytes of a line, without the line feed. Strict: unknown, missing, repeated and
   * wrongly typed fields, null, values out of range, invalid UTF-8, and anything before or after
   * the object are refused. The order of the fields and white space do not matter.
   */
  public static CapturedRecord decode(byte[] line) throws RecordFormatException {
    requireSize(line.length);
    JsonNode tree = tree(text(line));
    if (!(tree instanceof ObjectNode object)) {
      throw new RecordFormatException("a record is one JSON object");
    }
    CapturedRecord record = RecordReader.read(object);
    RecordChecks.check(record);
    return record;
  }

  private static String text(byte[] line) throws RecordFormatException {
    try {
      // A new decoder reports malformed input; String's own constructor would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new RecordFormatException("a record is UTF-8");
    }
  }

  private static JsonNode tree(String text) throws RecordFormatException {
    try {
      return READER.readTree(text);
    } catch (IOException e) {
      // Jackson's message quotes its input; it must not get out.
      throw new RecordFormatException("a record is one JSON object without repeated fields");
    }
  }

  private static void requireSize(int bytes) throws RecordFormatException {
    if (bytes > MAX_LINE_BYTES) {
      throw new RecordFormatException("a record has at most " + MAX_LINE_BYTES + " bytes");
    }
  }
}
