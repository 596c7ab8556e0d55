#!/bin/bash
# SPDX-License-Identifier: MIT
# Every bench runs, and prints its table.  What it prints is not judged: no machine is calm.
#   usage: smoke.sh NSFOLLOW BENCH_TOOL
set -euo pipefail
here=$(dirname "$0")
export NSFOLLOW=${1:?usage: smoke.sh NSFOLLOW BENCH_TOOL} TOOL=${2:?}
out=$(mktemp)
trap 'rm -f "$out"' EXIT
for bench in latency storm oneshot idle scale recovery; do
	RECOVERY_RUNS=1 "$here/run" -q "$bench" >"$out" 2>&1 || {
		result=$?
		cat "$out" >&2
		exit $result
	}
	# A headline, and at least two lines of which one begins with a name and ends with a figure.
	grep -q "^$bench: " "$out" && grep -Eq '[0-9]' <(sed 1,2d "$out") && continue
	cat "$out" >&2
	echo "$bench prints no table" >&2
	exit 1
done
