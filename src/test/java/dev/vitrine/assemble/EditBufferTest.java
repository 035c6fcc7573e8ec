package dev.vitrine.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * The edit buffer beside a naive model. Seen to go red with {@code left} and {@code right} stepping
 * one UTF-16 unit, and with {@code backspace} taking no heed of the selection.
 */
final class EditBufferTest {
  /** What a person may do to a field. */
  enum Edit {
    TYPE,
    BACKSPACE,
    DELETE,
    WORD,
    LEFT,
    RIGHT,
    SELECT_LEFT,
    SELECT_RIGHT,
    HOME,
    END,
    SELECT_HOME,
    SELECT_END,
    ALL,
    CUT
  }

  /** One edit; {@code what} is typed where it is {@link Edit#TYPE}. */
  record Step(Edit edit, String what) {}

  /** A list of whole characters, each with the place it was typed at, and a selection. */
  private static final class Model {
    record Glyph(String text, int origin) {}

    final List<Glyph> field = new ArrayList<>();
    final StringBuilder raw = new StringBuilder();
    int caret;
    int anchor;
    boolean tainted;

    void perform(Step step) {
      if (step.edit() == Edit.TYPE) {
        int origin = raw.length();
        raw.append(step.what());
        if (!tainted) {
          removeSelection();
          field.add(caret, new Glyph(step.what(), origin));
          put(caret + 1, false);
        }
      } else if (!tainted) {
        edit(step.edit());
      }
    }

    private void edit(Edit edit) {
      switch (edit) {
        case TYPE -> throw new AssertionError("typed above");
        case BACKSPACE -> {
          if (!removeSelection() && caret > 0) {
            field.remove(caret - 1);
            put(caret - 1, false);
          }
        }
        case DELETE -> {
          if (!removeSelection() && caret < field.size()) {
            field.remove(caret);
          }
        }
        case WORD -> word();
        case LEFT -> step(-1, false);
        case RIGHT -> step(1, false);
        case SELECT_LEFT -> step(-1, true);
        case SELECT_RIGHT -> step(1, true);
        case HOME -> put(0, false);
        case END -> put(field.size(), false);
        case SELECT_HOME -> put(0, true);
        case SELECT_END -> put(field.size(), true);
        case ALL -> {
          anchor = 0;
          caret = field.size();
        }
        case CUT -> tainted = !removeSelection();
      }
    }

    private void word() {
      if (removeSelection()) {
        return;
      }
      while (caret > 0 && !isLetter(caret - 1)) {
        field.remove(caret - 1);
        put(caret - 1, false);
      }
      while (caret > 0 && isLetter(caret - 1)) {
        field.remove(caret - 1);
        put(caret - 1, false);
      }
    }

    private boolean isLetter(int index) {
      return field.get(index).text().length() == 1
          && Character.isLetterOrDigit(field.get(index).text().charAt(0));
    }

    private void step(int by, boolean selecting) {
      if (!selecting && caret != anchor) {
        put(by < 0 ? Math.min(caret, anchor) : Math.max(caret, anchor), false);
      } else if (caret + by < 0 || caret + by > field.size()) {
        tainted = true;
      } else {
        put(caret + by, selecting);
      }
    }

    private boolean removeSelection() {
      if (caret == anchor) {
        return false;
      }
      int from = Math.min(caret, anchor);
      field.subList(from, Math.max(caret, anchor)).clear();
      put(from, false);
      return true;
    }

    private void put(int position, boolean selecting) {
      caret = position;
      if (!selecting) {
        anchor = position;
      }
    }

    String text() {
      StringBuilder text = new StringBuilder();
      field.forEach(c -> text.append(c.text()));
      return text.toString();
    }

    List<Integer> origins() {
      List<Integer> origins = new ArrayList<>();
      for (Glyph c : field) {
        for (int i = 0; i < c.text().length(); i++) {
          origins.add(c.origin() + i);
        }
      }
      return origins;
    }
  }

  private static void perform(EditBuffer buffer, Step step) {
    switch (step.edit()) {
      case TYPE -> buffer.type(step.what());
      case BACKSPACE -> buffer.backspace();
      case DELETE -> buffer.deleteForward();
      case WORD -> buffer.backspaceWord();
      case LEFT -> buffer.left(false);
      case RIGHT -> buffer.right(false);
      case SELECT_LEFT -> buffer.left(true);
      case SELECT_RIGHT -> buffer.right(true);
      case HOME -> buffer.home(false);
      case END -> buffer.end(false);
      case SELECT_HOME -> buffer.home(true);
      case SELECT_END -> buffer.end(true);
      case ALL -> buffer.selectAll();
      case CUT -> buffer.cut();
    }
  }

  @Provide
  Arbitrary<List<Step>> scripts() {
    Arbitrary<Edit> edits =
        Arbitraries.oneOf(Arbitraries.just(Edit.TYPE), Arbitraries.of(Edit.values()));
    Arbitrary<String> characters = Arbitraries.of("a", "b", "7", " ", "-", "é", "😀", "𝒜");
    return Combinators.combine(edits, characters).as(Step::new).list().ofMaxSize(60);
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void doesWhatANaiveListOfCharactersDoes(@ForAll("scripts") List<Step> script) {
    EditBuffer buffer = new EditBuffer();
    Model model = new Model();
    for (Step step : script) {
      perform(buffer, step);
      model.perform(step);

      TypedText typed = buffer.typed();
      assertThat(buffer.tainted()).isEqualTo(model.tainted);
      assertThat(typed.raw()).isEqualTo(model.raw.toString());
      assertThat(typed.text()).isEqualTo(model.text());
      List<Integer> origins = new ArrayList<>();
      for (int i = 0; i < typed.text().length(); i++) {
        origins.add(typed.origin(i));
        assertThat(typed.raw().charAt(typed.origin(i))).isEqualTo(typed.text().charAt(i));
      }
      assertThat(origins).isEqualTo(model.origins());
    }
  }

  @Test
  void aCharacterOfTwoUnitsIsErasedWhole() {
    EditBuffer buffer = new EditBuffer();
    buffer.type("a");
    buffer.type("😀");
    buffer.backspace();

    assertThat(buffer.typed().text()).isEqualTo("a");
    assertThat(buffer.typed().raw()).isEqualTo("a😀");
  }

  @Test
  void onceTaintedTheTextStaysAndTheRawKeysGoOn() {
    EditBuffer buffer = new EditBuffer();
    buffer.type("a");
    buffer.right(false);
    buffer.type("b");
    buffer.backspace();
    buffer.selectAll();
    buffer.cut();

    assertThat(buffer.tainted()).isTrue();
    assertThat(buffer.typed().text()).isEqualTo("a");
    assertThat(buffer.typed().raw()).isEqualTo("ab");
  }

  @Test
  void erasingWhatWasNotTypedHereDoesNotTaint() {
    EditBuffer buffer = new EditBuffer();
    buffer.backspace();
    buffer.deleteForward();
    buffer.backspaceWord();
    buffer.type("a");

    assertThat(buffer.tainted()).isFalse();
    assertThat(buffer.typed().text()).isEqualTo("a");
  }

  @Test
  void saysNothingOfItsContent() {
    EditBuffer buffer = new EditBuffer();
    buffer.type("secret");

    assertThat(buffer.toString() + buffer.typed()).doesNotContain("secret");
  }
}
