/* A form for tests: every kind of widget that people type into and click on. Commands come line by
 * line on standard input; what happens is written to standard output. Built by TestForm. */

#include <gtk/gtk.h>
#include <string.h>

static GtkWidget *window;
static GHashTable *widgets;

static void say(const char *what, const char *name) {
  g_print("%s %s\n", what, name);
}

static gboolean focused(GtkWidget *widget, GdkEvent *event, gpointer name) {
  say("focus", name);
  return FALSE;
}

/* "got NAME TEXT": what a field received, whatever becomes of it later. */
static void received(GtkEditable *entry, gchar *text, gint length, gpointer at, gpointer name) {
  g_print("got %s %.*s\n", (char *)name, length, text);
}

static void clicked(GtkWidget *widget, gpointer name) {
  say("clicked", name);
}

static void chosen(GtkComboBox *combo, gpointer name) {
  g_print("chosen %s %d\n", (char *)name, gtk_combo_box_get_active(combo));
}

static void show_password(GtkToggleButton *toggle, gpointer entry) {
  gtk_entry_set_visibility(GTK_ENTRY(entry), gtk_toggle_button_get_active(toggle));
  say("clicked", "show");
}

static GtkWidget *keep(const char *name, GtkWidget *widget) {
  g_hash_table_insert(widgets, g_strdup(name), widget);
  g_signal_connect_data(widget, "focus-in-event", G_CALLBACK(focused), g_strdup(name), NULL, 0);
  return widget;
}

static void label(GtkWidget *widget, const char *text) {
  atk_object_set_name(gtk_widget_get_accessible(widget), text);
}

static GtkWidget *field(const char *name, const char *text) {
  GtkWidget *entry = keep(name, gtk_entry_new());
  g_signal_connect_data(entry, "insert-text", G_CALLBACK(received), g_strdup(name), NULL, 0);
  label(entry, text);
  return entry;
}

static void tell_place(gpointer key, gpointer value, gpointer unused);

/* Of a combo box that is popped up, its entries as NAME.0, NAME.1, ... */
static void tell_entries(const char *name, GtkComboBox *combo) {
  AtkObject *popup = gtk_combo_box_get_popup_accessible(combo);
  GtkWidget *menu = gtk_accessible_get_widget(GTK_ACCESSIBLE(popup));
  if (!GTK_IS_MENU(menu)) return;
  GList *items = gtk_container_get_children(GTK_CONTAINER(menu));
  int i = 0;
  for (GList *item = items; item != NULL; item = item->next) {
    gchar *entry = g_strdup_printf("%s.%d", name, i++);
    tell_place(entry, item->data, NULL);
    g_free(entry);
  }
  g_list_free(items);
}

/* "at NAME X Y WIDTH HEIGHT" in pixels of the screen, for what is visible. */
static void tell_place(gpointer key, gpointer value, gpointer unused) {
  GtkWidget *widget = value;
  GtkAllocation place;
  gint x = 0, y = 0;
  GdkWindow *within = gtk_widget_get_window(widget);
  if (GTK_IS_COMBO_BOX(widget)) tell_entries(key, GTK_COMBO_BOX(widget));
  if (!gtk_widget_get_mapped(widget) || within == NULL) return;
  gtk_widget_get_allocation(widget, &place);
  gdk_window_get_origin(within, &x, &y);
  if (!gtk_widget_get_has_window(widget)) {
    x += place.x;
    y += place.y;
  }
  g_print("at %s %d %d %d %d\n", (char *)key, x, y, place.width, place.height);
}

static void obey(char *command) {
  char *name = strchr(command, ' ');
  if (name != NULL) *name++ = 0;
  GtkWidget *widget = name == NULL ? NULL : g_hash_table_lookup(widgets, name);
  if (strcmp(command, "focus") == 0 && widget != NULL) {
    gtk_widget_grab_focus(widget);
    say("told", name);
  } else if (strcmp(command, "text") == 0 && widget != NULL) {
    g_print("text %s [%s]\n", name, gtk_entry_get_text(GTK_ENTRY(widget)));
  } else if (strcmp(command, "clear") == 0 && widget != NULL) {
    gtk_entry_set_text(GTK_ENTRY(widget), "");
    say("cleared", name);
  } else if (strcmp(command, "present") == 0) {
    /* Without a window manager GTK gives itself the input focus. */
    gtk_window_present(GTK_WINDOW(window));
    say("told", "present");
  } else if (strcmp(command, "places") == 0) {
    g_hash_table_foreach(widgets, tell_place, NULL);
    say("places", "end");
  }
}

static gboolean heard(GIOChannel *in, GIOCondition condition, gpointer unused) {
  char *line = NULL;
  if (g_io_channel_read_line(in, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL) {
    gtk_main_quit();
    return FALSE;
  }
  obey(g_strchomp(line));
  g_free(line);
  return TRUE;
}

static GtkWidget *menu_bar(void) {
  static const char *names[] = {"New", "Print", "Export", "Close"};
  GtkWidget *bar = gtk_menu_bar_new();
  GtkWidget *file = gtk_menu_item_new_with_label("File");
  GtkWidget *menu = gtk_menu_new();
  for (int i = 0; i < 4; i++) {
    GtkWidget *item = gtk_menu_item_new_with_label(names[i]);
    g_signal_connect(item, "activate", G_CALLBACK(clicked), (gpointer)names[i]);
    gtk_menu_shell_append(GTK_MENU_SHELL(menu), item);
    g_hash_table_insert(widgets, g_strdup(names[i]), item);
  }
  gtk_menu_item_set_submenu(GTK_MENU_ITEM(file), menu);
  gtk_menu_shell_append(GTK_MENU_SHELL(bar), file);
  g_hash_table_insert(widgets, g_strdup("File"), file);
  return bar;
}

int main(int argc, char **argv) {
  static const char *buttons[] = {"Send", "Cancel", "Help", "Apply"};
  static const char *checks[] = {"Bold", "Italic", "Underline"};
  gtk_init(&argc, &argv);
  setvbuf(stdout, NULL, _IOLBF, 0);
  widgets = g_hash_table_new(g_str_hash, g_str_equal);
  window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  gtk_window_set_title(GTK_WINDOW(window), argc > 1 ? argv[1] : "Form");
  gtk_window_set_default_size(GTK_WINDOW(window), 460, 420);
  g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  gtk_container_add(GTK_CONTAINER(window), box);
  gtk_container_add(GTK_CONTAINER(box), menu_bar());

  GtkWidget *text = field("text", "Subject");
  GtkWidget *password = field("password", "Password");
  gtk_entry_set_visibility(GTK_ENTRY(password), FALSE);
  GtkWidget *other = field("other", "Comment");
  GtkWidget *show = keep("show", gtk_check_button_new_with_label("Show password"));
  g_signal_connect(show, "toggled", G_CALLBACK(show_password), password);
  gtk_container_add(GTK_CONTAINER(box), text);
  gtk_container_add(GTK_CONTAINER(box), password);
  gtk_container_add(GTK_CONTAINER(box), other);
  gtk_container_add(GTK_CONTAINER(box), show);

  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  for (int i = 0; i < 4; i++) {
    GtkWidget *button = keep(buttons[i], gtk_button_new_with_label(buttons[i]));
    g_signal_connect(button, "clicked", G_CALLBACK(clicked), (gpointer)buttons[i]);
    gtk_container_add(GTK_CONTAINER(row), button);
  }
  gtk_container_add(GTK_CONTAINER(box), row);
  for (int i = 0; i < 3; i++) {
    GtkWidget *check = keep(checks[i], gtk_check_button_new_with_label(checks[i]));
    g_signal_connect(check, "toggled", G_CALLBACK(clicked), (gpointer)checks[i]);
    gtk_container_add(GTK_CONTAINER(box), check);
  }
  GtkWidget *combo = gtk_combo_box_text_new();
  gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), "Red");
  gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), "Green");
  gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo), "Blue");
  gtk_combo_box_set_active(GTK_COMBO_BOX(combo), 0);
  g_signal_connect(combo, "changed", G_CALLBACK(chosen), "colour");
  keep("colour", combo);
  label(combo, "Colour");
  gtk_container_add(GTK_CONTAINER(box), combo);

  GIOChannel *in = g_io_channel_unix_new(0);
  g_io_channel_set_encoding(in, NULL, NULL);
  g_io_add_watch(in, G_IO_IN | G_IO_HUP, heard, NULL);
  gtk_widget_show_all(window);
  gtk_widget_grab_focus(text);
  say("ready", "form");
  gtk_main();
  return 0;
}
