#!/bin/bash
# SPDX-License-Identifier: MIT
# Many names that change at once: updates of each zone, how long until the server has accepted all
# and until nsfollow has read them back, and what it costs.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
RUNS=${SCALE_RUNS:-10}

settings() { # ZONES NAMES
	local zone i
	for zone in $(zones "$1"); do
		printf '[zone."%s"]\nserver = "%s"\nkey = "host1.key"\n' "$zone" $SERVER
	done
	for zone in $(zones "$1"); do
		for ((i = 0; i < $2 / $1; ++i)); do printf '[[host]]\nname = "h%s.%s"\n' $i "$zone"; done
	done
}
count_right() { # ZONES ADDRESS
	local zone
	for zone in $(zones "$1"); do at_server dig +noall +answer @$SERVER "$zone" AXFR; done |
		awk -v a="$2" '$4 == "A" && $5 == a' | wc -l
}
await_all() { # ZONES NAMES ADDRESS
	local i
	for i in {1..200}; do
		[ "$(count_right "$1" "$3")" = "$2" ] && return
		sleep 0.1
	done
	echo "not all right" >&2
	return 1
}
cpu_ms() {
	awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / hz }' "/proc/$FOLLOWER/stat"
}
kib() { awk -v key="$1:" '$1 == key { print $2 }' "/proc/$FOLLOWER/$2"; }

inside() { # ZONES NAMES
	local run before
	lay_path
	write_zones "$1"
	start_named "$1"
	settings "$1" "$2" >nsfollow.toml
	give_address 0
	sync -f "$NSFOLLOW" # else Private_Dirty counts the unwritten pages of a program just linked
	for ((run = 0; run < RUNS; ++run)); do
		rm -rf state/*
		setsid "$NSFOLLOW" run --config nsfollow.toml --state-dir state >>follower.log 2>&1 &
		FOLLOWER=$!
		await_all "$1" "$2" "$(with_address $run)"
		sleep 2
		before=$(cpu_ms)
		"$TOOL" watch /run/netns/server lan wan $run 2000 | tr '\n' ' '
		echo "$before $(cpu_ms) $(kib VmHWM status) $(kib Private_Dirty smaps_rollup)" \
			"$(count_right "$1" "$(with_address $((run + 1)))")"
		stop_follower
	done
}

if [ "${1-}" = inside ]; then
	shift
	inside "$@"
	exit
fi
print_load "scale: one change of address, $RUNS runs"
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
sizes=(1:1 1:10 10:100 10:1000)
[ -z "$QUICK" ] || sizes=(1:1 2:10)
printf '\n%6s %6s %8s %9s %12s %12s %9s %10s %14s %6s\n' names zones updates "most/zone" \
	"accepted" "read back" "CPU" "peak RSS" "Private_Dirty" right
for size in "${sizes[@]}"; do
	in_world scale.sh "${size%:*}" "${size#*:}" >"$OUT/one"
	value() { column "$1" <"$OUT/one" | median; }
	printf '%6s %6s %8s %9s %9s ms %9s ms %6s ms %6s KiB %10s KiB %6s\n' "${size#*:}" "$(value 1)" \
		"$(value 2)" "$(value 3)" "$(value 4)" "$(value 5)" \
		"$(awk '{ print $7 - $6 }' "$OUT/one" | median)" "$(value 8)" "$(value 9)" "$(value 10)"
done
