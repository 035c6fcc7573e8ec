package dev.vitrine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.record.RecordCodec;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.RecordLine;
import dev.vitrine.testing.SampleRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {
  @TempDir Path directory;
  private final List<RecordLine> lines = new ArrayList<>();
  private Path out;

  @BeforeEach
  void records() throws RecordFormatException {
    out = directory.resolve("out.jsonl");
    // More than any buffer holds.
    for (int i = 0; i < 40; i++) {
      String id = String.format("%022d", i);
      lines.add(RecordCodec.encode(SampleRecords.text(id, "app", "ä".repeat(i * 700))));
    }
  }

  @Test
  void theFileHoldsTheExactLinesInOrder() throws Exception {
    List<Long> progress = new ArrayList<>();

    long count = Exporter.jsonl(lines::forEach, out, false, progress::add);

    StringBuilder expected = new StringBuilder();
    for (RecordLine line : lines) {
      expected.append(new String(line.bytes(), StandardCharsets.UTF_8)).append('\n');
    }
    assertThat(Files.readString(out)).isEqualTo(expected.toString());
    assertThat(count).isEqualTo(40);
    assertThat(progress).hasSize(40).isSorted().endsWith(40L);
    assertThat(files()).containsExactly("out.jsonl");
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    Exporter.jsonl(lines::forEach, out, false, n -> {});

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
  }

  @Test
  void noRecordsGiveAnEmptyFile() throws Exception {
    assertThat(Exporter.jsonl(sink -> {}, out, false, n -> {})).isZero();
    assertThat(out).isEmptyFile();
  }

  @Test
  void anExistingFileIsKeptUnlessForced() throws Exception {
    Files.writeString(out, "mine");

    assertThatThrownBy(() -> Exporter.jsonl(lines::forEach, out, false, n -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(out).hasContent("mine");

    Exporter.jsonl(lines::forEach, out, true, n -> {});
    assertThat(Files.readAllLines(out)).hasSize(40);
  }

  @Test
  void aFileThatAppearsMeanwhileIsKeptToo() throws Exception {
    Exporter.Source<IOException> slow =
        sink -> {
          lines.forEach(sink);
          Files.writeString(out, "mine");
        };

    assertThatThrownBy(() -> Exporter.jsonl(slow, out, false, n -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(out).hasContent("mine");
    assertThat(files()).containsExactly("out.jsonl");
  }

  @Test
  void aDirectoryIsNeverReplaced() throws Exception {
    Files.createDirectory(out);

    assertThatThrownBy(() -> Exporter.jsonl(lines::forEach, out, true, n -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aLinkIsReplacedAndWhatItNamesIsKept() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "mine");
    Files.createSymbolicLink(out, target);

    Exporter.jsonl(lines::forEach, out, true, n -> {});

    assertThat(target).hasContent("mine");
    assertThat(Files.isSymbolicLink(out)).isFalse();
  }

  @Test
  void whenTheSourceFailsNothingIsLeftAndTheOldFileStays() throws Exception {
    Files.writeString(out, "mine");
    Exporter.Source<IllegalAccessException> failing =
        sink -> {
          lines.forEach(sink);
          throw new IllegalAccessException("failed");
        };

    assertThatThrownBy(() -> Exporter.jsonl(failing, out, true, n -> {}))
        .isInstanceOf(IllegalAccessException.class);
    assertThat(out).hasContent("mine");
    assertThat(files()).containsExactly("out.jsonl");
  }

  @Test
  void aRecordThatIsTooLargeFailsTheExport() throws Exception {
    RecordLine large = new RecordLine("id", "app", new byte[RecordCodec.MAX_LINE_BYTES + 1]);

    assertThatThrownBy(() -> Exporter.jsonl(sink -> sink.accept(large), out, false, n -> {}))
        .isInstanceOf(IOException.class);
    assertThat(files()).isEmpty();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }
}
