package dev.vitrine.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.Place;
import dev.vitrine.assemble.TypedText;
import dev.vitrine.record.CapturedRecord;
import dev.vitrine.redact.Redactor;
import dev.vitrine.redact.Released;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariants 13 and 16, of the redactor by itself: faults and floods that no person can make. */
class BoundsInvariantsTest extends Invariants {
  private static final long SECOND = 1_000_000_000L;
  private static final int MOST_BYTES = 64 * 1024;

  /** What is wrong with a span. */
  enum Fault {
    NONE,
    /** Its parts do not fit one another, so that the search throws. */
    BROKEN,
    /** It is as long as one can be. */
    LONG
  }

  /** A span that ends so many seconds after the one before, in one of some fields. */
  record Piece(Fault fault, int field, int seconds, String text) {}

  @Provide
  Arbitrary<List<Piece>> pieces() {
    return Combinators.combine(
            Arbitraries.of(Fault.class),
            Arbitraries.integers().between(0, 40),
            Arbitraries.integers().between(0, 5),
            Secret.any().map(secret -> " " + secret.lead() + secret.value() + " "))
        .as(Piece::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static TypedText typed(Piece piece, int number) {
    String text = name(number) + piece.text();
    return switch (piece.fault()) {
      case NONE -> TypedText.plain(text);
      case BROKEN -> {
        int[] nowhere = new int[text.length()];
        nowhere[0] = -1;
        yield new TypedText(text + "x", text, nowhere);
      }
      case LONG -> TypedText.plain(text + "willow ".repeat((4_096 - text.length()) / 7));
    };
  }

  private static String name(int number) {
    return "meadow" + (char) ('b' + number / 26) + (char) ('a' + number % 26);
  }

  private static Place place(long nanos) {
    return new Place(
        nanos,
        Instant.EPOCH.plusNanos(nanos),
        LocalDate.EPOCH,
        "session",
        nanos / 1_000_000,
        "Editor",
        "1",
        null,
        null);
  }

  /**
   * Invariants 13 and 16. Seen to fail when a search that threw did not mark its spans, and when
   * twice as much text was held.
   */
  @Property
  void whatFailsIsDroppedAndWhatIsHeldIsBounded(@ForAll("pieces") List<Piece> pieces) {
    Tally tally = new Tally();
    Redactor redactor =
        new Redactor(World.RULES, Duration.ofSeconds(World.LOOK_BACK), new Random(1), tally);
    List<Released> released = new ArrayList<>();
    long at = 0;
    List<String> broken = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      at += piece.seconds() * SECOND + 1;
      if (piece.fault() == Fault.BROKEN) {
        broken.add(name(i));
      }
      redactor.accept(
          new Activity.TextSpan(
              place(at), at, "field" + piece.field(), typed(piece, i), false, false));
      assertThat(2 * redactor.heldChars()).isLessThanOrEqualTo(MOST_BYTES);
      redactor.release(at, Long.MAX_VALUE, released::add);
    }
    redactor.release(at + 1_000 * SECOND, Long.MAX_VALUE, released::add);
    assertThat(redactor.heldChars()).isZero();
    for (Released each : released) {
      String text = ((CapturedRecord.Text) each.record()).text();
      World.assertNoSecret(text);
      assertThat(broken).noneMatch(text::contains);
    }
    if (!broken.isEmpty()) {
      assertThat(tally.snapshot()).containsKey(DropReason.REDACTION_FAILED);
    }
  }
}
