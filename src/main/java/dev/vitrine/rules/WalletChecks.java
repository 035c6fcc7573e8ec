package dev.vitrine.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Checks of addresses and keys of crypto currencies, over characters as they stand there. */
final class WalletChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.ofEntries(
          Map.entry("base58check-address", WalletChecks::address),
          Map.entry("base58check-key", WalletChecks::key),
          Map.entry("base58check-extended", WalletChecks::extended),
          Map.entry("base58check-ripple", WalletChecks::ripple),
          Map.entry("base58-monero", WalletChecks::monero),
          Map.entry("base58-byron", WalletChecks::byron),
          Map.entry("base58-32-bytes", (id, length) -> decoded(id, length, 32)),
          Map.entry("base58-35-bytes", (id, length) -> decoded(id, length, 35)),
          Map.entry("bech32", (id, length) -> Bech32.checksum(id, length) != 0),
          Map.entry("bech32-segwit", Bech32::segwit),
          Map.entry("cashaddr", Bech32::cash),
          Map.entry("eip-55", WalletChecks::ethereum),
          Map.entry("stellar", WalletChecks::stellar),
          Map.entry("algorand", WalletChecks::algorand));

  /** An address without a checksum of fewer different characters is a placeholder. */
  private static final int LEAST_DIFFERENT = 5;

  /** Copied for each use, which costs less than asking for a new one. */
  private static final MessageDigest SHA_256 = algorithm("SHA-256");

  private static final MessageDigest SHA_512_256 = algorithm("SHA-512/256");

  private WalletChecks() {}

  /** A version of one to three bytes and a hash of 20 bytes, en.bitcoin.it/wiki/Base58Check. */
  private static boolean address(char[] id, int length) {
    byte[] bytes = Base58.BITCOIN.decode(id, 0, length);
    return bytes != null && bytes.length >= 25 && bytes.length <= 27 && checked(bytes);
  }

  /** Wallet import format: a version, 32 bytes, and 1 where the public key is compressed. */
  private static boolean key(char[] id, int length) {
    byte[] bytes = Base58.BITCOIN.decode(id, 0, length);
    return bytes != null
        && (bytes.length == 37 || (bytes.length == 38 && bytes[33] == 1))
        && checked(bytes);
  }

  /** BIP 32: 78 bytes. */
  private static boolean extended(char[] id, int length) {
    byte[] bytes = Base58.BITCOIN.decode(id, 0, length);
    return bytes != null && bytes.length == 82 && checked(bytes);
  }

  /** xrpl.org, Base58 encodings: an account of 20 bytes after 0, a seed of 16 after 33. */
  private static boolean ripple(char[] id, int length) {
    byte[] bytes = Base58.RIPPLE.decode(id, 0, length);
    return bytes != null
        && ((bytes.length == 25 && bytes[0] == 0) || (bytes.length == 21 && bytes[0] == 33))
        && checked(bytes);
  }

  /** Whether the last four bytes are the first of the others' SHA-256 taken twice. */
  private static boolean checked(byte[] bytes) {
    int size = bytes.length - 4;
    byte[] once = hash(SHA_256, Arrays.copyOf(bytes, size));
    return Arrays.equals(hash(SHA_256, once), 0, 4, bytes, size, size + 4);
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hash(MessageDigest algorithm, byte[] bytes) {
    try {
      return ((MessageDigest) algorithm.clone()).digest(bytes);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean decoded(char[] id, int length, int size) {
    byte[] bytes = Base58.BITCOIN.decode(id, 0, length);
    return bytes != null
        && bytes.length == size
        && Bits.different(id, length) > 2 * LEAST_DIFFERENT;
  }

  /**
   * Eleven characters for eight bytes, the last seven for five; the last four bytes are the first
   * of the others' Keccak-256 (Monero, src/common/base58.cpp's format).
   */
  private static boolean monero(char[] id, int length) {
    if (length % 11 != 7) {
      return false;
    }
    byte[] all = new byte[length / 11 * 8 + 5];
    for (int from = 0, to = 0; from < length; from += 11, to += 8) {
      int size = Math.min(8, all.length - to);
      byte[] block = Base58.BITCOIN.decode(id, from, Math.min(11, length - from));
      if (block == null) {
        return false;
      }
      int least = Math.max(0, block.length - size);
      for (int i = 0; i < least; i++) {
        if (block[i] != 0) {
          return false;
        }
      }
      System.arraycopy(block, least, all, to + size - block.length + least, block.length - least);
    }
    byte[] digest = Keccak.digest(Arrays.copyOf(all, all.length - 4));
    return Arrays.equals(digest, 0, 4, all, all.length - 4, all.length);
  }

  /** CIP 19, Byron addresses: CBOR [24(bytes), CRC-32 of the bytes]. */
  private static boolean byron(char[] id, int length) {
    byte[] bytes = Base58.BITCOIN.decode(id, 0, length);
    if (bytes == null || bytes.length < 10 || !starts(bytes, 0x82, 0xD8, 0x18, 0x58)) {
      return false;
    }
    int end = 5 + (bytes[4] & 0xFF);
    if (end + 5 != bytes.length || bytes[end] != 0x1A) {
      return false;
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 5, end - 5);
    long stored = 0;
    for (int i = end + 1; i < bytes.length; i++) {
      stored = stored << 8 | (bytes[i] & 0xFF);
    }
    return crc.getValue() == stored;
  }

  private static boolean starts(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((bytes[i] & 0xFF) != with[i]) {
        return false;
      }
    }
    return true;
  }

  /** EIP-55: the case of each letter is a bit of the hash; an address in one case has no check. */
  private static boolean ethereum(char[] id, int length) {
    byte[] small = new byte[40];
    boolean upper = false;
    boolean lower = false;
    for (int i = 0; i < 40; i++) {
      char c = id[length - 40 + i];
      upper |= c >= 'A' && c <= 'F';
      lower |= c >= 'a';
      small[i] = (byte) Character.toLowerCase(c);
    }
    if (!upper || !lower) {
      char[] body = Arrays.copyOfRange(id, length - 40, length);
      return Bits.different(body, 40) >= LEAST_DIFFERENT;
    }
    byte[] digest = Keccak.digest(small);
    for (int i = 0; i < 40; i++) {
      int half = digest[i / 2] >>> (i % 2 == 0 ? 4 : 0) & 0xF;
      char c = id[length - 40 + i];
      if (Fold.asciiLetter(c) && Character.isUpperCase(c) != half >= 8) {
        return false;
      }
    }
    return true;
  }

  /** SEP 23: a version, 32 bytes, CRC-16/XMODEM with its low byte first, in base 32. */
  private static boolean stellar(char[] id, int length) {
    byte[] bytes = base32(id, length);
    if (bytes == null || bytes.length != 35) {
      return false;
    }
    int crc = 0;
    for (int i = 0; i < 33; i++) {
      crc ^= (bytes[i] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
    }
    return (crc & 0xFF) == (bytes[33] & 0xFF) && (crc >> 8 & 0xFF) == (bytes[34] & 0xFF);
  }

  /** 32 bytes and the last four of their SHA-512/256, in base 32. */
  private static boolean algorand(char[] id, int length) {
    byte[] bytes = base32(id, length);
    if (bytes == null || bytes.length != 36) {
      return false;
    }
    return Arrays.equals(hash(SHA_512_256, Arrays.copyOf(bytes, 32)), 28, 32, bytes, 32, 36);
  }

  /** RFC 4648, 6, without padding. */
  private static byte @Nullable [] base32(char[] id, int length) {
    byte[] fives = new String(id, 0, length).getBytes(ISO_8859_1);
    for (int i = 0; i < length; i++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(id[i]);
      if (value < 0) {
        return null;
      }
      fives[i] = (byte) value;
    }
    return Bits.bytes(fives, 0, length);
  }
}
