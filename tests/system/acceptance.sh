# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2317 # some are called by the cases
# lib.sh, and what a server has to go through: the cases of acceptance-cases.sh, each in a zone of
# its own, cNN.example.com, at one server.  docs/servers.md shows what came of it, in the table that
# acceptance-table makes.
#   A test says how its server is set up, and then which cases it runs.  It defines:
#     crash_server (SIGKILL, and start it again), freeze ZONE, thaw ZONE
#     at_forbidden: at() for a name or zone that the key has no right to
#     says_...: what is to be said of this server where a case fails by intent
lab=$(realpath "${BASH_SOURCE[0]%/*}")
# shellcheck source=tests/system/lib.sh
. "$lab/lib.sh"

algorithms=(md5 sha1 sha224 sha256 sha384 sha512)
for algorithm in "${algorithms[@]}"; do
	tsig-keygen -a "hmac-$algorithm" "$algorithm" >"$algorithm.key"
	chmod 600 "$algorithm.key"
done
tsig-keygen -a hmac-sha512 short >whole.key
sed 's/hmac-sha512/&-256/' whole.key >short.key
chmod 600 whole.key short.key
secret_of() { sed -n 's/.*secret "\(.*\)";/\1/p' "$1.key"; }

zones=(c{01,03,04,05,08,10,11,12,13,14,15,16,17,20,21,22,24,25,26,27,28,29,30,31,33,34}.example.com
	7.6.5.in-addr.arpa 53.10.in-addr.arpa)
contents() { # ZONE: its records, as in a file
	cat <<-END
		\$ORIGIN $1.
		\$TTL 300
		@ SOA ns1.example.net. root.example.net. 1 3600 600 86400 60
		@ NS ns1.example.net.
	END
	case $1 in
	c12.*) echo 'ns1 A 10.53.0.2' ;;
	c27.*) echo 'host1 CNAME elsewhere.example.net.' ;;
	c33.*) printf 'host1 %s\n' 'TXT "kept"' 'CAA 0 issue "ca.example.net"' \
		'SSHFP 4 2 123456789ABCDEF67890123456789ABCDEF67890123456789ABCDEF123456789' ;;
	esac
}
for zone in "${zones[@]}"; do contents "$zone" >"db.$zone"; done
serves() { # instead of that of lib.sh
	[ "$(ask c01.example.com SOA | cut -d ' ' -f 3)" -gt 0 ] 2>/dev/null
}
serial() { ask "$zone" SOA | cut -d ' ' -f 3; }
grew_by() { same "$(($(serial) - before))" "$1" "steps of the serial of $zone"; }

# What this machine is to publish, and where.
at() { # ADDRESSES [ZONE-LINES [HOST-LINES]]: at the zone of the case
	local lines="key = \"host1.key\""
	[[ ${2-} != *"key ="* ]] || lines=
	[[ ${2-} = *"server ="* ]] || lines+=$'\n'"server = \"10.53.0.2\""
	cat >nsfollow.toml <<-END
		[zone."$zone"]
		$lines
		${2-}
		[[host]]
		name = "$host"
		$(published "$1")
		${3-}
	END
}
published() { # ADDRESSES: of both families
	local address ipv4='' ipv6=''
	for address in $1; do
		if [[ $address = *:* ]]; then ipv6+="\"$address\", "; else ipv4+="\"$address\", "; fi
	done
	[ -n "$ipv4" ] && echo "ipv4 = [$ipv4]" || echo 'ipv4 = "off"'
	[ -n "$ipv6" ] && echo "ipv6 = [$ipv6]" || echo 'ipv6 = "off"'
}
lands() { # [WRAPPER...]
	exits 0 "$@" "$NSFOLLOW" sync --config nsfollow.toml --state-dir state
}
fails() { # CODE SENTENCE [WRAPPER...]
	exits "$1" "${@:3}" "$NSFOLLOW" sync --config nsfollow.toml --state-dir state
	grep -Eq -e "$2" out || fail "no word of \"$2\": $(cat out)"
}
by_hand() { # NSUPDATE-LINE...: somebody else's update of the zone
	printf '%s\n' "server 10.53.0.2" "zone $zone" "$@" send | on_server nsupdate -k host1.key ||
		fail "nsupdate $*"
}
in_the_past=(env LD_PRELOAD="$TOOLS/libpast.so" ASAN_OPTIONS=verify_asan_link_order=0)

# A named beside the server: a secondary that forwards updates of one zone, and knows no other.
start_second() {
	mkdir -p second
	cat >second/named.conf <<-END
		options {
			directory "$ROOM/second"; listen-on { 10.53.0.3; }; listen-on-v6 { none; }; recursion no;
			transfer-source 10.53.0.3; notify-source 10.53.0.3; query-source address 10.53.0.3;
			dnssec-validation no; notify no; pid-file none; session-keyfile none;
		};
		controls { };
		include "$ROOM/host1.key";
		zone "c24.example.com" {
			type secondary; primaries { 10.53.0.2; }; allow-update-forwarding { any; };
			min-refresh-time 1; max-refresh-time 1;
		};
	END
	on_server ip addr replace 10.53.0.3/24 dev lan1
	start nsenter --net="/proc/$server_network/ns/net" named -g -n 1 -c second/named.conf \
		>>second.log 2>&1
	is_up() {
		on_server dig +short +norec +time=1 +tries=1 @10.53.0.3 c24.example.com SOA | grep -q ' 3600 '
	}
	within 20 is_up
}

# shellcheck source=tests/system/acceptance-cases.sh
. "$lab/acceptance-cases.sh"

# Runs the cases in turn.
run_cases() { # NN...
	local number name began
	for number; do
		name=$(compgen -A function "case_${number}_")
		began=$(milliseconds)
		zone=c$number.example.com
		host=host1.$zone
		"$name"
		name=${name#case_??_}
		echo "case $number ${name//_/ }: ok, $(($(milliseconds) - began)) ms"
	done
}
