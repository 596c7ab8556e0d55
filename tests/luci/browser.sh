#!/bin/sh
# SPDX-License-Identifier: MIT
# The views of LuCI do in a browser what their tests say.
#   usage: browser.sh [TEST...]
set -u
cd "$(dirname "$0")" || exit 1
for browser in chromium-headless-shell chromium chromium-browser ''; do
	command -v "$browser" >/dev/null 2>&1 && break
done
if [ -z "$browser" ]; then
	echo "skipped: no chromium"
	exit 77
fi
profile=$(mktemp -d) || exit 1
trap 'rm -rf "$profile"' EXIT
[ $# -gt 0 ] || set -- check checklist overview settings
failed=0
for test; do
	# The page's clock runs ahead whenever nothing is to be done; at its end the page is printed.
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--user-data-dir="$profile" --allow-file-access-from-files --virtual-time-budget=60000 \
		--dump-dom "file://$PWD/page.html?$test" >"$profile/page" 2>"$profile/errors"
	sed -n '/<pre id="verdict"/,/<\/pre>/p' "$profile/page" | sed 's/<[^>]*>//g' >"$profile/verdict"
	sed "s/^/$test: /" "$profile/verdict"
	if ! grep -q '^done [1-9]' "$profile/verdict"; then
		failed=1
		tail -n 20 "$profile/errors" >&2
	elif grep -q '^not ok' "$profile/verdict"; then
		failed=1
	fi
done
exit $failed
