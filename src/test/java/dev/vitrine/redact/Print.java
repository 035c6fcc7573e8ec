package dev.vitrine.redact;

import dev.vitrine.record.CapturedRecord;
import dev.vitrine.record.RecordHeader;

/** Prints a record whole: the records' own toString says nothing. */
final class Print {
  private Print() {}

  static String of(Released released) {
    CapturedRecord record = released.record();
    RecordHeader h = record.header();
    String body = "";
    if (record instanceof CapturedRecord.Text text) {
      body = text.text() + " " + text.duration();
    } else if (record instanceof CapturedRecord.Shape shape) {
      body = "" + shape.chars();
    } else if (record instanceof CapturedRecord.Nav nav) {
      body = nav.key() + nav.count();
    }
    return String.join(
        "|",
        record.kind(),
        h.id(),
        h.session(),
        "" + h.t(),
        h.app(),
        "" + h.title(),
        "" + h.site(),
        "" + h.remarks(),
        "" + released.at(),
        body);
  }
}
