#!/bin/sh
# SPDX-License-Identifier: MIT
# No source is longer than a person reads in one sitting.
#   usage: length.sh ROOT
cd "${1:?usage: length.sh ROOT}" || exit 2
. tests/house/sources.sh
bad=$({ cpp_files && shell_files; } | xargs wc -l | awk '$2 != "total" && $1 > 400')
[ -z "$bad" ] && exit 0
echo "more than 400 lines:" "$bad" >&2
exit 1
