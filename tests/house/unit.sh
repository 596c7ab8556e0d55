#!/bin/sh
# SPDX-License-Identifier: MIT
# The systemd unit starts on machines of every make, reloads from its sandbox, and stays tight.
#   usage: unit.sh UNIT
set -eu
unit=${1:?usage: unit.sh UNIT}
complain() {
	echo "$unit: $1" >&2
	exit 1
}

program=$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$unit")
found=
paths=$(sed -n 's/^ExecPaths=//p' "$unit")
for path in $paths; do
	case $path in
	"$program") found=yes ;;
	-*) ;;
	*) complain "ExecPaths=$path: without \"-\" nothing starts where it is missing" ;;
	esac
done
[ -n "$found" ] || complain "ExecPaths= lacks $program"
grep -q '^ExecReload=+' "$unit" || complain 'ExecReload= without "+" may not execute kill'

# Since systemd 250 it judges a file.
systemd-analyze security --help 2>/dev/null | grep -q -e --offline || exit 0
systemd-analyze security --offline=true --threshold=13 --no-pager "$unit" >/dev/null ||
	complain "more exposed than 1.3; see systemd-analyze security --offline=true $unit"
