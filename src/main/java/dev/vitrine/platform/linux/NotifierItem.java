package dev.vitrine.platform.linux;

import dev.vitrine.platform.awt.SignPainter;
import dev.vitrine.tray.Sign;
import dev.vitrine.tray.TrayView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * The icon's object on the session bus. A panel reads its properties, again after each of its
 * signals.
 *
 * @see <a
 *     href="https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierItem/">
 *     StatusNotifierItem</a>
 */
final class NotifierItem implements NotifierCalls, Properties {
  static final String TYPE = NotifierCalls.TYPE;
  static final String PATH = "/StatusNotifierItem";

  /** Lengths of side that panels use; each takes the nearest and scales it. */
  private static final int[] SIZES = {16, 22, 24, 32, 48};

  private final Supplier<TrayView> view;
  private final Runnable onRead;
  private final Runnable onActivate;
  private final Map<Sign, List<Pixmap>> drawn = new EnumMap<>(Sign.class);

  /**
   * An icon of that view.
   *
   * @param onRead told each time the icon's picture was read
   * @param onActivate told when a panel without menus passes a click on
   */
  NotifierItem(Supplier<TrayView> view, Runnable onRead, Runnable onActivate) {
    this.view = view;
    this.onRead = onRead;
    this.onActivate = onActivate;
  }

  /** A picture: ARGB32 in network byte order, row by row. */
  static final class Pixmap extends Struct {
    @Position(0)
    public final int width;

    @Position(1)
    public final int height;

    @Position(2)
    public final byte[] argb;

    Pixmap(int size, byte[] argb) {
      this.width = size;
      this.height = size;
      this.argb = argb;
    }
  }

  /** What shows while the pointer rests on the icon. */
  static final class ToolTip extends Struct {
    @Position(0)
    public final String iconName = "";

    @Position(1)
    public final List<Pixmap> icon = List.of();

    @Position(2)
    public final String title;

    @Position(3)
    public final String text;

    ToolTip(String title, String text) {
      this.title = title;
      this.text = text;
    }
  }

  @Override
  public void activate(int x, int y) {
    onActivate.run();
  }

  @Override
  public void secondaryActivate(int x, int y) {}

  @Override
  public void contextMenu(int x, int y) {
    onActivate.run();
  }

  @Override
  public void scroll(int delta, String orientation) {}

  /** As the specification has it; never Passive, which a panel may hide. */
  static String status(Sign sign) {
    return sign == Sign.TROUBLE ? "NeedsAttention" : "Active";
  }

  private Map<String, Variant<?>> properties() {
    TrayView present = view.get();
    List<Pixmap> icon = pixmaps(present.sign());
    Map<String, Variant<?>> all = new LinkedHashMap<>();
    all.put("Category", new Variant<>("ApplicationStatus"));
    all.put("Id", new Variant<>("vitrine"));
    all.put("Title", new Variant<>(present.title()));
    all.put("Status", new Variant<>(status(present.sign())));
    all.put("WindowId", new Variant<>(new UInt32(0)));
    all.put("IconName", new Variant<>(""));
    all.put("IconPixmap", new Variant<>(icon, "a(iiay)"));
    all.put("OverlayIconName", new Variant<>(""));
    all.put("OverlayIconPixmap", new Variant<>(List.of(), "a(iiay)"));
    all.put("AttentionIconName", new Variant<>(""));
    // Read at each change, so only where it is looked at.
    boolean attention = present.sign() == Sign.TROUBLE;
    all.put("AttentionIconPixmap", new Variant<>(attention ? icon : List.of(), "a(iiay)"));
    all.put("AttentionMovieName", new Variant<>(""));
    all.put("ToolTip", new Variant<>(new ToolTip(present.title(), present.text()), "(sa(iiay)ss)"));
    all.put("ItemIsMenu", new Variant<>(true));
    all.put("Menu", new Variant<>(new DBusPath(MenuObject.PATH), "o"));
    return all;
  }

  private synchronized List<Pixmap> pixmaps(Sign sign) {
    return drawn.computeIfAbsent(
        sign,
        one -> {
          List<Pixmap> all = new ArrayList<>();
          for (int size : SIZES) {
            all.add(new Pixmap(size, networkOrder(SignPainter.argb(one, size))));
          }
          return List.copyOf(all);
        });
  }

  private static byte[] networkOrder(int[] pixels) {
    byte[] bytes = new byte[4 * pixels.length];
    ByteBuffer.wrap(bytes).asIntBuffer().put(pixels);
    return bytes;
  }

  @Override
  // As the library has it: whatever the property is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <A> A Get(String type, String name) {
    Variant<?> value = properties().get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no such property");
    }
    read(name);
    return (A) value;
  }

  @Override
  public Map<String, Variant<?>> GetAll(String type) {
    read("IconPixmap");
    return properties();
  }

  private void read(String name) {
    if (name.equals("IconPixmap") || name.equals("AttentionIconPixmap")) {
      onRead.run();
    }
  }

  @Override
  public <A> void Set(String type, String name, A value) {
    throw new IllegalArgumentException("the property cannot be set");
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }
}
