# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2154,SC2317 # what it refers to is in acceptance.sh and the tests
# The acceptance cases, one function each.  Each finds its zone in $zone and its name in $host.
case_01_algorithms() {
	local n=1
	for algorithm in "${algorithms[@]}"; do
		at "5.6.7.$n" "key = \"$algorithm.key\""
		lands
		expect holds "$host" A "5.6.7.$n"
		n=$((n + 1))
	done
}
case_03_bad_algorithm() {
	sed 's/hmac-sha512/hmac-sha256/' sha512.key >wrong.key
	chmod 600 wrong.key
	at 5.6.7.8 'key = "wrong.key"'
	fails 4 "$says_bad_algorithm"
	expect holds "$host" A
}
case_04_badtime_1970() {
	local ahead
	at 5.6.7.8
	if [ -n "$says_bad_time" ]; then
		fails 4 "$says_bad_time" "${in_the_past[@]}"
		expect holds "$host" A
		return
	fi
	lands "${in_the_past[@]}"
	expect holds "$host" A 5.6.7.8
	for ahead in -315360000 315360000; do
		at "5.6.7.${#ahead}"
		lands "${in_the_past[@]}" CLOCK_AHEAD=$ahead
		expect holds "$host" A "5.6.7.${#ahead}"
	done
}
case_05_truncation() {
	at 5.6.7.8 'key = "short.key"'
	if [ -n "$says_bad_truncation" ]; then
		fails 4 "$says_bad_truncation"
	else
		lands
		expect holds "$host" A 5.6.7.8
	fi
	at 5.6.7.9 'key = "whole.key"'
	lands
	expect holds "$host" A 5.6.7.9
}
case_08_silent_address() {
	on_server ip addr replace 10.53.0.8/24 dev lan1
	on_server nft -f - <<-END
		table inet deaf {
			chain in { type filter hook input priority 0; ip daddr 10.53.0.8 drop; }
		}
	END
	at 5.6.7.9 'server = ["10.53.0.8", "10.53.0.2"]
transport = "tcp"' "zone = \"$zone\""
	sed "s/$host/host2.$zone/" nsfollow.toml >tcp.toml
	start "$NSFOLLOW" sync --config tcp.toml --state-dir tcp
	at 5.6.7.8 'server = ["10.53.0.8", "10.53.0.2"]'
	lands
	expect holds "$host" A 5.6.7.8
	within 10 holds "host2.$zone" A 5.6.7.9
	on_server nft delete table inet deaf
}
case_10_refused_on_soa() {
	at 5.6.7.8 'server = ["10.53.0.3", "10.53.0.2"]'
	lands
	expect holds "$host" A 5.6.7.8
}
case_11_unrelated_zone() {
	zone=example.com
	host=host1.c11.example.com
	at 5.6.7.8
	fails 4 "$says_not_here"
	expect holds "$host" A
	zone=inner.c11.example.com
	host=host1.$zone
	at 5.6.7.8
	fails 4 "$says_not_here"
	expect holds "$host" A
}
case_12_absent_pointer() {
	at 5.6.7.8 '' 'reverse = true'
	lands
	zone=7.6.5.in-addr.arpa
	same "$(ask 8.$zone PTR)" "$host." "PTR record"
	by_hand "update delete 8.$zone PTR"
	before=$(serial)
	zone=c12.example.com at 5.6.7.9 '' 'reverse = true'
	lands
	same "$(ask 9.$zone PTR)" "$host." "PTR record"
	grew_by 1
}
case_13_verdict_is_reality() {
	at 5.6.7.8
	before=$(serial)
	exits 0 nsfollow check --online
	grew_by 0
	lands
	expect holds "$host" A 5.6.7.8
	before=$(serial)
	at_forbidden
	exits 4 nsfollow check --online
	fails 4 "$says_forbidden"
	grew_by 0
	expect holds "$host" A
}
case_14_tcp_self() { # a right that counts over TCP alone
	local carrier pointer=1.0.53.10.in-addr.arpa
	for carrier in udp tcp; do
		at 10.53.0.1 '' "private = true
reverse = true
[zone.\"53.10.in-addr.arpa\"]
server = \"10.53.0.2\"
key = \"host1.key\"
transport = \"$carrier\""
		if [ $carrier = udp ]; then
			fails 4 "$pointer PTR.*REFUSED"
			same "$(ask $pointer PTR)" '' "PTR record"
		else
			lands
			same "$(ask $pointer PTR)" "$host." "PTR record"
		fi
	done
}
case_15_session_key() {
	within 5 test -s session.key
	at 5.6.7.8 'key = "session.key"'
	lands
	expect holds "$host" A 5.6.7.8
	at 5.6.7.9 'key = "missing.key"'
	fails 2 'missing.key.*No such file'
}
case_16_max_records() { # it is tried again, and in no hurry
	local began
	tries() { grep -c "'$zone/IN'.*adding an RR failed: too many records" named.log; }
	rm -rf state # in which it is noted how many updates this server had
	at '5.6.7.8 5.6.7.9 5.6.7.10 5.6.7.11'
	fails 5 'SERVFAIL.*too many records of a type.*next try in'
	expect holds "$host" A
	watch
	within 10 said 'SERVFAIL.*too many records of a type.*next try in'
	before=$(tries)
	began=$(milliseconds)
	two_more() { [ "$(tries)" -ge $((before + 2)) ]; }
	within 20 two_more
	expect test $(($(milliseconds) - began)) -gt 500
	at 5.6.7.8
	kill -HUP "$watcher"
	within 20 holds "$host" A 5.6.7.8
	end_watch
}
case_17_allow_query_none() {
	at 5.6.7.8
	fails 4 'REFUSED'
	exits 4 nsfollow check --online
	expect grep -q 'allow-query' out
}
case_20_sigkill_server() {
	at 5.6.7.8
	lands
	crash_server
	expect holds "$host" A 5.6.7.8
	before=$(serial)
	lands
	grew_by 0
}
case_21_ttl() {
	at 5.6.7.8
	lands
	at 5.6.7.8 '' 'ttl = "7m"'
	lands
	same "$(on_server dig +noall +answer +norec @10.53.0.2 "$host" A | awk '{ print $2 }')" 420 "TTL"
}
case_22_prereq() {
	at 5.6.7.8 'verify = "1h"'
	watch
	within 10 said "$host A 5.6.7.8 published"
	by_hand "update delete $host A" "update add $host 300 A 5.6.7.66"
	at 5.6.7.9 'verify = "1h"'
	kill -HUP "$watcher"
	within 10 holds "$host" A 5.6.7.9
	end_watch
}
case_24_forward() { # what the secondary forwards it has itself a little later
	forwarded() {      # ADDRESS [WRAPPER...]
		at "$1" 'server = "10.53.0.3"'
		lands "${@:2}"
		expect holds "$host" A "$1"
		expect follows "$1"
	}
	follows() { [ "$(on_server dig +short +norec @10.53.0.3 "$host" A)" = "$1" ]; }
	forwarded 5.6.7.8
	forwarded 5.6.7.9 "${in_the_past[@]}"
}
case_25_zone_size() {
	at "$(printf '5.6.7.%s ' {1..8})"
	fails 4 'REFUSED.*next try in [0-9]{2,} s'
	expect holds "$host" A
}
case_26_mixed_case() {
	sed 's/host1/HOST1/' host1.key >upper.key
	chmod 600 upper.key
	zone=C26.Example.COM
	host=Host1.c26.EXAMPLE.com
	at 5.6.7.8 'key = "upper.key"'
	lands
	expect holds "$host" A 5.6.7.8
	before=$(serial)
	host=hOST1.C26.example.com
	at 5.6.7.8
	lands
	grew_by 0
}
case_27_cname() {
	before=$(serial)
	at 5.6.7.8
	fails 4 "CNAME"
	grew_by 0
}
case_28_freeze() {
	freeze "$zone"
	at 5.6.7.8
	watch
	within 10 said 'REFUSED'
	expect holds "$host" A
	thaw "$zone"
	kill -USR1 "$watcher" # instead of the pause after a refusal
	within 20 holds "$host" A 5.6.7.8
	end_watch
}
case_29_replay() {
	mkdir kept
	start nsenter --net="/proc/$server_network/ns/net" "$TOOLS/datagram" relay 5353 10.53.0.2 53 kept
	listens() { on_server ss -Huln 'sport = 5353' | grep -q .; }
	within 5 listens
	local address
	for address in 5.6.7.{8,9,10}; do
		at "$address" 'server = "10.53.0.2:5353"'
		within 10 nsfollow sync
		expect holds "$host" A "$address"
	done
	before=$(serial)
	same "$(on_server "$TOOLS/datagram" send 10.53.0.2 53 kept/1)" 7 "answer to a replay, YXRRSET"
	same "$(on_server "$TOOLS/datagram" send 10.53.0.2 53 kept/2)" 8 "answer to a replay, NXRRSET"
	grew_by 0
	expect holds "$host" A 5.6.7.10
}
case_30_serial() {
	at 5.6.7.8
	lands
	before=$(serial)
	lands
	rm -rf state
	lands
	watch
	within 10 said 'watching for'
	within 10 nsfollow status
	end_watch
	grew_by 0
}
case_31_thirty_addresses() { # of others, who share the name or lose it
	local others
	mapfile -t others < <(printf "update add $host 300 AAAA 2a00:1234::f:%x\n" {1..29})
	by_hand "${others[@]}"
	at 2a00:1234::8 '' 'shared = true'
	lands
	addresses() { on_server dig +short +norec +tcp @10.53.0.2 "$host" AAAA; }
	same "$(addresses | wc -l)" 30 "addresses"
	before=$(serial)
	lands
	grew_by 0
	at 2a00:1234::9
	lands
	same "$(addresses)" 2a00:1234::9 "addresses"
}
case_33_other_types() {
	local before_types
	types() { on_server dig +noall +answer +norec "@10.53.0.2" "$host" TXT "$host" CAA "$host" SSHFP | sort; }
	before_types=$(types)
	same "$(wc -l <<<"$before_types")" 3 "other records"
	at '5.6.7.8 2a00:1234::8'
	lands
	at '5.6.7.9'
	lands
	expect holds "$host" A 5.6.7.9
	same "$(types)" "$before_types" "other records"
}
case_34_signed_zone() {
	has_key() { ask "$zone" DNSKEY | grep -q '^257 '; }
	within 20 has_key
	at 5.6.7.8
	lands
	on_server dig +short +norec +tcp @10.53.0.2 "$zone" DNSKEY | awk -v zone="$zone" '
		{ key = ""; for (i = 4; i <= NF; i++) key = key $i
		  print "trust-anchors { \"" zone "\" static-key " $1, $2, $3 " \"" key "\"; };" }' >anchor
	validates() {
		on_server delv -a anchor +root="$zone" @10.53.0.2 "$host" A >out 2>&1
		grep -q '; fully validated' out && grep -q "$1" out
	}
	within 10 validates 5.6.7.8
	at 5.6.7.9
	lands
	within 10 validates 5.6.7.9
}
