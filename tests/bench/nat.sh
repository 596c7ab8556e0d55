#!/bin/bash
# SPDX-License-Identifier: MIT
# Behind a NAT: the router gets another public address, and the machine behind it is told by its
# router alone.  How long until named has accepted it, and was a service on the Internet asked?
# Time runs from just before the router's own netlink message, as in latency.sh.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
RUNS=${NAT_RUNS:-20}
PERIOD=3000
BLOCK=20 # changes in one life of nsfollow, whose rate limit begins after 30

at_router() { nsenter --net=/run/netns/router "$@"; }
router_address() { at_router ip addr "$1" "$(with_address "$2")"/24 dev wan; }

# The way to the server is the router's now, and this machine is behind it.
lay_nat() {
	ip netns add router
	ip link set wan netns router
	ip link add home type veth peer name inside netns router
	ip addr add 192.168.50.2/24 dev home
	ip link set home up
	ip route add default via 192.168.50.1
	# An address with another label is none of the interface's for those who ask by name.
	at_router ip -batch - <<-END
		link set lo up
		link set inside up
		link set wan up
		addr add 192.168.50.1/24 dev inside
		addr add 10.9.0.2/24 dev wan label wan:way
		route add default via 10.9.0.1
	END
	at_router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
	at_router nft -f - <<-END
		table inet filter {
			counter echo { }
			chain forward {
				type filter hook forward priority 0
				tcp dport { 80, 443 } tcp flags & (syn | ack) == syn counter name echo
				jump miniupnpd
			}
			chain prerouting { type nat hook prerouting priority -100; jump prerouting_miniupnpd; }
			chain postrouting { type nat hook postrouting priority 100; oifname wan masquerade; }
			chain miniupnpd { }
			chain prerouting_miniupnpd { }
			chain postrouting_miniupnpd { }
		}
	END
}

start_miniupnpd() {
	cat >miniupnpd.conf <<-END
		ext_ifname=wan
		listening_ip=inside
		http_port=0
		enable_natpmp=yes
		enable_upnp=yes
		secure_mode=yes
		uuid=00000000-0000-0000-0000-000000000001
		allow 1024-65535 192.168.50.0/24 1024-65535
	END
	nsenter --net=/run/netns/router miniupnpd -d -f $HERE/miniupnpd.conf -P $HERE/pid >>miniupnpd.log 2>&1 &
	until at_router ss -Hlun sport = :5351 | grep -q .; do sleep 0.05; done
}

# Prints a line "ms updates" for each change, and at last "echo" and the number of connections.
inside() {
	local n=0 count left=$RUNS
	world
	lay_nat
	router_address add 0
	start_miniupnpd
	while ((left > 0)); do
		start_follower nsfollow '[echo]' 'services = ["http://9.9.9.1/", "http://9.9.9.2/"]'
		is_right "$(with_address "$n")" >/dev/null
		sleep 1.5 # so that the first change is an isolated one
		count=$((left < BLOCK ? left : BLOCK))
		at_router "$TOOL" latency /run/netns/server lan wan "$n" $count $PERIOD 0
		n=$((n + count)) left=$((left - count))
		stop_follower
	done
	at_router nft list counter inet filter echo | awk '$1 == "packets" { print "echo", $2 }'
}

if [ "${1-}" = inside ]; then
	inside
	exit
fi
command -v miniupnpd >/dev/null || {
	echo "skipped: no miniupnpd" >&2
	exit 77
}
print_load "nat: a new public address of the router until accepted, ms, $RUNS runs"
all=$(mktemp)
trap 'rm -f "$all"' EXIT
in_world nat.sh >"$all"
times() { grep -v echo "$all"; }
printf '\n%-28s %8s %8s %8s %8s  %s\n' "" p50 p95 max never "updates per change"
printf '%-28s %8s %8s %8s %8s  %s\n' "nsfollow, told by miniupnpd" \
	"$(times | column 1 | median)" "$(times | column 1 | percentile 95)" \
	"$(times | column 1 | percentile 100)" "$(times | grep -c never || true)" \
	"$(times | column 2 | spread)"
printf '%-28s %8s\n' "requests to echo services" "$(awk '/echo/ { print $2 }' "$all")"
