#!/bin/sh
# SPDX-License-Identifier: MIT
# man(1) has nothing to complain of in the manual pages.
#   usage: manual.sh DIRECTORY
cd "${1:?usage: manual.sh DIRECTORY}" || exit 2
if ! command -v groff >/dev/null; then
	echo "skipped: no groff"
	exit 77
fi
said=$(for page in *.[58]; do groff -mandoc -Tutf8 -ww -z "$page" 2>&1; done)
[ -z "$said" ] && exit 0
echo "$said" >&2
exit 1
