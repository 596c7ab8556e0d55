# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the system tests stand on: two networks, a real named, a real nsfollow.  A test sources this
# first; from then on it runs in namespaces of its own, in a directory of its own, and all of that
# vanishes with it, however it ends.
#   usage of a test: NNN-topic NSFOLLOW TOOLS
#
#   here, the client                      on_server COMMAND...
#     wan0  set by uplink() ---- veth ----  wan1  5.6.7.1, 11.22.33.1, 2a00:1234::1, fe80::1
#     lan0  10.53.0.1       ---- veth ----  lan1  10.53.0.2, and 9.9.9.9 behind it: named
#
# These addresses look public, because others would not be published; no packet leaves.
set -eu
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C

skip() {
	echo "skipped: $*"
	exit 77
}

needs() { # COMMAND...
	local command
	for command; do
		command -v "$command" >/dev/null || skip "there is no $command"
	done
}

# --- Outside: one more process, which runs the test again in namespaces.
NSFOLLOW=$(realpath "${1:?usage: $0 NSFOLLOW TOOLS}")
# shellcheck disable=SC2034 # for the tests
TOOLS=$(realpath "${2:?usage: $0 NSFOLLOW TOOLS}") # where tools/ was built
if [ -z "${ROOM-}" ]; then
	needs named tsig-keygen dig ip unshare nsenter setpriv
	flags=-nm
	[ "$(id -u)" = 0 ] || flags=-rnm
	unshare $flags true 2>/dev/null || skip "this system gives no private network"
	ROOM=$(mktemp -d "${TMPDIR:-/tmp}/nsfollow-system.XXXXXX")
	export ROOM
	trap 'rmdir "$ROOM"' EXIT
	setpriv --pdeathsig KILL unshare $flags "$0" "$@" || exit
	exit 0
fi

# --- Inside.
fail() {
	echo "FAILED: $*"
	for file in named.log log; do
		[ -s $file ] && echo "--- the end of $file" && tail -n 25 $file
	done
	exit 1
}

# Processes: all die with the test, even if that is killed.
children=()
start() { # COMMAND...: in the background, its process is $!
	setpriv --pdeathsig KILL "$@" &
	children+=($!)
}
reap() { # SIGNAL PID: ends a process that start() started; its exit status
	kill "-$1" "$2" 2>/dev/null || :
	wait "$2" 2>/dev/null
}
clean_up() {
	local result=$? child
	for child in "${children[@]}"; do
		reap KILL "$child" || :
	done
	exit $result
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# Conditions: bounded waits, and what must hold all the time.
milliseconds() { echo $((${EPOCHREALTIME/./} / 1000)); }
wait_until() { # SECONDS COMMAND...
	local end=$(($(milliseconds) + $1 * 1000))
	shift
	until "$@"; do
		[ "$(milliseconds)" -lt $end ] || return 1
		sleep 0.03
	done
}
within() { # SECONDS COMMAND...: fails the test if that does not become true
	local seconds=$1 began
	began=$(milliseconds)
	shift
	wait_until "$seconds" "$@" || fail "not within $seconds s: $*"
	echo "$(($(milliseconds) - began)) ms until: $*"
}
stays() { # SECONDS COMMAND...
	local end=$(($(milliseconds) + $1 * 1000))
	shift
	while [ "$(milliseconds)" -lt $end ]; do
		expect "$@"
		sleep 0.1
	done
}
expect() { "$@" || fail "expected: $*"; }
not() { ! "$@"; }
same() { # GOT WANTED WHAT
	[ "$1" = "$2" ] || fail "$3: got \"$1\", not \"$2\""
}
exits() { # CODE COMMAND...: its output is in "out"
	local wanted=$1 code=0
	shift
	"$@" >out 2>&1 || code=$?
	[ $code = "$wanted" ] || fail "exit code $code, not $wanted, of: $*
$(cat out)"
}

# The networks.
on_server() { nsenter --net="/proc/$server_network/ns/net" "$@"; }
is_elsewhere() {
	local there
	there=$(readlink "/proc/$1/ns/net") && [ "$there" != "$(readlink /proc/self/ns/net)" ]
}
join() { # HERE THERE: a cable between the two networks
	ip link add "$1" type veth peer name "$2" netns "$server_network"
	ip link set "$1" addrgenmode none up
	on_server ip link set "$2" addrgenmode none up
}
join_uplink() {
	join wan0 wan1
	on_server ip -batch - <<-END
		addr add 5.6.7.1/24 dev wan1
		addr add 11.22.33.1/24 dev wan1
		addr add 2a00:1234::1/64 dev wan1 nodad
		addr add fe80::1/64 dev wan1 nodad
	END
	ip addr add fe80::2/64 dev wan0 nodad
}
build_networks() {
	start unshare -n sleep infinity
	server_network=$!
	within 10 is_elsewhere "$server_network" >/dev/null
	ip link set lo up
	on_server ip link set lo up
	join lan0 lan1
	join_uplink
	ip addr add 10.53.0.1/24 dev lan0
	on_server ip addr add 10.53.0.2/24 dev lan1
	on_server ip addr add 9.9.9.9/32 dev lo
}
# The uplink has this IPv4 address and no other, as after a DHCP lease.
uplink() { # ADDRESS: 5.6.7.x or 11.22.33.x
	ip -batch - <<-END
		addr flush dev wan0 to 0/0
		addr add $1/24 dev wan0
		route add default via ${1%.*}.1
	END
}
uplink6() { # ADDRESS: 2a00:1234::x, one more, without duplicate address detection
	ip addr add "$1/64" dev wan0 nodad
	ip -6 route replace default via fe80::1 dev wan0
}
# Whether the server can be reached.  Packets are lost where they arrive: whoever sends is not told.
black_hole() { # on|off
	if [ "$1" = on ]; then
		on_server nft -f - <<-END
			table inet hole {
				chain in { type filter hook input priority 0; iifname != lo th dport 53 drop; }
			}
		END
	else
		on_server nft delete table inet hole
	fi
}

# The name server.
write_zone() {
	cat >db <<-END
		\$TTL 300
		@ SOA ns1 root 1 3600 600 86400 60
		@ NS ns1
		ns1 A 10.53.0.2
	END
}
configure_named() { # [GRANTS]
	cat >named.conf <<-END
		include "host1.key";
		options {
			directory "$ROOM"; listen-on { any; }; listen-on-v6 { none; }; recursion no;
			dnssec-validation no; notify no; pid-file none; session-keyfile none;
		};
		controls { };
		zone "d.example.com" {
			type primary; file "db";
			update-policy { ${1:-grant host1 zonesub A AAAA;} };
		};
	END
}
start_named() { # [WRAPPER...]
	start nsenter --net="/proc/$server_network/ns/net" "$@" named -g -n 1 -c named.conf >>named.log 2>&1
	# shellcheck disable=SC2034 # for the tests
	named=$!
	wait_until 20 serves || fail "named does not start"
}
serves() { [ "$(serial)" -gt 0 ] 2>/dev/null; }
ask() { # NAME TYPE...: one value a line, sorted
	on_server dig +short +norec +time=1 +tries=1 @10.53.0.2 "$@" | sort
}
holds() { # NAME TYPE [VALUE...]: these values and no others are there
	local name=$1 type=$2
	shift 2
	[ "$(ask "$name" "$type")" = "$(printf '%s\n' "$@" | sort)" ]
}
serial() { ask d.example.com SOA | cut -d ' ' -f 3; } # grows by one with each update
updates_are() { same "$(($(serial) - 1))" "$1" "number of updates"; } # since write_zone

# nsfollow.
level=info
host=host1.d.example.com
primary=10.53.0.2
configure() { # [ZONE-LINES [HOST-LINES [TOP-LINES]]]
	cat >nsfollow.toml <<-END
		${3-}
		[zone."d.example.com"]
		server = "$primary"
		key = "host1.key"
		${1-}
		[[host]]
		name = "$host"
		${2-}
	END
}
nsfollow() { # COMMAND [ARGUMENT...]
	local command=$1
	shift
	"$NSFOLLOW" "$command" --config nsfollow.toml --state-dir state "$@"
}
mark_log() { log_read=$(wc -l <log); }
said() { tail -n "+$((log_read + 1))" log | grep -Eq -e "$1"; }
times_said() { tail -n "+$((log_read + 1))" log | grep -Ec -e "$1" || :; }
said_times() { same "$(times_said "$2")" "$1" "times said \"$2\""; }
begin_watch() { # [WRAPPER...]: does not wait
	mark_log
	start "$@" setpriv --pdeathsig KILL "$NSFOLLOW" run --config nsfollow.toml \
		--state-dir state --log-level "$level" >>log 2>&1
	watcher=$!
}
watch() { # [WRAPPER...]
	begin_watch "$@"
	wait_until 10 said 'watching for' || fail "nsfollow does not start"
}
watcher_lives() { kill -0 "$watcher" 2>/dev/null; }
end_watch() { # [SECONDS]: asks it to end, which it does in time and in good order
	local code=0 began
	began=$(milliseconds)
	reap TERM "$watcher" || code=$?
	same $code 0 "exit code on SIGTERM"
	expect test $(($(milliseconds) - began)) -lt $((${1:-2} * 1000))
	said 'stopped; what is published stays' || fail "no word of farewell"
}
crash_watch() { reap KILL "$watcher" || :; }
# What is told of the addresses can be read, by people and by programs.
explain_is_readable() { # [NAME]: its text is in "out"
	nsfollow explain --json "$@" >json 2>>explain.log || fail "explain --json"
	if command -v python3 >/dev/null; then expect python3 -m json.tool json parsed; fi
	nsfollow explain "$@" >out 2>>explain.log || fail "explain"
	expect not grep -E '.{81}' out
	expect not grep '[[:cntrl:]]' out
}
# The log may quote anything, but nothing that a terminal obeys.
log_is_clean() { expect not grep '[[:cntrl:]]' log; }

mount -t tmpfs -o mode=755 none /run # for sockets at their usual place
mount -t tmpfs -o mode=755 none "$ROOM"
cd "$ROOM"
: >log
mark_log
build_networks
tsig-keygen host1 >host1.key
chmod 600 host1.key
write_zone
configure_named
configure
