package dev.vitrine.testing;

import dev.vitrine.record.CapturedRecord;
import dev.vitrine.record.ElementInfo;
import dev.vitrine.record.PathPoint;
import dev.vitrine.record.RecordHeader;
import dev.vitrine.record.Rect;
import dev.vitrine.record.Remark;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record of each kind, as they might be captured. */
public final class SampleRecords {
  private static final ElementInfo SAVE =
      new ElementInfo("button", "Save", new Rect(600, 300, 80, 24));
  private static final ElementInfo BODY = new ElementInfo("textbox", null, null);
  private static final List<PathPoint> PATH =
      List.of(new PathPoint(0, 100, 100), new PathPoint(180, 400, 260));

  private SampleRecords() {}

  /** A header without anything optional. */
  public static RecordHeader header(String id, String app) {
    return header(id, app, null, null, List.of());
  }

  /** A text record without anything optional; {@code id} has 22 characters. */
  public static CapturedRecord text(String id, String app, String text) {
    return new CapturedRecord.Text(header(id, app), text, null);
  }

  /** By kind; between them they use every field. */
  public static Map<String, CapturedRecord> byKind() {
    RecordHeader plain = header("q0J3aaaaaaaaaaaaaaaaaa", "Text editor");
    RecordHeader titled =
        header(
            "q0J3aaaaaaaaaaaaaaaaab",
            "Internal sites",
            "Notes – ⟦EMAIL_ADDRESS⟧",
            "wiki.corp.example.com",
            List.of(new Remark("EMAIL_ADDRESS", "email", "title", 8, 23)));
    RecordHeader redacted =
        header(
            "q0J3aaaaaaaaaaaaaaaaac",
            "Text editor",
            null,
            null,
            List.of(new Remark("CREDIT_CARD", "credit-card", null, 9, 22)));
    return Map.of(
        "pointer",
        new CapturedRecord.Pointer(plain, PATH),
        "click",
        new CapturedRecord.Click(
            titled, 1, 2, 640, 310, 0.5123, 0.3444, List.of("Control", "Shift"), SAVE),
        "drag",
        new CapturedRecord.Drag(
            plain,
            1,
            new CapturedRecord.DragEnd(100, 100, SAVE),
            new CapturedRecord.DragEnd(400, 260, null),
            PATH),
        "scroll",
        new CapturedRecord.Scroll(plain, 0, -2.5, -500, 400, BODY),
        "shortcut",
        new CapturedRecord.Shortcut(plain, List.of("Control", "Shift", "p")),
        "nav",
        new CapturedRecord.Nav(plain, "Tab", 3),
        "text",
        new CapturedRecord.Text(redacted, "pay with ⟦CREDIT_CARD⟧ today", null),
        "shape",
        new CapturedRecord.Shape(plain, 100),
        "focus",
        new CapturedRecord.Focus(
            titled,
            BODY,
            new Rect(0, 0, 1280, 800),
            new CapturedRecord.Monitor(0, 2560, 1440, 1.5)));
  }

  private static RecordHeader header(
      String id, String app, @Nullable String title, @Nullable String site, List<Remark> remarks) {
    return new RecordHeader(
        id,
        "b7Xzaaaaaaaaaaaaaaaaaa",
        LocalDate.of(2026, 11, 20),
        73_000,
        app,
        "2026-11-20.1",
        title,
        site,
        remarks);
  }
}
