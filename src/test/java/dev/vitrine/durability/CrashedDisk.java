package dev.vitrine.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A folder as a disk may have it after a power loss. Until a file is flushed each of its writes may
 * be there, be missing, or be torn at 512 bytes, in any order; until the folder is flushed a new
 * name or a removal may be there or not (a flushed file has its name).
 */
final class CrashedDisk {
  private static final int SECTOR = 512;

  /** A file: what is surely there, and what was done since. */
  private static final class Node {
    private byte[] flushed = new byte[0];
    private byte[] present = new byte[0];
    private final List<DiskTrace.Step> since = new ArrayList<>();
  }

  private final Map<String, Node> names = new HashMap<>();
  private Map<String, Node> flushedNames = new HashMap<>();

  void apply(DiskTrace.Step step) {
    Node node = names.get(step.name());
    switch (step.kind()) {
      case CREATE -> names.computeIfAbsent(step.name(), name -> new Node());
      case WRITE, CUT -> {
        if (node != null) {
          node.present = after(node.present, step);
          node.since.add(step);
        }
      }
      case FLUSH -> {
        if (step.name().isEmpty()) {
          flushedNames = new HashMap<>(names);
        } else if (node != null) {
          node.flushed = node.present;
          node.since.clear();
          flushedNames.put(step.name(), node);
        }
      }
      case RENAME -> names.put(step.to(), names.remove(step.name()));
      case REMOVE -> names.remove(step.name());
      default -> throw new AssertionError("unknown step");
    }
  }

  /** Whether a power loss now would take something that was done. */
  boolean hasUnflushed() {
    return !names.equals(flushedNames)
        || names.values().stream().anyMatch(node -> !node.since.isEmpty());
  }

  /** What a process that is killed leaves: everything that was done. */
  void writeAsKilled(Path folder) throws IOException {
    for (Map.Entry<String, Node> name : names.entrySet()) {
      Files.write(folder.resolve(name.getKey()), name.getValue().present);
    }
  }

  /** What is left when nothing reached the disk but what was flushed. */
  void writeFlushed(Path folder) throws IOException {
    for (Map.Entry<String, Node> name : flushedNames.entrySet()) {
      Files.write(folder.resolve(name.getKey()), name.getValue().flushed);
    }
  }

  /** What may be left when some of the rest did, whole or torn. */
  void writeTorn(Path folder, Random random) throws IOException {
    Map<String, Node> chosen = random.nextBoolean() ? names : flushedNames;
    for (Map.Entry<String, Node> name : chosen.entrySet()) {
      Files.write(folder.resolve(name.getKey()), torn(name.getValue(), random));
    }
  }

  private static byte[] torn(Node node, Random random) {
    byte[] bytes = node.flushed;
    for (DiskTrace.Step step : node.since) {
      double chance = random.nextDouble();
      if (chance < 0.35) {
        continue;
      }
      if (step.kind() == DiskTrace.Step.Kind.CUT || chance >= 0.6) {
        bytes = after(bytes, step);
        continue;
      }
      for (int at = 0; at < step.bytes().length; at += SECTOR) {
        if (random.nextBoolean()) {
          byte[] sector =
              Arrays.copyOfRange(step.bytes(), at, Math.min(at + SECTOR, step.bytes().length));
          bytes = after(bytes, new DiskTrace.Step(step.kind(), "", "", step.offset() + at, sector));
        }
      }
    }
    return bytes;
  }

  private static byte[] after(byte[] bytes, DiskTrace.Step step) {
    if (step.kind() == DiskTrace.Step.Kind.CUT) {
      return Arrays.copyOf(bytes, (int) step.offset());
    }
    int end = (int) step.offset() + step.bytes().length;
    byte[] result = Arrays.copyOf(bytes, Math.max(bytes.length, end));
    System.arraycopy(step.bytes(), 0, result, (int) step.offset(), step.bytes().length);
    return result;
  }
}
