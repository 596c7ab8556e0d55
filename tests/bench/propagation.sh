#!/bin/bash
# SPDX-License-Identifier: MIT
# A change of address: how long until the primary serves it, and how long until both secondaries do.
# Changes are far enough apart for named to notify at once (notify-delay is 5 s).  Time runs from
# just before `ip`; each server is asked every 20 ms.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
RUNS=${PROPAGATION_RUNS:-20}
PERIOD=6
SECONDARIES=(11.22.33.54 11.22.33.55)

# A primary that notifies two secondaries, all with their defaults.
write_primary() {
	cat >named.conf <<-END
		include "$HERE/host1.key";
		options {
			directory "$HERE/named"; recursion no; pid-file none; session-keyfile none;
			listen-on { $SERVER; }; listen-on-v6 { none; }; dnssec-validation no;
			query-source address $SERVER; notify-source $SERVER;
			notify explicit; also-notify { $(printf '%s; ' "${SECONDARIES[@]}") };
		};
		controls { };
		zone "$ZONE" { type primary; file "$ZONE"; update-policy { grant host1 zonesub A AAAA; }; };
	END
	{
		echo "\$TTL 300"
		echo "@ SOA ns1 root 1 3600 600 86400 60"
		printf '@ NS ns%d\n' 1 2 3
		printf 'ns%d A %s\n' 1 $SERVER 2 "${SECONDARIES[0]}" 3 "${SECONDARIES[1]}"
	} >named/$ZONE
}
start_secondary() { # ADDRESS
	mkdir -p "$1"
	cat >"$1/named.conf" <<-END
		options {
			directory "$HERE/$1"; recursion no; pid-file none; session-keyfile none;
			listen-on { $1; }; listen-on-v6 { none; }; dnssec-validation no; notify no;
			transfer-source $1; query-source address $1;
		};
		controls { };
		zone "$ZONE" { type secondary; file "db"; primaries { $SERVER; }; };
	END
	at_server ip addr add "$1/32" dev lo
	nsenter --net=/run/netns/server named -f -4 -n 1 -c "$HERE/$1/named.conf" >>"$1.log" 2>&1 &
	at_server "$TOOL" await "$1" 53 ns3.$ZONE "${SECONDARIES[1]}" 30 >/dev/null
}

# Prints a line "primary everywhere", in ms, for each change.
inside() {
	local n=0 began address server
	lay_path
	write_primary
	start_named 1
	for server in "${SECONDARIES[@]}"; do start_secondary "$server"; done
	give_address 0
	start_follower nsfollow
	is_right "$(with_address 0)" >/dev/null
	while ((n++ < RUNS)); do
		[ -n "$QUICK" ] || sleep $PERIOD
		address=$(with_address "$n")
		began=$(now)
		printf 'addr del %s/24 dev wan\naddr add %s/24 dev wan\n' "$(with_address $((n - 1)))" \
			"$address" | ip -batch -
		for server in $SERVER "${SECONDARIES[@]}"; do
			at_server "$TOOL" await "$server" 53 $NAME "$address" 60 >"at.$server" &
		done
		wait -n && wait -n && wait -n
		cat "at.$SERVER" at.* | awk -v t="$began" '
			NR == 1 { first = $1 }
			$1 > last { last = $1 }
			END { printf "%.0f %.0f\n", (first - t) * 1000, (last - t) * 1000 }'
	done
}

if [ "${1-}" = inside ]; then
	inside
	exit
fi
print_load "propagation: an isolated change until served, ms, $RUNS runs"
all=$(mktemp)
trap 'rm -f "$all"' EXIT
in_world propagation.sh >"$all"
printf '\n%-28s %8s %8s %8s\n' "" p50 p95 max
line() { # WHAT COLUMN
	printf '%-28s %8s %8s %8s\n' "$1" "$(column "$2" <"$all" | median)" \
		"$(column "$2" <"$all" | percentile 95)" "$(column "$2" <"$all" | percentile 100)"
}
line "by the primary" 1
line "by it and both secondaries" 2
