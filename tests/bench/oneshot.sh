#!/bin/bash
# SPDX-License-Identifier: MIT
# One whole process that brings a changed address to the server.  `nsfollow sync` also looks at the
# zone before and reads back after; nsupdate and knsupdate send a delete and an add, and trust.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

LIFE=20 # runs with one state, before nsfollow's rate limit begins; the first, unmeasured, makes it
SUBJECTS=(nsfollow nsfollow_on_disk nsupdate knsupdate)
settings() { # HOST
	printf '[zone."%s"]\nserver = "%s"\nkey = "host1.key"\n[[host]]\nname = "%s"\n' \
		$ZONE $SERVER "$1.$ZONE"
}
updates() { # HOST ADDRESS
	printf 'server %s\nzone %s\nupdate delete %s A\nupdate add %s 300 A %s\nsend\n' \
		$SERVER $ZONE "$1.$ZONE" "$1.$ZONE" "$2"
}

# once SUBJECT ADDRESS: prints "wall cpu kib exit".
once() {
	case $1 in
	nsfollow) "$TOOL" cost "$NSFOLLOW" sync --config memory.toml --state-dir state ;;
	nsfollow_on_disk) "$TOOL" cost "$NSFOLLOW" sync --config disk.toml --state-dir "$DISK" ;;
	nsupdate) updates host3 "$2" >batch.txt && "$TOOL" cost nsupdate -k host1.key batch.txt ;;
	knsupdate) updates host4 "$2" >batch.txt && "$TOOL" cost knsupdate -k host1.knot batch.txt ;;
	esac 2>>said
}

inside() {
	local run round=0
	world
	awk -F'"' '/secret/ { print "hmac-sha256:host1:" $2 }' host1.key >host1.knot
	settings host1 >memory.toml
	settings host2 >disk.toml
	give_address 0
	for ((run = 0; run < RUNS; ++run)); do
		if ((run % LIFE == 0)); then
			rm -f state/* "$DISK"/*
			one_round $((round++)) >/dev/null
		fi
		one_round $((round++))
	done
}
# Each subject once, then another address.
one_round() { # N
	local subject
	for subject in "${SUBJECTS[@]}"; do
		once "$subject" "$(with_address "$1")" >line
		sed "s/^/$subject /" line
	done
	check "$(with_address "$1")"
	move_on "$1"
}
move_on() {
	ip -batch - <<-END
		addr del $(with_address "$1")/24 dev wan
		addr add $(with_address $(($1 + 1)))/24 dev wan
	END
}
check() { # ADDRESS: all four did what they were asked to
	local host
	for host in host1 host2 host3 host4; do
		[ "$(at_server dig +short @$SERVER $host.$ZONE A)" = "$1" ] && continue
		echo "$host is not $1" >&2
		cat said >&2
		return 1
	done
}

if [ "${1-}" = inside ]; then
	inside
	exit
fi
print_load "oneshot: one process, one update, $RUNS runs"
DISK=$(mktemp -d "${BENCH_DISK:-/var/tmp}/nsfollow-bench-XXXXXX")
OUT=$(mktemp -d)
trap 'rm -rf "$DISK" "$OUT"' EXIT
export DISK
in_world oneshot.sh >"$OUT/all"
printf '\n%-28s %9s %9s %9s %10s\n' "" "wall p50" "wall p95" "user+sys" "peak RSS"
for subject in "${SUBJECTS[@]}"; do
	awk -v s="$subject" '$1 == s { print $2, $3, $4 }' "$OUT/all" >"$OUT/one"
	printf '%-28s %6s ms %6s ms %6s ms %6s KiB\n' "$(echo "$subject" | tr _ ' ')" \
		"$(column 1 <"$OUT/one" | median)" "$(column 1 <"$OUT/one" | percentile 95)" \
		"$(column 2 <"$OUT/one" | median)" "$(column 3 <"$OUT/one" | median)"
done
echo "the disk of \"nsfollow on disk\": $(df --output=fstype "${BENCH_DISK:-/var/tmp}" | tail -n 1)"
