# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# lib.sh, and what stands between a machine and the Internet: routers with NAT, and services that
# tell where a request came from and count.
#
#   here                    router N, a network of its own             on_server
#     INTERFACE ---- veth ---- inside 192.168.N.1                        9.9.9.x: services; 9.9.9.9
#     192.168.N.2              outside, set by router_wan ---- veth ---- ispN  5.6.N.1, 11.22.N.1,
#                                                                              100.64.N.1
lab=$(realpath "${BASH_SOURCE[0]%/*}")
# shellcheck source=tests/system/lib.sh
. "$lab/lib.sh"
python=$(command -v /usr/bin/python3 || command -v python3 || :)

# --- Routers.
declare -A router_network
on_router() { # N COMMAND...
	local network=${router_network[$1]}
	shift
	nsenter --net="/proc/$network/ns/net" "$@"
}
add_router() { # N INTERFACE
	local n=$1 interface=$2
	ip link del "$interface" 2>/dev/null || :
	start unshare -n sleep infinity
	router_network[$n]=$!
	within 10 is_elsewhere "${router_network[$n]}" >/dev/null
	ip link add "$interface" type veth peer name inside netns "${router_network[$n]}"
	on_router "$n" ip link add outside type veth peer name "isp$n" netns "$server_network"
	on_server ip -batch - <<-END
		link set isp$n up
		addr add 5.6.$n.1/24 dev isp$n
		addr add 11.22.$n.1/24 dev isp$n
		addr add 100.64.$n.1/24 dev isp$n
	END
	on_router "$n" ip -batch - <<-END
		link set lo up
		link set inside up
		link set outside up
		addr add 192.168.$n.1/24 dev inside
	END
	on_router "$n" nft -f - <<-END
		table ip nat {
			chain out { type nat hook postrouting priority srcnat; oifname outside masquerade; }
		}
	END
	on_router "$n" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
	ip link set "$interface" up
	ip addr add "192.168.$n.2/24" dev "$interface"
}
way_out() { # N INTERFACE [METRIC]: by this router
	ip route replace default via "192.168.$1.1" dev "$2" ${3:+metric "$3"}
}
router_wan() { # N ADDRESS: 5.6.N.x, 11.22.N.x or 100.64.N.x, and no other
	on_router "$1" ip -batch - <<-END
		addr flush dev outside to 0/0
		addr add $2/24 dev outside
		route add default via ${2%.*}.1
	END
}
# A daemon for NAT-PMP and PCP, as it is in most home routers.
start_miniupnpd() { # N
	cat >"miniupnpd$1.conf" <<-END
		ext_ifname=outside
		listening_ip=inside
		http_port=0
		enable_natpmp=yes
		enable_upnp=yes
		secure_mode=yes
		uuid=00000000-0000-0000-0000-0000000000$1
		allow 1024-65535 192.168.$1.0/24 1024-65535
	END
	on_router "$1" nft -f - <<-END
		table inet filter {
			chain forward { type filter hook forward priority 0; jump miniupnpd; }
			chain prerouting { type nat hook prerouting priority -100; jump prerouting_miniupnpd; }
			chain miniupnpd { }
			chain prerouting_miniupnpd { }
			chain postrouting_miniupnpd { }
		}
	END
	start nsenter --net="/proc/${router_network[$1]}/ns/net" \
		miniupnpd -d -f "miniupnpd$1.conf" -P "miniupnpd$1.pid" >>"miniupnpd$1.log" 2>&1
	within 10 is_listening on_router "$1"
}
is_listening() { "$@" ss -Hlun sport = :5351 | grep -q .; }
# One that says whatever we want.
start_gateway() { # N ADDRESS [SENDER]: the address that it tells, and from which one
	start nsenter --net="/proc/${router_network[$1]}/ns/net" \
		"$python" "$lab/tools/nat_pmp_gateway.py" "$2" "${3-}" 2>>gateway.log
	# shellcheck disable=SC2034 # for the tests
	gateway=$!
	within 10 is_listening on_router "$1"
}

# --- Services.
start_services() { # ADDRESS[=ANSWER]...: see tools/echo_services.py
	local service
	: >requests
	for service; do
		on_server ip addr add "${service%%=*}/32" dev lo
	done
	start nsenter --net="/proc/$server_network/ns/net" \
		"$python" "$lab/tools/echo_services.py" requests "$@" 2>>services.log
	# shellcheck disable=SC2034 # for the tests
	services=$!
	within 10 grep -q '^ready$' requests
}
requests() { # [ADDRESS]: how many there were
	grep -c "^${1-9}" requests || :
}
urls() { # ADDRESS...: as they stand in the configuration
	printf '"http://%s/", ' "$@"
}
configure_echo() { # TABLE-LINES ADDRESS...
	local lines=$1
	shift
	cat >>nsfollow.toml <<-END
		[echo]
		services = [$(urls "$@")]
		$lines
	END
}

# The name server lies behind the routers, too.
primary=9.9.9.9
configure
