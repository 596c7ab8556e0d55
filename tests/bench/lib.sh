# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# What the benches share: a world of two network namespaces with a real named, the programs that
# follow an address in it, and numbers.
#
# The machine's end of the path is `wan` (10.9.0.2 for the way, 5.6.7.x to be published); the name
# server is 11.22.33.53 in the namespace "server", its zone on tmpfs.  Nothing leaves the world, and
# all of it ends with the world.
set -euo pipefail
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${NSFOLLOW:?run this by tests/bench/run}" "${TOOL:?}"
RUNS=${RUNS:-50}
QUICK=${QUICK:-} # set: as short as can be, the figures mean nothing
SERVER=11.22.33.53
NAMED_AT=$SERVER # where named listens; elsewhere when a relay is in front of it
ZONE=d.example.com
NAME=host1.$ZONE
HERE=/run/bench # a tmpfs of this world

# in_world SCRIPT WORD...: runs a script of tests/bench in a world of its own.
in_world() {
	local user=()
	[ "$(id -u)" = 0 ] || user=(--user --map-root-user)
	unshare "${user[@]}" --net --mount --pid --fork --kill-child --mount-proc \
		bash "$BENCH/$1" inside "${@:2}"
}

at_server() { nsenter --net=/run/netns/server "$@"; }

# Lays out the network.
lay_path() {
	mount -t tmpfs bench /run
	mkdir -p $HERE/named $HERE/state /run/netns
	cd $HERE
	ip netns add server
	ip link set lo up
	ip link add wan type veth peer name lan netns server
	ip addr add 10.9.0.2/24 dev wan
	ip link set wan up
	at_server sh -c "ip link set lo up; ip addr add $SERVER/32 dev lo; ip link set lan up
		ip addr add 10.9.0.1/24 dev lan; ip addr add 5.6.7.1/24 dev lan; ip addr add 5.6.8.1/24 dev lan"
	ip route add default via 10.9.0.1 dev wan
	tsig-keygen host1 >host1.key
	chmod 600 host1.key
}

# write_zones COUNT: named's configuration and zones; d.example.com alone, or d0, d1, ...
write_zones() {
	local zone
	cat >named.conf <<-END
		include "$HERE/host1.key";
		options {
			directory "$HERE/named"; recursion no; pid-file none; session-keyfile none; notify no;
			listen-on { $NAMED_AT; }; listen-on-v6 { none; }; dnssec-validation no;
		};
		controls { };
	END
	for zone in $(zones "$1"); do
		cat >>named.conf <<-END
			zone "$zone" { type primary; file "$zone"; update-policy { grant host1 zonesub A AAAA; }; };
		END
		cat >"named/$zone" <<-END
			\$TTL 300
			@ SOA ns1 root 1 3600 600 86400 60
			@ NS ns1
			ns1 A $SERVER
		END
	done
}
zones() {
	[ "$1" != 1 ] || echo $ZONE
	[ "$1" = 1 ] || seq -f 'd%g.example.com' 0 $(($1 - 1))
}

# start_named [ZONES]: returns when the last zone answers.  NAMED is its process.
start_named() {
	# Not at_server: a function would be a process between this and named.
	nsenter --net=/run/netns/server named -f -4 -n 1 -c $HERE/named.conf >>named.log 2>&1 &
	export NAMED=$!
	local turn
	for turn in {1..500}; do
		at_server dig +short +time=1 +tries=1 @$NAMED_AT ns1."$(zones "$1" | tail -n 1)" A 2>/dev/null |
			grep -qx $SERVER && return
		sleep 0.05
	done
	echo "named does not start: $turn times no answer" >&2
	return 1
}

world() {
	lay_path
	write_zones 1
	start_named 1
}

# with_address N: as bench_tool counts them.
with_address() { echo 5.6.7.$((10 + $1 % 210)); }
give_address() { ip addr add "$(with_address "$1")"/24 dev wan; }

# is_right ADDRESS [SECONDS]: prints when the server's record was that address.
is_right() { at_server "$TOOL" await $NAMED_AT 53 $NAME "$1" "${2:-30}"; }
now() { echo "$EPOCHREALTIME"; }

# write_settings [LINE...]: nsfollow's defaults, and lines for its zone; $TOP stands before all.
write_settings() {
	{
		[ -z "${TOP-}" ] || printf '%s\n' "$TOP"
		printf '[zone."%s"]\nserver = "%s"\nkey = "host1.key"\n' $ZONE $SERVER
		printf '%s\n' "$@"
		printf '[[host]]\nname = "%s"\n' $NAME
	} >nsfollow.toml
}

# start_follower WHO [LINE...]: nsfollow or one of rivals/, in a session of its own; FOLLOWER is its
# process.
start_follower() {
	local who=$1
	shift
	rm -rf state/*
	if [ "$who" = nsfollow ]; then
		write_settings "$@"
		setsid "$NSFOLLOW" run --config nsfollow.toml --state-dir state >>follower.log 2>&1 &
	else
		setsid "$BENCH/rivals/$who" $NAME $ZONE host1.key $SERVER wan >>follower.log 2>&1 &
	fi
	FOLLOWER=$!
}

# Ends all of its session.
stop_follower() {
	{
		pkill -KILL -s "$FOLLOWER"
		wait "$FOLLOWER"
	} 2>/dev/null || true
}

# Waits until the follower follows: some of them need a first event.
prod() {
	local tries=0
	until is_right "$(with_address "$2")" 1 >/dev/null || ((++tries > 50)); do
		# A change of lifetime is an event, and changes no address.
		ip addr change "$(with_address "$2")"/24 dev wan valid_lft forever preferred_lft forever
	done
	sleep 1.5 # so that the first change is an isolated one
}

# Those that follow the address, as they are called in tables.
FOLLOWERS=(nsfollow coproc simple best)
called() {
	case $1 in
	nsfollow) echo "nsfollow" ;;
	coproc) echo "ip monitor | one nsupdate" ;;
	simple) echo "ip monitor | nsupdate each" ;;
	best) echo "the best script" ;;
	esac
}

# percentile P: of the numbers on stdin, one a line; "never" is greater than any.
percentile() {
	sed 's/never/inf/' | sort -g | awk -v p="$1" '
		{ all[NR] = $1 }
		END {
			if (NR == 0) { print "-"; exit }
			k = int((NR * p + 99) / 100); if (k < 1) k = 1
			print all[k] == "inf" ? "never" : all[k]
		}'
}
median() { percentile 50; }
column() { awk -v c="$1" '{ print $c }'; }

# How busy the machine was: the figures of a busy one are worth less.
print_load() { printf '%s; load %s on %s cores\n' "$1" "$(cut -d' ' -f1-3 /proc/loadavg)" "$(nproc)"; }

# run_all SCRIPT WORD...: `inside WHO WORD...` of a script for all followers at once; what each
# prints is in $OUT/WHO.  TURN tells them apart that want to take turns.
run_all() {
	local who jobs=()
	OUT=${OUT:-$(mktemp -d)}
	trap 'rm -rf "$OUT"' EXIT
	TURN=0
	for who in "${FOLLOWERS[@]}"; do
		TURN=$TURN in_world "$1" "$who" "${@:2}" >"$OUT/$who" 2>"$OUT/$who.said" &
		jobs+=($!)
		TURN=$((TURN + 1))
	done
	for who in "${FOLLOWERS[@]}"; do
		wait "${jobs[0]}" || {
			echo "$who failed:" >&2
			tail "$OUT/$who.said" >&2
			return 1
		}
		jobs=("${jobs[@]:1}")
	done
}
# How often each value is there: "1 (49x), 3 (1x)".
spread() { sort -n | uniq -c | awk '{ printf "%s%s (%dx)", s, $2, $1; s = ", " }'; }
