#!/bin/bash
# SPDX-License-Identifier: MIT
# Every bench runs, and prints its table.  What it prints is not judged: no machine is calm.
#   usage: smoke.sh NSFOLLOW BENCH_TOOL
set -euo pipefail
here=$(dirname "$0")
export NSFOLLOW=${1:?usage: smoke.sh NSFOLLOW BENCH_TOOL} TOOL=${2:?}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
benches=(latency nat storm oneshot records idle scale hooks trigger recovery propagation)
for bench in "${benches[@]}"; do
	{
		"$here/run" -q "$bench" >"$out/$bench" 2>&1 || echo "exit $?" >>"$out/$bench"
	} &
done
wait
for bench in "${benches[@]}"; do
	if grep -q '^exit 77$' "$out/$bench"; then exit 77; fi
	# A headline, and under it lines with figures.
	grep -q "^$bench: " "$out/$bench" && ! grep -q '^exit' "$out/$bench" &&
		[ "$(sed 1,2d "$out/$bench" | grep -c '[0-9]')" -ge 2 ] && continue
	cat "$out/$bench" >&2
	echo "$bench prints no table" >&2
	exit 1
done
