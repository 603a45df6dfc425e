#!/bin/sh
# Makes this machine ready: Python's venv module and Qt's system libraries where they are missing, and the virtual
# environment .venv from requirements.lock. `setup.sh package` adds what PyInstaller needs. Run by the Makefile;
# nothing to do takes a fraction of a second. PYTHON=... chooses the interpreter.
set -eu
cd "$(dirname "$0")/../.."
here=$(pwd -P)
stamp=.venv/optape-setup
apt_lists=old

say() { printf 'optape: %s\n' "$*" >&2; }
stop() {
    say "$*"
    exit 1
}

apt_install() { # why, packages...
    why=$1
    shift
    command -v apt-get >/dev/null ||
        stop "$why: install these with the package manager of this system (Debian's names): $*"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "$why: as root, run 'apt-get install $*', then try again."
        # Without a terminal sudo cannot ask for the password.
        sudo -n true 2>/dev/null || [ -t 0 ] || stop "$why: run 'sudo apt-get install $*', then try again."
        as_root=sudo
    fi
    say "$why: installing $*"
    # A machine that has just started may still be updating itself: wait for it, do not fail.
    set -- env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
    if [ $apt_lists = old ]; then
        $as_root apt-get -q update || say "apt-get update failed: trying with the lists that are here."
        apt_lists=new
    fi
    $as_root "$@" || stop "$why: apt-get could not install them; its message is above."
}

# Says the version of interpreter $1 and where it really is (not in an environment), if it can run the program.
supported() {
    "$1" -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v < (3, 15) or sys.exit(1)
print("%d.%d" % v, sys._base_executable)' 2>/dev/null
}

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        found=$(supported "$python") && return
    done
    have=$("${PYTHON:-python3}" --version 2>&1) || have="none"
    stop "Python 3.11, 3.12, 3.13 or 3.14 is needed (found: $have). Install one, or name it: make setup PYTHON=/path/to/python3.13"
}

# What a finished environment was made from: the stamp, written last, so a half-made one has none.
origin() {
    echo "python $1 in $here"
    cat requirements.lock
}

up_to_date() {
    [ -f $stamp ] && made_with=$(supported .venv/bin/python) && made_with=${made_with%% *} || return 1
    [ -z "${PYTHON:-}" ] || case $(supported "$PYTHON") in "$made_with "*) ;; *) return 1 ;; esac
    origin "$made_with" | cmp -s - $stamp
}

make_environment() {
    find_python
    version=${found%% *}
    python=${found#* }
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        apt_install "Python $version has no venv module" "python$version-venv"
    say "making .venv with Python $version"
    rm -rf .venv
    "$python" -m venv .venv || stop "$python could not make a virtual environment; its message is above."
    # Wheels only: a source package would need a compiler, and builds with tools that no hash covers.
    .venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements.lock ||
        stop "the packages of requirements.lock could not be installed; pip's message is above. Run the same again to retry."
    origin "$version" >$stamp
}

# The libraries that the Qt modules and platform plugins in use ask for and the loader does not find.
missing_libraries() {
    cd .venv/lib/python3*/site-packages/PySide6
    ldd QtTest.abi3.so QtSvg.abi3.so QtOpenGLWidgets.abi3.so Qt/plugins/platforms/libq[wx]*.so \
        Qt/plugins/platforms/libqoffscreen.so Qt/plugins/xcbglintegrations/*.so Qt/plugins/wayland-*-client/*.so |
        awk '/=> not found/ { print $1 }' | sort -u
}

# Debian names a package after its library: libGL.so.1 is in libgl1, libX11.so.6 in libx11-6. GLib alone does not
# follow. Where a name has gained a suffix (t64), apt finds it by the old one.
debian_packages() {
    tr '[:upper:]_' '[:lower:]-' | sed -e 's/^libgthread/libglib/' -e 's/^libglib-2\.0\.so\.0$/libglib2.0-0/' \
        -e 's/\([0-9]\)\.so\.\([0-9]*\)$/\1-\2/' -e 's/\.so\.\([0-9]*\)$/\1/' | sort -u
}

find_libraries() {
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2046,SC2086 # one word for each package
    command -v apt-get >/dev/null || stop "Qt needs these system libraries:" $missing \
        "- install the packages that hold them (Debian's names:" $(echo "$missing" | debian_packages)")"
    # shellcheck disable=SC2046
    apt_install "Qt's system libraries are missing" $(echo "$missing" | debian_packages)
    missing=$(missing_libraries)
    # shellcheck disable=SC2086
    [ -z "$missing" ] || stop "Qt still misses these system libraries:" $missing
}

prepare_packaging() {
    command -v objdump >/dev/null || apt_install "PyInstaller needs objdump" binutils
    # Debian keeps the library apart from the interpreter; other builds may have none, which nothing here can mend.
    find_library='from PyInstaller.depend.bindepend import get_python_library_path as find; find()'
    .venv/bin/python -c "$find_library" 2>/dev/null || apt_install "PyInstaller needs Python as a shared library" \
        "libpython$(supported .venv/bin/python | cut -d ' ' -f 1)"
}

up_to_date || make_environment
if [ "$(uname -s)" = Linux ]; then
    find_libraries
    [ "${1:-}" != package ] || prepare_packaging
fi
