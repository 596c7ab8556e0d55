#!/bin/bash
# SPDX-License-Identifier: MIT
# A follower that has nothing to do: how often it wakes in a minute, and what memory it holds; all
# processes of its session together.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
if [ -n "$QUICK" ]; then CALM=1 SPAN=1; else CALM=15 SPAN=60; fi

sum_of() { awk -v key="$1" '$1 == key { all += $2 } END { print all + 0 }' "${@:2}"; }
switches() {
	local pid files=()
	for pid in $(pgrep -s "$FOLLOWER"); do files+=("/proc/$pid"/task/*/status); done
	awk '/ctxt_switches/ { all += $2 } END { print all + 0 }' "${files[@]}"
}

inside() { # WHO
	local pid before after files=()
	world
	echo "$SERVER ns1.$ZONE" >hosts # a name server that has an address is asked no more than once
	mount --bind hosts /etc/hosts
	give_address 0
	sync -f "$NSFOLLOW" # a program just linked would have its unwritten pages counted as dirty
	start_follower "$1"
	prod "$1" 0
	sleep "$CALM"
	before=$(switches)
	sleep "$SPAN"
	after=$(switches)
	for pid in $(pgrep -s "$FOLLOWER"); do files+=("/proc/$pid/smaps_rollup"); done
	echo "$((after - before)) $(sum_of Rss: "${files[@]}") $(sum_of Pss: "${files[@]}")" \
		"$(sum_of Private_Dirty: "${files[@]}") ${#files[@]}"
}

if [ "${1-}" = inside ]; then
	shift
	inside "$@"
	exit
fi
print_load "idle: $SPAN s after $CALM s of calm"
run_all idle.sh
printf '\n%-28s %9s %10s %10s %14s %10s\n' "" switches "RSS KiB" "PSS KiB" "Private_Dirty" processes
for who in "${FOLLOWERS[@]}"; do
	read -r switches rss pss dirty processes <"$OUT/$who"
	printf '%-28s %9s %10s %10s %10s KiB %10s\n' "$(called "$who")" "$switches" "$rss" "$pss" \
		"$dirty" "$processes"
done
