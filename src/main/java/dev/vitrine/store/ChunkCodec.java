package dev.vitrine.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.vitrine.crypto.SealingKey;
import dev.vitrine.crypto.UnsealException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The bytes of a chunk, format 1: AES-256-GCM over zstd over frames, each {@code kind (1) | id
 * (UTF) | app (UTF) | length (4) | line}. Associated data binds the format, the data directory, the
 * chunk's number and its key, so that a chunk opens only in its own place.
 */
final class ChunkCodec {
  private static final int LEVEL = 3;

  /** Far above what a chunk can hold; guards the size that a damaged frame head may claim. */
  private static final int MAX_RAW = 256 << 20;

  /**
   * Contexts that wait to be used again, as making one takes longer than a chunk does. Not one a
   * thread: threads of the common pool lose what they have after each task.
   */
  private static final BlockingQueue<ZstdDecompressCtx> CONTEXTS = new ArrayBlockingQueue<>(4);

  private final String dirId;

  ChunkCodec(String dirId) {
    this.dirId = dirId;
  }

  byte[] seal(List<Frame> frames, long number, long keyId, SealingKey key) {
    byte[] raw = encode(frames);
    byte[] packed = Zstd.compress(raw, LEVEL);
    try {
      return key.seal(packed, place(number, keyId));
    } finally {
      Arrays.fill(raw, (byte) 0);
      Arrays.fill(packed, (byte) 0);
    }
  }

  /** The frames, or empty where the bytes are damaged or not this place's. */
  Optional<List<Frame>> open(SealedChunk chunk, SealingKey.Opener opener) {
    return look(chunk, opener, ChunkCodec::decode);
  }

  /** What is made of a chunk's opened bytes, which are overwritten afterwards. */
  interface Look<T> {
    T at(byte[] raw) throws IOException;
  }

  /** Makes something of the opened bytes; empty as with {@link #open}. */
  <T> Optional<T> look(SealedChunk chunk, SealingKey.Opener opener, Look<T> look) {
    try {
      byte[] raw = raw(chunk, opener);
      try {
        return Optional.of(look.at(raw));
      } finally {
        Arrays.fill(raw, (byte) 0);
      }
    } catch (UnsealException | ZstdException | IOException e) {
      return Optional.empty();
    }
  }

  private byte[] raw(SealedChunk chunk, SealingKey.Opener opener)
      throws UnsealException, IOException {
    byte[] packed = opener.open(chunk.sealed(), place(chunk.number(), chunk.keyId()));
    long size = Zstd.getFrameContentSize(packed);
    if (size < 0 || size > MAX_RAW) {
      throw new IOException("no size");
    }
    return decompress(packed, (int) size);
  }

  private static byte[] decompress(byte[] packed, int size) {
    ZstdDecompressCtx waiting = CONTEXTS.poll();
    ZstdDecompressCtx context = waiting == null ? new ZstdDecompressCtx() : waiting;
    try {
      return context.decompress(packed, size);
    } finally {
      if (!CONTEXTS.offer(context)) {
        context.close();
      }
    }
  }

  private byte[] place(long number, long keyId) {
    return ("vitrine/1/chunk/" + dirId + "/" + number + "/" + keyId)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encode(List<Frame> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(frames.size());
      for (Frame frame : frames) {
        out.writeByte(frame.kind().code());
        out.writeUTF(frame.id());
        out.writeUTF(frame.app());
        out.writeInt(frame.line().length);
        out.write(frame.line());
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a record's id or application is too long", e);
    }
  }

  private static List<Frame> decode(byte[] raw) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(raw))) {
      int count = in.readInt();
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Frame.Kind kind =
            Frame.Kind.of(in.readUnsignedByte())
                .orElseThrow(() -> new IOException("unknown frame"));
        frames.add(Frame.of(kind, in.readUTF(), in.readUTF(), in.readNBytes(in.readInt())));
      }
      return frames;
    }
  }
}
