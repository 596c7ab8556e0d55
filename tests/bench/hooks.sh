#!/bin/bash
# SPDX-License-Identifier: MIT
# How long the programs that run hooks wait for nsfollow's: what pppd and DHCP clients run, with an
# empty directory of hooks and with ours in it.  20 ms would be too long.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
mkdir -p "$OUT"/{with,without}/etc/{ppp/ip-up.d,dhcp/dhclient-exit-hooks.d,udhcpc} \
	"$OUT"/{with,without}/usr/{sbin,lib/dhcpcd/dhcpcd-hooks}
touch "$OUT"/with/usr/sbin/{pppd,dhclient,dhcpcd}
"$NSFOLLOW" hooks --install --root "$OUT/with" >/dev/null 2>&1
find "$OUT/with" -type f -name '*nsfollow' -exec sed -i \
	"s|'[^']*/nsfollow' trigger|'$NSFOLLOW' trigger|" {} +

run_parts() { # as in /etc/ppp/ip-up
	"$TOOL" cost run-parts "$OUT/$1/etc/ppp/ip-up.d" --arg=ppp9 --arg= --arg=0 --arg=5.6.7.8
}
# shellcheck disable=SC2016 # for the other shell
sourced() { # as in dhclient-script and dhcpcd-run-hooks
	"$TOOL" cost env interface=eth9 "$2" new_ip_address=5.6.7.8 nd1_addr1=2a00:1234::8 \
		sh -c 'for hook in "$1"/*; do [ ! -f "$hook" ] || . "$hook"; done' sh "$OUT/$1/$3"
}
once() { # SUBJECT with|without: prints "wall cpu kib exit"
	case $1 in
	pppd) run_parts "$2" ;;
	dhclient) sourced "$2" reason=BOUND etc/dhcp/dhclient-exit-hooks.d ;;
	dhcpcd) sourced "$2" reason=ROUTERADVERT usr/lib/dhcpcd/dhcpcd-hooks ;;
	esac
}

SUBJECTS=(pppd dhclient dhcpcd)
for ((run = 0; run < RUNS; ++run)); do
	for subject in "${SUBJECTS[@]}"; do
		for way in without with; do
			once "$subject" $way >>"$OUT/$subject.$way"
		done
	done
	"$TOOL" cost "$NSFOLLOW" trigger --source bench >>"$OUT/trigger" 2>/dev/null
done
print_load "hooks: what the caller waits for, $RUNS runs"
printf '\n%-28s %14s %14s\n' "wall p50 / p95" "without" "with the hook"
for subject in "${SUBJECTS[@]}"; do
	printf '%-28s' "$subject"
	for way in without with; do
		printf ' %6s' "$(column 1 <"$OUT/$subject.$way" | median)"
		printf ' %4s ms' "$(column 1 <"$OUT/$subject.$way" | percentile 95)"
	done
	echo
done
printf 'nsfollow trigger itself, for which nobody waits: %s ms, processor %s ms\n' \
	"$(column 1 <"$OUT/trigger" | median)" "$(column 2 <"$OUT/trigger" | median)"
