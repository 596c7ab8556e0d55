#!/bin/sh
# SPDX-License-Identifier: MIT
# The scripts of the project pass shellcheck.
#   usage: shell.sh ROOT
cd "${1:?usage: shell.sh ROOT}" || exit 2
. tests/house/sources.sh
if ! command -v shellcheck >/dev/null; then
	echo "skipped: no shellcheck"
	exit 77
fi
shell_files | xargs shellcheck --external-sources
