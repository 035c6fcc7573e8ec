package dev.vitrine.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.TypedText;
import dev.vitrine.record.CapturedRecord;
import dev.vitrine.record.Remark;
import dev.vitrine.tally.DropReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
  private final Script script = new Script();

  @Test
  void aCardTypedWholeLeavesOneMarkerAndNoDuration() {
    script.text(1, 5, "f", "pay with 4111 1111 1111 1111 today").release(100);
    assertThat(script.texts()).containsExactly("pay with ⟦CREDIT_CARD⟧ today");
    CapturedRecord.Text text = (CapturedRecord.Text) script.released.get(0).record();
    assertThat(text.duration()).isNull();
    assertThat(text.header().remarks())
        .containsExactly(new Remark("CREDIT_CARD", "credit-card", null, 9, 22));
    assertThat(text.header().t()).isEqualTo(1000);
  }

  @Test
  void ordinaryTextKeepsItsDurationInWholeSeconds() {
    script.text(1.7, 5.4, "f", "hello there").release(100);
    CapturedRecord.Text text = (CapturedRecord.Text) script.released.get(0).record();
    assertThat(text.text()).isEqualTo("hello there");
    assertThat(text.duration()).isEqualTo(4);
    assertThat(text.header().t()).isEqualTo(1000);
  }

  @Test
  void textIsHeldForTheLookBackAndNothingOvertakesIt() {
    script.text(1, 5, "f", "hello").click(6).release(64.9);
    assertThat(script.released).isEmpty();
    assertThat(script.redactor.nextDeadlineNanos()).isEqualTo(65 * Script.SECOND);
    script.release(65);
    assertThat(script.kinds()).containsExactly("text", "click");
    assertThat(script.redactor.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(script.redactor.heldActivities()).isZero();
  }

  @Test
  void nothingThatBeganAfterAnOpenActivityIsReleased() {
    script.click(6).click(9).release(10, 7 * Script.SECOND);
    assertThat(script.kinds()).containsExactly("click");
    script.release(10);
    assertThat(script.kinds()).containsExactly("click", "click");
  }

  @Test
  void textWaitsForAnOpenSpanThatMayBeItsContinuation() {
    script.text(1, 5, "f", "4111 1111 ").release(70, 30 * Script.SECOND);
    assertThat(script.released).isEmpty();
    assertThat(script.redactor.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    script.text(30, 80, "g", "1111 1111").release(200);
    assertThat(script.texts()).containsExactly("⟦CREDIT_CARD⟧", "⟦CREDIT_CARD⟧");
  }

  @Test
  void aCardSplitByAPauseBecomesOneRecordWithOneMarker() {
    script.text(1, 5, "f", "pay 4111 11").text(20, 25, "f", "11 1111 1111 ok").release(200);
    assertThat(script.texts()).containsExactly("pay ⟦CREDIT_CARD⟧ ok");
  }

  @Test
  void aCardSplitOverThreeFieldsIsFound() {
    script
        .text(1, 5, "f", "41111111")
        .nav(6, "Tab")
        .text(7, 9, "g", "1111")
        .nav(10, "Tab")
        .text(11, 12, "h", "1111")
        .release(200);
    assertThat(script.texts()).containsExactly("⟦CREDIT_CARD⟧", "⟦CREDIT_CARD⟧", "⟦CREDIT_CARD⟧");
  }

  @Test
  void theSecondHalfOfACardStaysRemovedWhenItIsTypedOnAfterTheFirstWasReleased() {
    script.text(1, 5, "f", "4111").nav(6, "Tab").text(7, 19, "g", "111111111111 ").release(66);
    assertThat(script.texts()).containsExactly("⟦CREDIT_CARD⟧");
    // One more word, typed with the caret before the blank.
    String raw = "111111111111 ok";
    String text = "111111111111ok ";
    int[] origins = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 12};
    script.text(7, 70, "g", new TypedText(raw, text, origins)).release(90);
    // And once more.
    int[] more = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 12};
    script.text(7, 92, "g", new TypedText(raw + "!", "111111111111ok! ", more)).release(200);
    assertThat(script.texts()).containsExactly("⟦CREDIT_CARD⟧", "⟦CREDIT_CARD⟧ok! ");
  }

  @Test
  void aLabelInOneFieldMakesTheNextSpanAPassword() {
    script.text(1, 5, "f", "Password:").nav(6, "Tab").text(7, 9, "g", "correct horse");
    script.release(200);
    assertThat(script.texts()).containsExactly("Password:", "⟦PASSWORD⟧");
  }

  @Test
  void anAddressThatWasWholeDoesNotSwallowTheNextField() {
    script.text(1, 5, "f", "bob@example.com").nav(6, "Tab").text(7, 9, "g", "hello there");
    script.release(200);
    assertThat(script.texts()).containsExactly("⟦EMAIL_ADDRESS⟧", "hello there");
  }

  @Test
  void whatWasErasedAfterACardWasTypedIsRemovedToo() {
    String raw = "pay 4111111111111111222 now";
    String text = "pay 4111111111111222 now";
    int[] origins = new int[text.length()];
    for (int i = 0; i < origins.length; i++) {
      origins[i] = i < 17 ? i : i + 3;
    }
    script.text(1, 9, "f", new TypedText(raw, text, origins)).release(200);
    assertThat(script.texts()).hasSize(1);
    assertThat(script.texts().get(0)).doesNotContain("4111").startsWith("pay ⟦CREDIT_CARD⟧");
  }

  @Test
  void aCardThatWasErasedWholeLeavesItsMarker() {
    String raw = "hi 4111111111111111there";
    String text = "hi there";
    int[] origins = {0, 1, 2, 19, 20, 21, 22, 23};
    script.text(1, 9, "f", new TypedText(raw, text, origins)).release(200);
    assertThat(script.texts()).containsExactly("hi ⟦CREDIT_CARD⟧there");
  }

  @Test
  void whatBeganInsideATextWithARemovalIsDroppedAndNotCounted() {
    script.click(1);
    script.text(2, 9, "f", "4111 1111 1111 1111").click(5).nav(9, "Enter").click(10);
    script.release(200);
    assertThat(script.kinds()).containsExactly("click", "text", "click");
    assertThat(script.tally.snapshot()).isEmpty();
  }

  @Test
  void whatBeganInsideOrdinaryTextStays() {
    script.text(2, 9, "f", "hello").click(5).release(200);
    assertThat(script.kinds()).containsExactly("text", "click");
  }

  @Test
  void shapesSayTheStepAndRemovedTextCountsAsNothing() {
    script.shape(1, 2, "nineteen characters");
    script.shape(100, 101, "x".repeat(99)).shape(200, 201, "x".repeat(100));
    script.shape(300, 301, "x".repeat(5000));
    script.shape(400, 401, "a note 4111 1111 1111 1111");
    script.release(1000);
    assertThat(script.released)
        .extracting(each -> ((CapturedRecord.Shape) each.record()).chars())
        .containsExactly(10, 100, 1000);
  }

  @Test
  void titlesAndNamesAreRedactedWithRemarks() {
    script.add(
        new Activity.Focus(
            Script.place(1, "Mail to bob@example.com"),
            Script.SECOND,
            new dev.vitrine.assemble.Place.Element("textbox", "Card 4111 1111 1111 1111", null),
            null,
            new dev.vitrine.event.Monitor(1, new dev.vitrine.event.Bounds(0, 0, 640, 480), 1.5)));
    script.release(2);
    CapturedRecord.Focus focus = (CapturedRecord.Focus) script.released.get(0).record();
    assertThat(focus.header().title()).isEqualTo("Mail to ⟦EMAIL_ADDRESS⟧");
    assertThat(focus.element().name()).isEqualTo("Card ⟦CREDIT_CARD⟧");
    assertThat(focus.monitor()).isEqualTo(new CapturedRecord.Monitor(1, 640, 480, 1.5));
    assertThat(focus.header().remarks()).extracting(Remark::field).containsExactly("name", "title");
  }

  @Test
  void droppingForgetsHeldTextAndWhatBeganBetweenItsFirstAndLastKey() {
    script.text(1, 5, "f", "hello").click(3).click(6).text(7, 8, "f", "more").click(9);
    assertThat(script.redactor.dropHeld()).isTrue();
    script.release(10);
    assertThat(script.kinds()).containsExactly("click");
    assertThat(script.tally.snapshot()).isEmpty();
  }

  @Test
  void droppingWithoutTextSaysSo() {
    script.click(3);
    assertThat(script.redactor.dropHeld()).isFalse();
  }

  @Test
  void moreTextThanCanBeHeldIsDroppedAndCountedOnce() {
    for (int i = 0; i < 50; i++) {
      script.text(i, i + 0.5, "f", "word ".repeat(800));
    }
    script.release(1000);
    assertThat(script.texts()).hasSizeLessThan(20).isNotEmpty();
    assertThat(script.tally.snapshot())
        .isEqualTo(java.util.Map.of(DropReason.REDACTION_FAILED, 1L));
  }

  @Test
  void droppedTextDoesNotShiftTheIdsOfOtherRecords() {
    Script other = new Script();
    script.text(1, 2, "f", "4111 1111 1111 1111").click(1.5).click(3).release(100);
    other.text(1, 2, "f", "4111 1111 1111 1111").click(3).release(100);
    assertThat(script.out()).isEqualTo(other.out());
    assertThat(List.copyOf(script.out())).hasSize(2);
  }
}
