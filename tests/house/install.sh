#!/bin/sh
# SPDX-License-Identifier: MIT
# An installation is complete, and nothing in it can be written by others.
#   usage: install.sh BUILD
set -eu
build=${1:?usage: install.sh BUILD}
here=$(cd "$(dirname "$0")" && pwd)
dest=$(mktemp -d)
trap 'rm -rf "$dest"' EXIT
umask 077 # a careless umask must not show in the result
DESTDIR=$dest cmake --install "$build" --prefix /usr >/dev/null
(cd "$dest" && find . -type f -printf '%m %P\n' | LC_ALL=C sort -k 2) >"$dest.got"
trap 'rm -rf "$dest" "$dest.got"' EXIT
without='^$'
[ -e "$build/src/nsfollow-echo" ] || without=/nsfollow-echo # -D NSFOLLOW_ECHO=OFF
grep -v -e "$without" "$here/install.expected" | diff -u - "$dest.got"
