#!/bin/bash
# SPDX-License-Identifier: MIT
# After an ordinary fault: seconds from the repair until the server's record is right.  The address
# that changes is also the one that the machine speaks from.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
RUNS=${RECOVERY_RUNS:-3}
if [ -n "$QUICK" ]; then
	OUTAGE=1 PATIENCE=3 AT_ONCE=12 CALM=0
else
	# CALM: an update is looked after 10 s later, which would find the old zone sooner.
	OUTAGE=20 PATIENCE=75 AT_ONCE=10 CALM=15
fi

FAULTS=(killed black black_at_start route old_zone_noticed old_zone)
sentence() {
	case $1 in
	killed) echo "server killed for $OUTAGE s" ;;
	black) echo "path black for $OUTAGE s" ;;
	black_at_start) echo "path black at start" ;;
	route) echo "new subnet, route 200 ms later" ;;
	old_zone_noticed) echo "old zone, an update failed" ;;
	old_zone) echo "old zone, verify = 10s" ;;
	old_zone_default) echo "old zone, verify by default" ;;
	esac
}

# move SUBNET N: another address, and the default route with it, at once.
move() {
	ip -batch - <<-END
		addr flush dev wan scope global
		addr add 5.6.$1.$2/24 dev wan
		route replace default via 5.6.$1.1 dev wan
	END
}
block_path() {
	at_server nft -f - <<-END
		table inet black { chain in { type filter hook input priority 0; iifname lan drop; }; }
	END
}
open_path() { at_server nft delete table inet black; }
kill_named() {
	kill -KILL "$NAMED"
	wait "$NAMED" 2>/dev/null || true
}
remember_zone() { cp -a named remembered; }
restore_zone() {
	rm -rf named
	cp -a remembered named
}

follow() { # WHO [LINE...]
	start_follower "$@"
	local tries=0
	until is_right 5.6.7.10 1 >/dev/null; do
		((++tries < 50)) || return
		ip addr change 5.6.7.10/24 dev wan valid_lft forever preferred_lft forever
	done
}

killed() {
	follow "$1"
	kill_named
	move 7 20
	sleep "$OUTAGE"
	start_named 1
	REPAIRED=$(now)
}
black() {
	follow "$1"
	block_path
	move 7 20
	sleep "$OUTAGE"
	REPAIRED=$(now)
	open_path
}
black_at_start() {
	block_path
	ip addr flush dev wan
	start_follower "$1"
	sleep 0.5
	move 7 20
	sleep "$OUTAGE"
	REPAIRED=$(now)
	open_path
}
route() {
	follow "$1"
	sleep 2
	ip addr flush dev wan scope global
	ip addr add 5.6.8.20/24 dev wan
	sleep 0.2
	WANTED=5.6.8.20
	REPAIRED=$(now)
	ip route add default via 5.6.8.1 dev wan
}
old_zone_noticed() {
	follow "$1"
	remember_zone
	kill_named
	move 7 20
	sleep $((OUTAGE / 2))
	restore_zone
	start_named 1
	REPAIRED=$(now)
}
old_zone() {
	follow "$@"
	remember_zone
	move 7 20
	is_right "$WANTED" "$PATIENCE" >/dev/null || return 0
	sleep "$CALM"
	kill_named
	restore_zone
	start_named 1
	REPAIRED=$(now)
}
old_zone_default() { old_zone "$@"; }

inside() { # WHO FAULT
	WANTED=5.6.7.20 REPAIRED=''
	world
	move 7 10
	case $2 in
	old_zone) old_zone "$1" 'verify = "10s"' ;;
	old_zone_default) PATIENCE=320 && old_zone "$1" ;;
	*) "$2" "$1" ;;
	esac
	local right
	if [ -z "$REPAIRED" ]; then
		echo "never followed"
	elif right=$(is_right $WANTED "$PATIENCE"); then
		awk -v a="$REPAIRED" -v b="$right" 'BEGIN { printf "%.2f\n", b - a }'
	else
		echo never
	fi
}

cell() { # FAULT WHO
	in_world recovery.sh "$2" "$1" >>"$OUT/$1.$2" 2>>"$OUT/said" || echo failed >>"$OUT/$1.$2"
}
# Cells run beside one another; those that ask for milliseconds come first, and few at once.
measure() {
	local run fault who
	for ((run = 0; run < RUNS; ++run)); do
		for who in "${FOLLOWERS[@]}"; do cell route "$who" & done
		wait
	done
	[ -n "$QUICK" ] || for ((run = 0; run < RUNS; ++run)); do cell old_zone_default nsfollow & done
	for ((run = 0; run < RUNS; ++run)); do
		for fault in "${FAULTS[@]}"; do
			[ "$fault" != route ] || continue
			for who in "${FOLLOWERS[@]}"; do
				while (($(jobs -rp | wc -l) >= AT_ONCE)); do wait -n || true; done
				cell "$fault" "$who" &
				sleep 0.3
			done
		done
	done
	wait
}

if [ "${1-}" = inside ]; then
	shift
	inside "$@"
	exit
fi
print_load "recovery: seconds from the repair until right, median (most) of $RUNS runs"
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
measure
printf '\n%-32s' ""
for who in "${FOLLOWERS[@]}"; do printf ' %26s' "$(called "$who")"; done
echo
for fault in "${FAULTS[@]}" old_zone_default; do
	printf '%-32s' "$(sentence "$fault")"
	for who in "${FOLLOWERS[@]}"; do
		[ -f "$OUT/$fault.$who" ] || continue
		printf ' %26s' "$(median <"$OUT/$fault.$who") ($(percentile 100 <"$OUT/$fault.$who"))"
	done
	echo
done
echo "never: not within $PATIENCE s"
