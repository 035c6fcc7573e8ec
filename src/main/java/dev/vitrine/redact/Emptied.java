package dev.vitrine.redact;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.Activity.TextSpan;
import dev.vitrine.assemble.TypedText;

/** A span without its text, kept only for the time that it took. */
final class Emptied {
  private Emptied() {}

  static Activity of(Activity activity) {
    return activity instanceof TextSpan span
        ? new TextSpan(
            span.place(),
            span.endNanos(),
            span.field(),
            TypedText.plain(""),
            span.shape(),
            span.tainted())
        : activity;
  }
}
