#!/bin/bash
# SPDX-License-Identifier: MIT
# A thousand records put into an empty zone, by TCP.  `nsfollow sync` also asks for all of them
# before and reads all back after, each answer signed; nsupdate and knsupdate get them as one
# message, and trust.  "asked" is what the same certainty costs without nsfollow: dig, nsupdate and
# dig.
# dnsperf sends as many signed questions over one connection, and does nothing else.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
RUNS=${RECORDS_RUNS:-20}
COUNT=1000
[ -z "$QUICK" ] || COUNT=100
SUBJECTS=(nsfollow asked nsupdate knsupdate)

settings() { # the first record is that of a host, as there must be one
	printf '[zone."%s"]\nserver = "%s"\nkey = "host1.key"\ntransport = "tcp"\n' $ZONE $SERVER
	printf '[[host]]\nname = "r1.%s"\nipv4 = "5.6.7.8"\nipv6 = "off"\n' $ZONE
	seq -f "r%g.$ZONE" 2 "$COUNT" |
		sed 's/.*/[[record]]\nname = "&"\ntype = "TXT"\nvalue = "of &"/'
}
additions() {
	printf 'server %s\nzone %s\n' $SERVER $ZONE
	echo "update add r1.$ZONE 300 A 5.6.7.8"
	seq -f "r%g.$ZONE" 2 "$COUNT" | sed 's/.*/update add & 300 TXT "of &"/'
	echo send
}
questions() {
	echo "r1.$ZONE A"
	seq -f "r%g.$ZONE TXT" 2 "$COUNT"
}
removals() { additions | sed 's/update add \([^ ]*\) .*/update delete \1/'; }

ASK="dig -k host1.key +tcp +keepopen +noall +answer @$SERVER -f questions.txt"
ASKED="$ASK >/dev/null && nsupdate -v -k host1.key additions.txt && $ASK | grep -c . >/dev/null"
# once SUBJECT: prints "wall cpu kib exit".
once() {
	case $1 in
	nsfollow) "$TOOL" cost "$NSFOLLOW" sync --config nsfollow.toml --state-dir state ;;
	asked) "$TOOL" cost sh -c "$ASKED" ;;
	nsupdate) "$TOOL" cost nsupdate -v -k host1.key additions.txt ;;
	knsupdate) "$TOOL" cost knsupdate -v -k host1.knot additions.txt ;;
	esac 2>said
}
serial() { at_server dig +short @$SERVER $ZONE SOA | column 3; }
# Of nsfollow's last run: how many updates it needed, by the zone's serial, and how many ms after
# sending one a record of it was read back, on average, by the log.
exchanges() { # SERIAL, before it
	awk -v updates=$(($(serial) - $1)) '
		match($0, /\([0-9]+ ms\)$/) { sum += substr($0, RSTART + 1) }
		END { printf "exchange %d %.0f\n", updates, sum / NR }' said
}
questioner() { # prints "dnsperf", and the ms that it needs for as many questions
	local secret
	command -v dnsperf >/dev/null || return 0
	secret=$(awk -F'"' '/secret/ { print $2 }' host1.key)
	cat questions.txt questions.txt >twice.txt
	dnsperf -m tcp -s $SERVER -c 1 -T 1 -q 64 -n 1 -d twice.txt -y "hmac-sha256:host1:$secret" |
		awk '/Run time/ { printf "dnsperf %.0f\n", 1000 * $NF }'
}
are_there() { # COUNT
	local got
	got=$(at_server dig +noall +answer @$SERVER $ZONE AXFR | grep -c '^r' || true)
	[ "$got" = "$1" ] && return
	echo "$got records are there, not $1" >&2
	cat said >&2
	return 1
}

inside() {
	local run subject before
	lay_path
	write_zones 1
	sed -i 's/zonesub A AAAA/zonesub ANY/' named.conf
	start_named 1
	awk -F'"' '/secret/ { print "hmac-sha256:host1:" $2 }' host1.key >host1.knot
	settings >nsfollow.toml
	additions >additions.txt
	removals >removals.txt
	questions >questions.txt
	for ((run = 0; run <= RUNS; ++run)); do # the first is not measured
		for subject in "${SUBJECTS[@]}"; do
			rm -f state/*
			before=$(serial)
			once "$subject" >line
			[ $run = 0 ] || sed "s/^/$subject /" line
			[ $run = 0 ] || [ "$subject" != nsfollow ] || exchanges "$before"
			are_there "$COUNT"
			nsupdate -v -k host1.key removals.txt
			are_there 0
		done
		[ $run = 0 ] || questioner
	done
}

if [ "${1-}" = inside ]; then
	inside
	exit
fi
print_load "records: $COUNT at once into an empty zone, by TCP, $RUNS runs"
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
in_world records.sh >"$OUT/all"
printf '\n%-12s %9s %9s %9s %10s\n' "" "wall p50" "wall p95" "user+sys" "peak RSS"
of() { awk -v s="$1" -v c="$2" '$1 == s { print $c }' "$OUT/all"; }
for subject in "${SUBJECTS[@]}"; do
	if of "$subject" 5 | grep -qv '^0$'; then
		echo "$subject failed" >&2
		exit 1
	fi
	printf '%-12s %6s ms %6s ms %6s ms %6s KiB\n' "$subject" "$(of "$subject" 2 | median)" \
		"$(of "$subject" 2 | percentile 95)" "$(of "$subject" 3 | median)" \
		"$(of "$subject" 4 | median)"
done
echo "nsfollow sent $(of exchange 2 | median) updates; a record was read back" \
	"$(of exchange 3 | median) ms after its update was sent"
[ -z "$(of dnsperf 2)" ] ||
	echo "dnsperf needs $(of dnsperf 2 | median) ms for $((2 * COUNT)) signed questions alone"
