package dev.vitrine.platform.hook;

import com.github.kwhat.jnativehook.GlobalScreen;
import com.github.kwhat.jnativehook.NativeLibraryLocator;
import com.github.kwhat.jnativehook.NativeSystem;
import com.sun.jna.NativeLibrary;
import dev.vitrine.capture.SourceException;
import dev.vitrine.platform.linux.NativeLibraries;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks JNativeHook's native library and says which file is to be loaded.
 *
 * <p>JNativeHook's own locator loads a file that already lies in its directory without looking at
 * it. This one writes the library anew at every start into a directory that only this user may
 * enter, and refuses a directory that others may write. It is public, with a public constructor,
 * because JNativeHook makes it by its class name.
 */
public final class HookLibrary implements NativeLibraryLocator {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static volatile @Nullable Path unpacked;

  /** The library that {@link #prepare} unpacked; none before it was called. */
  @Override
  public Iterator<File> getLibraries() {
    Path path = unpacked;
    return path == null ? List.<File>of().iterator() : List.of(path.toFile()).iterator();
  }

  /**
   * Unpacks the library into {@code directory}, checks that it and all it needs can be loaded, and
   * makes JNativeHook use it. Needs a display on X11, since the library opens one when loaded.
   *
   * @throws SourceException where it cannot be written or loaded; names the missing library
   */
  static synchronized void prepare(Path directory) throws SourceException {
    if (unpacked != null) {
      return;
    }
    Path library = unpack(directory);
    try {
      NativeLibrary.getInstance(library.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new SourceException(NativeLibraries.explain(String.valueOf(e.getMessage())), e);
    }
    System.setProperty("jnativehook.lib.locator", HookLibrary.class.getName());
    unpacked = library;
  }

  private static Path unpack(Path directory) throws SourceException {
    String resource =
        "lib/"
            + NativeSystem.getFamily().toString().toLowerCase(Locale.ROOT)
            + '/'
            + NativeSystem.getArchitecture().toString().toLowerCase(Locale.ROOT)
            + '/'
            + System.mapLibraryName("JNativeHook");
    // A class literal does not initialise the class, which would load the library too early.
    try (InputStream in = GlobalScreen.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new SourceException(
            "JNativeHook has no library for this system and processor (" + resource + ")");
      }
      makePrivate(directory);
      Path part = Files.createTempFile(directory, "hook", ".part");
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Path library = directory.resolve(System.mapLibraryName("JNativeHook"));
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
      return library;
    } catch (IOException e) {
      throw new SourceException(
          "the hook library cannot be unpacked into "
              + directory
              + " ("
              + e.getClass().getSimpleName()
              + "): make the directory writable for this user alone",
          e);
    }
  }

  private static void makePrivate(Path directory) throws IOException, SourceException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(directory);
      return;
    }
    if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
    boolean own = owner.equals(System.getProperty("user.name"));
    if (!own || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new SourceException(
          directory + " is not a directory of this user: remove it, or choose another data dir");
    }
    Files.setPosixFilePermissions(directory, OWNER_ONLY);
  }
}
