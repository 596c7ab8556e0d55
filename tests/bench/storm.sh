#!/bin/bash
# SPDX-License-Identifier: MIT
# 200 changes of address in 2 s: how many updates reach the server, and how long after the last
# change its record is right and stays so.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

inside() { # WHO
	local run n=0
	world
	give_address 0
	for ((run = 0; run < RUNS; ++run)); do
		start_follower "$1"
		prod "$1" $n
		"$TOOL" storm /run/netns/server lan wan $n 200 2000
		n=$((n + 200))
		stop_follower
	done
}

if [ "${1-}" = inside ]; then
	shift
	inside "$@"
	exit
fi
print_load "storm: 200 changes in 2 s, $RUNS runs"
run_all storm.sh
printf '\n%-28s %8s %8s %12s %12s %8s\n' "" updates "most" "right p50" "right p95" never
for who in "${FOLLOWERS[@]}"; do
	printf '%-28s %8s %8s %9s ms %9s ms %8s\n' "$(called "$who")" \
		"$(column 1 <"$OUT/$who" | median)" "$(column 1 <"$OUT/$who" | percentile 100)" \
		"$(column 2 <"$OUT/$who" | median)" "$(column 2 <"$OUT/$who" | percentile 95)" \
		"$(grep -c never "$OUT/$who" || true)"
done
