/* How long a key takes from the keyboard to a program: a window of its own, into which this types
 * through XTEST over a second connection. Writes the nanoseconds from each press to its arrival, one
 * a line. Built and run by scripts/bench latency. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void rest(long milliseconds) {
  struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&t, NULL);
}

/* The next event of that type; ends the program where none comes within five seconds. */
static void await(Display *display, int type) {
  XEvent event;
  long long until = now() + 5000000000LL;
  for (;;) {
    while (XPending(display) > 0) {
      XNextEvent(display, &event);
      if (event.type == type) return;
    }
    struct pollfd in = {ConnectionNumber(display), POLLIN, 0};
    if (now() > until) {
      fprintf(stderr, "no event of type %d came\n", type);
      exit(1);
    }
    poll(&in, 1, 1000);
  }
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 500;
  long gap = argc > 2 ? atol(argv[2]) : 4;
  Display *window_side = XOpenDisplay(NULL), *keyboard_side = XOpenDisplay(NULL);
  if (window_side == NULL || keyboard_side == NULL) return 1;
  Window window = XCreateSimpleWindow(window_side, DefaultRootWindow(window_side), 0, 0, 300, 200, 0, 0, 0);
  XSelectInput(window_side, window, KeyPressMask | KeyReleaseMask | FocusChangeMask | StructureNotifyMask);
  XStoreName(window_side, window, "latency");
  XMapWindow(window_side, window);
  await(window_side, MapNotify);
  await(window_side, FocusIn);
  /* Whoever watches windows has seen this one by then. */
  rest(1500);
  int keycode = XKeysymToKeycode(keyboard_side, XK_e);
  for (int i = 0; i < count; i++) {
    long long pressed = now();
    XTestFakeKeyEvent(keyboard_side, keycode, True, 0);
    XFlush(keyboard_side);
    await(window_side, KeyPress);
    printf("%lld\n", now() - pressed);
    XTestFakeKeyEvent(keyboard_side, keycode, False, 0);
    XFlush(keyboard_side);
    await(window_side, KeyRelease);
    rest(gap);
  }
  return 0;
}
