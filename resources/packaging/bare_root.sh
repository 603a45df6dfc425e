#!/bin/sh
# Tries the set-up where nothing is installed: a new Debian with python3 and make alone, this working tree copied into
# it, and `make` run there. A green run on a developer's machine proves nothing of the kind.
#
#   sudo resources/packaging/bare_root.sh bookworm test     # Debian's suite, then make's arguments
#
# Needs root and debootstrap. Pip's settings in PIP_* and the file in PIP_CERT go along. BARE_ROOT=DIR keeps the root.
set -eu
suite=$1
shift
cd "$(dirname "$0")/../.."
root=${BARE_ROOT:-$(mktemp -d)}

if [ ! -e "$root/srv/optape" ]; then
    debootstrap --variant=minbase --include=python3,make,ca-certificates "$suite" "$root"
    mkdir -p "$root/srv/optape"
fi
cp /etc/resolv.conf "$root/etc/"
[ -z "${PIP_CERT:-}" ] || install -D "$PIP_CERT" "$root$PIP_CERT"
git ls-files -co --exclude-standard -z | tar --null --ignore-failed-read -T - -cf - | tar -xf - -C "$root/srv/optape"

status=0
# The mounts live in a namespace of their own and end with it: the root can be removed without a look at them.
# shellcheck disable=SC2016 # the inner shell expands these
unshare --mount sh -euc '
    root=$1
    shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec env -i HOME=/root TERM="${TERM:-dumb}" PATH=/usr/sbin:/usr/bin:/sbin:/bin $(env | grep "^PIP_[A-Z_]*=[^ ]*$") \
        chroot "$root" make -C /srv/optape "$@"
' sh "$root" "$@" </dev/null || status=$?

if [ -n "${BARE_ROOT:-}" ]; then echo "kept: $root"; else rm -rf "$root"; fi
exit $status
