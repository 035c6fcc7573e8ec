# shellcheck shell=bash
# shellcheck disable=SC2034  # some variables are used by the scripts that source this one
#
# Shared by the scripts beside it: messages, packages, the build, and a virtual desktop of
# its own with real programs. Sourced, never run. Everything that is started here is remembered by
# its process id and ended by teardown; nothing is ever ended by name.

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
ME=${0##*/}

# Java and the desktop's programs read and write UTF-8 whatever the machine's locale is.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *UTF-8 | *utf8 | *UTF8 | *utf-8) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

say() { printf '%s\n' "$*"; }

# One step of work, with the seconds since the script began.
step() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }

die() {
  printf '%s: %s\n' "$ME" "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# quietly LOG WHAT COMMAND...: runs it with its output in LOG, says every ten seconds that it still
# runs, and shows the log's end where it fails.
quietly() {
  local log=$1 what=$2 pid last=$SECONDS
  shift 2
  step "$what"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS - last >= 10)); then
      step "  ... still at it"
      last=$SECONDS
    fi
    sleep 0.2
  done
  if ! wait "$pid"; then
    tail -n 25 "$log" >&2
    die "$what: failed; the whole log is $log"
  fi
}

# until_true SECONDS COMMAND...: polls until the command succeeds; fails after that many seconds.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# ---------------------------------------------------------------------------------- packages

# What is needed, as "check package": the check is cmd:NAME (on the path), file:PATH, or lib:SONAME,
# so that what was installed in another way counts too.
NEED_BUILD=(
  cmd:mvn=maven
)
# Programs that are watched in the demo and in the tests.
NEED_PROGRAMS=(
  cmd:zenity=zenity
  cmd:mousepad=mousepad
  cmd:xterm=xterm
)
# What tests on a real desktop build and use besides.
NEED_LIVE=(
  cmd:cc=gcc
  cmd:pkg-config=pkg-config
  file:/usr/include/gtk-3.0/gtk/gtk.h=libgtk-3-dev
  cmd:sakura=sakura
  cmd:tmux=tmux
  cmd:vim=vim
  cmd:sudo=sudo
  cmd:python3=python3
  cmd:ssh=openssh-client
  file:/usr/sbin/sshd=openssh-server
  file:/usr/lib/python3/dist-packages/dbusmock/__init__.py=python3-dbusmock
  file:/usr/lib/python3/dist-packages/gi/__init__.py=python3-gi
  cmd:ibus-daemon=ibus
  cmd:xrandr=x11-xserver-utils
  cmd:weston=weston
  file:/usr/share/doc/gir1.2-ibus-1.0=gir1.2-ibus-1.0
)
# A virtual desktop.
NEED_DESKTOP=(
  cmd:Xvfb=xvfb
  cmd:openbox=openbox
  cmd:xdotool=xdotool
  cmd:wmctrl=wmctrl
  cmd:dbus-daemon=dbus
  cmd:dbus-send=dbus
  file:/usr/libexec/at-spi-bus-launcher=at-spi2-core
  cmd:gnome-keyring-daemon=gnome-keyring
)
# A panel with a tray, and what takes pictures of it.
NEED_PANEL=(
  cmd:xfce4-panel=xfce4-panel
  cmd:import=imagemagick
)
# What the agent itself loads.
NEED_LIBRARIES=(
  lib:libsecret-1.so.0=libsecret-1-0
  lib:libxkbcommon-x11.so.0=libxkbcommon-x11-0
  lib:libXt.so.6=libxt6
  lib:libXinerama.so.1=libxinerama1
  lib:libXtst.so.6=libxtst6
  lib:libXRes.so.1=libxres1
  lib:libXi.so.6=libxi6
  lib:libX11-xcb.so.1=libx11-xcb1
  lib:libXrender.so.1=libxrender1
)

is_there() {
  case $1 in
    cmd:*) has "${1#cmd:}" ;;
    file:*) [[ -e ${1#file:} ]] ;;
    # Not grep -q: with pipefail it would make ldconfig fail on a broken pipe.
    lib:*) PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -F "${1#lib:} " >/dev/null ;;
  esac
}

# The home of a JDK 17 or later with AWT's X11 part: JAVA_HOME, the one on the path, any installed.
find_jdk() {
  local javac candidates=() home
  [[ -n ${JAVA_HOME:-} ]] && candidates+=("$JAVA_HOME")
  if javac=$(command -v javac); then
    candidates+=("$(dirname "$(dirname "$(readlink -f "$javac")")")")
  fi
  candidates+=(/usr/lib/jvm/*17* /usr/lib/jvm/*21* /usr/lib/jvm/*)
  for home in "${candidates[@]}"; do
    if [[ -x $home/bin/javac && -e $home/lib/libawt_xawt.so ]] && (($(java_major "$home") >= 17)); then
      printf '%s' "$home"
      return 0
    fi
  done
  return 1
}

# The major version of the Java in that directory, from its release file; 0 where unknown.
java_major() {
  local line
  line=$(grep -m1 '^JAVA_VERSION=' "$1/release" 2>/dev/null) || { printf 0; return; }
  line=${line#*\"}
  line=${line#1.}
  printf '%s' "${line%%[^0-9]*}"
}

# The first of these packages that this distribution has.
first_known_package() {
  local name
  for name in "$@"; do
    if apt-cache show "$name" >/dev/null 2>&1; then
      printf '%s' "$name"
      return 0
    fi
  done
  printf '%s' "$1"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

# install_missing NEED...: installs what is not there with apt, or says what to install.
install_missing() {
  local need packages=() java=yes log
  for need in "$@"; do
    is_there "${need%=*}" || packages+=("${need#*=}")
  done
  find_jdk >/dev/null || java=no
  if ((${#packages[@]} > 0)) || [[ $java == no ]]; then
    if ! has apt-get; then
      [[ $java == yes ]] || packages+=("a JDK 17 or later (with AWT, not the headless one)")
      die "please install these and start again (Debian's names): ${packages[*]}"
    fi
    if ((EUID != 0)) && ! { has sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; }; then
      [[ $java == yes ]] || packages+=(openjdk-17-jdk)
      die "please run as root: apt-get install --no-install-recommends ${packages[*]}"
    fi
    ((EUID == 0)) || sudo -v
    log=$(mktemp "${TMPDIR:-/tmp}/vitrine-apt.XXXXXX")
    quietly "$log" "reading the list of packages" as_root apt-get -q update
    [[ $java == yes ]] || packages+=("$(first_known_package openjdk-17-jdk openjdk-21-jdk default-jdk)")
    mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)
    quietly "$log" "installing ${packages[*]}" as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get -q install -y --no-install-recommends -o Dpkg::Use-Pty=0 "${packages[@]}"
    rm -f "$log"
    for need in "$@"; do
      is_there "${need%=*}" || die "${need%=*} is still missing after installing ${need#*=}"
    done
  fi
  JAVA_HOME=$(find_jdk) || die "no JDK 17 or later with AWT was found; set JAVA_HOME"
  export JAVA_HOME
}

# ------------------------------------------------------------------------------------- build

# Whether target/vitrine.jar is there and nothing that goes into it is newer.
jar_is_fresh() {
  [[ -f $ROOT/target/vitrine.jar ]] &&
    [[ -z $(find "$ROOT/pom.xml" "$ROOT/src/main" "$ROOT/config" -newer "$ROOT/target/vitrine.jar" -type f -print -quit) ]]
}

# build LOG: makes target/vitrine.jar where it is missing or old.
build() {
  jar_is_fresh && return 0
  quietly "$1" "building target/vitrine.jar (the first time this downloads what it needs)" \
    mvn -B -q -ntp -Dstyle.color=never -f "$ROOT/pom.xml" -Dmaven.test.skip=true package
}

# ------------------------------------------------------------------------- processes and places

STARTED=()
WORK=

# start LOG COMMAND...: runs it in the background; its id is in $! and remembered.
start() {
  local log=$1
  shift
  "$@" >>"$log" 2>&1 </dev/null &
  STARTED+=($!)
}

alive() { kill -0 "$1" 2>/dev/null; }

# end PID [SECONDS]: asks a process to end, and makes it after that long.
end() {
  local deadline=$((SECONDS + ${2:-5}))
  kill -TERM "$1" 2>/dev/null || return 0
  while alive "$1" && ((SECONDS < deadline)); do sleep 0.1; done
  kill_now "$1"
}

# kill_now PID: without asking, and without the shell's word about it.
kill_now() {
  { kill -KILL "$1" && wait "$1"; } 2>/dev/null || true
}

# What the private bus started by itself: processes that run with our runtime directory.
strays() {
  local environ
  for environ in /proc/[0-9]*/environ; do
    if [[ -O $environ ]] && tr '\0' '\n' 2>/dev/null <"$environ" | grep -Fx "XDG_RUNTIME_DIR=$WORK/run" >/dev/null; then
      environ=${environ#/proc/}
      printf '%s\n' "${environ%/environ}"
    fi
  done 2>/dev/null
}

# Ends everything that was started, last first, then what the private bus had started.
teardown() {
  local i pid
  for ((i = ${#STARTED[@]} - 1; i >= 0; i--)); do
    end "${STARTED[i]}"
  done
  if [[ -n $WORK ]]; then
    for pid in $(strays); do
      [[ $pid == "$$" || $pid == "$BASHPID" ]] || kill -KILL "$pid" 2>/dev/null || true
    done
  fi
  wait 2>/dev/null || true
}

# A private place for everything: WORK with logs and tmp in it.
make_work() {
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-$1.XXXXXX")
  chmod 700 "$WORK"
  mkdir -m 700 "$WORK/logs" "$WORK/tmp"
}

# A virtual X display with a window manager, a session bus with accessibility, and an unlocked key
# ring, all with a home directory of their own. Exports what programs need to run there.
start_desktop() {
  local dir number address
  for dir in home run config cache share state; do mkdir -m 700 "$WORK/$dir"; done
  unset WAYLAND_DISPLAY XAUTHORITY NO_AT_BRIDGE GTK_MODULES SESSION_MANAGER AT_SPI_BUS_ADDRESS
  export HOME=$WORK/home XDG_RUNTIME_DIR=$WORK/run XDG_CONFIG_HOME=$WORK/config
  export XDG_CACHE_HOME=$WORK/cache XDG_DATA_HOME=$WORK/share XDG_STATE_HOME=$WORK/state
  export XDG_SESSION_TYPE=x11 GSETTINGS_BACKEND=keyfile TMPDIR=$WORK/tmp GDK_BACKEND=x11

  mkfifo "$WORK/display"
  Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp -noreset \
    3>"$WORK/display" >>"$WORK/logs/xvfb.log" 2>&1 </dev/null &
  STARTED+=($!)
  read -r -t 15 number <"$WORK/display" || die "Xvfb does not start; see $WORK/logs/xvfb.log"
  rm "$WORK/display"
  export DISPLAY=:$number

  address=unix:path=$WORK/run/bus
  start "$WORK/logs/dbus.log" dbus-daemon --session --nofork --nopidfile --address="$address"
  until_true 10 test -S "$WORK/run/bus" || die "dbus-daemon does not start; see $WORK/logs/dbus.log"
  export DBUS_SESSION_BUS_ADDRESS=$address

  start "$WORK/logs/openbox.log" openbox
  until_true 15 window_manager_runs || die "openbox does not start; see $WORK/logs/openbox.log"

  # The password is thrown away: the key ring lives as long as this script.
  random_letters 24 | gnome-keyring-daemon --foreground --unlock --components=secrets \
    >>"$WORK/logs/keyring.log" 2>&1 &
  STARTED+=($!)
  until_true 15 bus_name_is_owned org.freedesktop.secrets ||
    die "gnome-keyring does not start; see $WORK/logs/keyring.log"
}

window_manager_runs() { wmctrl -m >/dev/null 2>&1; }

bus_name_is_owned() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.GetNameOwner "string:$1" >/dev/null 2>&1
}

# random_letters N: that many random small letters.
random_letters() {
  # The program that reads endless bytes ends by a broken pipe; that is no failure.
  { LC_ALL=C tr -dc '[:lower:]' </dev/urandom 2>/dev/null || true; } | head -c "$1"
}
