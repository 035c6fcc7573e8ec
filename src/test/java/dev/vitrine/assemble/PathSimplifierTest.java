package dev.vitrine.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.assemble.Activity.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * The simplified path against its own promise. Seen to go red without the check that a point lies
 * no nearer than the farthest one ({@code distance < farthest}).
 */
final class PathSimplifierTest {
  private static final double EPSILON = 1e-6;

  private static List<Point> simplify(List<Point> points) {
    PathSimplifier simplifier = new PathSimplifier();
    points.forEach(simplifier::add);
    return simplifier.finish();
  }

  private static double distance(Point p, Point a, Point b) {
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double square = dx * dx + dy * dy;
    double part = square == 0 ? 0 : ((p.x() - a.x()) * dx + (p.y() - a.y()) * dy) / square;
    double inside = Math.max(0, Math.min(1, part));
    return Math.hypot(p.x() - a.x() - inside * dx, p.y() - a.y() - inside * dy);
  }

  /** Asserts the promise, each point against the stretch of the path that stands for it. */
  private static void assertWithinTolerance(List<Point> points, List<Point> path) {
    assertThat(path.get(0)).isEqualTo(points.get(0));
    assertThat(path.get(path.size() - 1)).isEqualTo(points.get(points.size() - 1));
    assertThat(path.size()).isLessThanOrEqualTo(Math.max(points.size(), 1));
    int segment = 0;
    for (Point point : points) {
      while (segment + 2 < path.size() && path.get(segment + 1).dt() < point.dt()) {
        segment++;
      }
      Point end = path.get(Math.min(segment + 1, path.size() - 1));
      assertThat(distance(point, path.get(segment), end))
          .isLessThanOrEqualTo(PathSimplifier.TOLERANCE + EPSILON);
    }
  }

  @Provide
  Arbitrary<List<Point>> walks() {
    Arbitrary<Integer> far = Arbitraries.integers().between(-2_000, 4_000);
    Arbitrary<Integer> near = Arbitraries.integers().between(-6, 6);
    Arbitrary<int[]> jump = Combinators.combine(far, far).as((x, y) -> new int[] {1, x, y});
    Arbitrary<int[]> step = Combinators.combine(near, near).as((x, y) -> new int[] {0, x, y});
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, jump), net.jqwik.api.Tuple.of(12, step))
        .list()
        .ofMinSize(1)
        .ofMaxSize(200)
        .map(PathSimplifierTest::walk);
  }

  private static List<Point> walk(List<int[]> steps) {
    List<Point> points = new ArrayList<>();
    int x = 0;
    int y = 0;
    for (int[] step : steps) {
      x = step[0] == 1 ? step[1] : x + step[1];
      y = step[0] == 1 ? step[2] : y + step[2];
      points.add(new Point(points.size(), x, y));
    }
    return points;
  }

  @Property(tries = 3_000)
  void everyPointLiesWithinTwoPixelsAndTheEndsAreKept(@ForAll("walks") List<Point> points) {
    assertWithinTolerance(points, simplify(points));
  }

  @Property(tries = 300)
  void aStraightLineCollapsesToItsEnds(@ForAll("slopes") int[] slope) {
    List<Point> line =
        IntStream.range(0, 200)
            .mapToObj(i -> new Point(i, 10 + i * slope[0], 20 + i * slope[1]))
            .toList();

    assertThat(simplify(line)).containsExactly(line.get(0), line.get(199));
  }

  @Provide
  Arbitrary<int[]> slopes() {
    Arbitrary<Integer> any = Arbitraries.integers().between(-9, 9);
    return Combinators.combine(any, any)
        .as((x, y) -> new int[] {x, y})
        .filter(s -> s[0] != 0 || s[1] != 0);
  }

  @Test
  void aPointerThatTremblesWithinTheToleranceKeepsTwoPoints() {
    List<Point> points =
        IntStream.range(0, 1_000).mapToObj(i -> new Point(i, 100 + i % 2, 100)).toList();

    assertThat(simplify(points)).hasSize(2);
  }

  @Test
  void thereAndBackKeepsTheTurn() {
    List<Point> points = List.of(new Point(0, 0, 0), new Point(1, 90, 0), new Point(2, 0, 0));

    assertThat(simplify(points)).isEqualTo(points);
  }

  /** Recorded work sessions of five people (Balabit Mouse Dynamics Challenge, 2016). */
  @Test
  void recordedSessionsShrinkToLessThanHalfAndStayWithinTwoPixels() throws IOException {
    String set = System.getProperty("VITRINE_DATA", System.getenv("VITRINE_DATA"));
    Path folder = Path.of(set == null ? "../shared/data" : set, "mouse");
    assumeTrue(Files.isDirectory(folder), "recorded sessions are absent: set VITRINE_DATA");
    long given = 0;
    long kept = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv.gz")).sorted().toList()) {
        for (List<Point> stroke : strokes(file)) {
          List<Point> path = simplify(stroke);
          assertWithinTolerance(stroke, path);
          given += stroke.size();
          kept += path.size();
        }
      }
    }

    assertThat(given).isGreaterThan(10_000);
    assertThat((double) kept / given).as("%d of %d points kept", kept, given).isBetween(0.05, 0.5);
  }

  /** Motions without a pause of half a second; dt counts points, which assertions rely on. */
  private static List<List<Point>> strokes(Path file) throws IOException {
    List<List<Point>> strokes = new ArrayList<>();
    List<Point> stroke = new ArrayList<>();
    double last = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] fields = line.split(",", -1);
        int x = Integer.parseInt(fields[4]);
        int y = Integer.parseInt(fields[5]);
        double time = Double.parseDouble(fields[1]);
        if (!fields[3].equals("Move") || x == 65_535 || y == 65_535) {
          continue;
        }
        if (time - last > 0.5 && !stroke.isEmpty()) {
          strokes.add(stroke);
          stroke = new ArrayList<>();
        }
        last = time;
        stroke.add(new Point(stroke.size(), x, y));
      }
    }
    if (!stroke.isEmpty()) {
      strokes.add(stroke);
    }
    return strokes;
  }
}
