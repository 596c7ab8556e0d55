#!/bin/bash
# SPDX-License-Identifier: MIT
# From the start of `nsfollow trigger` until named has accepted the update, beside the same update
# by an nsupdate that is running and has but to send it.  The watcher is told to leave the news of
# the kernel alone for 30 s, so it is the trigger that makes it look.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
TOP='settle = ["30s", "30s"]'
PERIOD=700
BLOCK=20 # changes in one life of nsfollow, whose rate limit begins after 30; then nsupdate's turn

# Prints "nsfollow accepted exchange updates returned early" and "nsupdate accepted exchange updates".
inside() {
	local n=0 count left=$RUNS
	world
	give_address 0
	start_nsupdate
	while ((left > 0)); do
		start_follower nsfollow
		is_right "$(with_address "$n")" >/dev/null
		sleep 0.5
		count=$((left < BLOCK ? left : BLOCK))
		"$TOOL" trigger /run/netns/server lan wan "$n" $count $PERIOD \
			"$NSFOLLOW" trigger --interface wan --source bench --strict | sed 's/^/nsfollow /'
		"$TOOL" ready /run/netns/server lan pipe host2.$ZONE "$n" $count $PERIOD | sed 's/^/nsupdate /'
		n=$((n + count)) left=$((left - count))
		stop_follower
	done
}
start_nsupdate() {
	mkfifo pipe
	nsupdate -k host1.key <pipe >nsupdate.log 2>&1 &
	exec 9>pipe
	printf 'server %s\nzone %s\nupdate add host2.%s 300 A 5.6.7.9\nsend\n' $SERVER $ZONE $ZONE >&9
}
column_of() { awk -v s="$1" -v c="$2" '$1 == s { print $c }' "$OUT"; }
row() { # TEXT SUBJECT COLUMN
	printf '%-48s %8s %8s %8s\n' "$1" "$(column_of "$2" "$3" | median)" \
		"$(column_of "$2" "$3" | percentile 95)" "$(column_of "$2" "$3" | percentile 100)"
}

if [ "${1-}" = inside ]; then
	inside
	exit
fi
OUT=$(mktemp)
trap 'rm -f "$OUT"' EXIT
in_world trigger.sh >"$OUT"
print_load "trigger: told to look until accepted, ms, $RUNS runs"
printf '\n%-48s %8s %8s %8s\n' "" p50 p95 max
row "nsfollow trigger, from its start until accepted" nsfollow 2
row "    until it has returned" nsfollow 5
row "    the exchange alone, at the server" nsfollow 3
row "an nsupdate that is ready, until accepted" nsupdate 2
row "    the exchange alone, at the server" nsupdate 3
printf 'updates per change: %s; before it was told: %s\n' "$(column_of nsfollow 4 | spread)" \
	"$(column_of nsfollow 6 | spread)"
