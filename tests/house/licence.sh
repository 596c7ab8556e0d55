#!/bin/sh
# SPDX-License-Identifier: MIT
# Every file says under which licence it is.
#   usage: licence.sh ROOT
cd "${1:?usage: licence.sh ROOT}" || exit 2
. tests/house/sources.sh
bad=$(commented_files | while IFS= read -r file; do
	head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT' || echo "$file: no SPDX line"
done)
[ -z "$bad" ] && exit 0
echo "$bad" >&2
exit 1
