# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# lib.sh, and a person who has `nsfollow check --online` look at a server, and sees to it that the
# server holds afterwards what it held before, to the last serial.
lab=$(realpath "${BASH_SOURCE[0]%/*}")
# shellcheck source=tests/system/lib.sh
. "$lab/lib.sh"

# Names that are known without a resolver.
printf '%s\n' '127.0.0.1 localhost' '10.53.0.2 ns1.d.example.com' '10.53.0.3 ns2.d.example.com' \
	>hosts
mount --bind hosts /etc/hosts
: >resolv.conf
mount --bind resolv.conf /etc/resolv.conf
uplink 5.6.7.8

zones=(d.example.com) # that are compared
axfr() {              # every record of every zone that this test is about
	local zone
	for zone in "${zones[@]}"; do
		on_server dig +noall +answer +onesoa +time=2 +tries=1 AXFR "$zone" @10.53.0.2
	done | sort
}
the_clock() { # AHEAD COMMAND...: in seconds
	CLOCK_AHEAD=$1 LD_PRELOAD=$TOOLS/libpast.so ASAN_OPTIONS=verify_asan_link_order=0 "${@:2}"
}
# Its text, without line ends, is in "said".
check_online() { # EXIT-STATUS SENTENCE...: extended regular expressions
	local code=$1 got=0 began sentence
	shift
	before=$(axfr)
	[ -n "$before" ] || fail "the zone cannot be read"
	began=$(milliseconds)
	"${clock[@]}" "$NSFOLLOW" check --online --config nsfollow.toml >out 2>&1 || got=$?
	echo "$(($(milliseconds) - began)) ms: ${sentence=${1-}}"
	[ $got = "$code" ] || fail "exit status $got, not $code
$(cat out)"
	same "$(axfr)" "$before" "the zone after the check"
	expect not grep -E '.{81}' out
	expect not grep '[[:cntrl:]]' out
	tr -s ' \n' ' ' <out >said
	for sentence; do
		grep -Eq -e "$sentence" said || fail "no word of \"$sentence\"
$(cat out)"
	done
}
clock=()
at_clock() { # AHEAD EXIT-STATUS SENTENCE...
	clock=(the_clock "$1")
	check_online "${@:2}"
	clock=()
}
