#!/bin/bash
# SPDX-License-Identifier: MIT
# An isolated change of address: how long until named has accepted it, and by how many updates.
# Time runs from just before one netlink message with "delete" and "add" until the kernel sends
# named's signed answer.  All are measured at once, each in a world of its own, and take turns.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
PERIOD=1400
BLOCK=20 # changes in one life of a follower; nsfollow's rate limit begins after 30

# Prints a line "ms updates" for each change.
inside() { # WHO ROUND_TRIP_MS
	local who=$1 phase=$((PERIOD * TURN / ${#FOLLOWERS[@]})) interface=lan n=0 count left=$RUNS
	[ "$2" = 0 ] || NAMED_AT=127.0.0.1
	world
	if [ "$2" != 0 ]; then
		interface=lo # behind the relay
		at_server "$TOOL" relay $SERVER 53 127.0.0.1 53 $(($2 / 2)) &
	fi
	give_address 0
	while ((left > 0)); do
		start_follower "$who"
		prod "$who" "$n"
		count=$((left < BLOCK ? left : BLOCK))
		"$TOOL" latency /run/netns/server $interface wan "$n" $count $PERIOD $phase
		n=$((n + count)) left=$((left - count))
		stop_follower
	done
}

table() { # ROUND_TRIP_MS
	local who
	run_all latency.sh "$1"
	printf '\n%-28s %8s %8s %8s %8s  %s\n' "round trip $1 ms" p50 p95 max never "updates per change"
	for who in "${FOLLOWERS[@]}"; do
		printf '%-28s %8s %8s %8s %8s  %s\n' "$(called "$who")" \
			"$(column 1 <"$OUT/$who" | median)" "$(column 1 <"$OUT/$who" | percentile 95)" \
			"$(column 1 <"$OUT/$who" | percentile 100)" "$(grep -c never "$OUT/$who" || true)" \
			"$(column 2 <"$OUT/$who" | spread)"
	done
}

if [ "${1-}" = inside ]; then
	shift
	inside "$@"
	exit
fi
print_load "latency: an isolated change until accepted, ms, $RUNS runs"
table 0
table 40
