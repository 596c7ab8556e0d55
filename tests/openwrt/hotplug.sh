# shellcheck shell=sh disable=SC1091,SC3023,SC3043
# SPDX-License-Identifier: MIT
# What the scripts that netifd, the DHCP clients and the NTP client source tell nsfollow, and that
# they keep none of them waiting.
here=$1
. "$here/lib.sh"
to="trigger --source"
socket="--socket $ROUTER/var/run/nsfollow/control.sock"

# Stands for nsfollow: notes its words and what it was left with, and is as slow as is wanted.
rm usr/sbin/nsfollow
cat >usr/sbin/nsfollow <<'EOF'
#!/bin/sh
for fd in 0 1 2; do [ /proc/$$/fd/$fd -ef /dev/null ] || set -- "$@" "fd $fd"; done
for fd in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$fd ] || set -- "$@" "fd $fd"; done
echo "$*" >>"$ROUTER/record"
[ ! -p "$ROUTER/hold" ] || read -r _ <"$ROUTER/hold"
exit 7
EOF
chmod 755 usr/sbin/nsfollow

# As hotplug-call, dhcp.script and dhcpv6.script do: in a subshell, with their arguments. All that
# it starts holds the pipe.
cat >call <<'EOF'
script=$1
shift
( . "$script" ) || exit
echo done >"$ROUTER/returned"
EOF
sources() { # WORDS-OF-NSFOLLOW SCRIPT [VARIABLE=VALUE...] [-- ARGUMENT...]; no words: none
	local words="$1" script="$2"
	shift 2
	: >record
	: >said
	rm -f returned
	set -- "$@" --
	call "$script" "$@" 20>&1 >said 2>&1 3</dev/zero 5</dev/zero 9</dev/zero | cat
	[ -e returned ] || fail "$script failed: $(cat said)"
	same "$(cat record)" "$words" "$script $*"
	same "$(cat said)" '' "what $script $* says"
	[ ! -e canary ] || fail "a text was executed: $*"
}
call() { # SCRIPT VARIABLE=VALUE... -- ARGUMENT... --
	local script="$1"
	shift
	(
		while [ "$1" != -- ]; do
			export "${1?}"
			shift
		done
		shift
		[ $# = 0 ] || { # the arguments, without the last --
			# shellcheck disable=SC2016 # expanded by eval
			eval "set -- $(i=1 &&
				while [ $i -lt $# ]; do printf '"${%s}" ' $i && i=$((i + 1)); done)"
		}
		ash call "$script" "$@"
	)
}

iface=$ROUTER/etc/hotplug.d/iface/95-nsfollow
ntp=$ROUTER/etc/hotplug.d/ntp/50-nsfollow
odhcp6c=$ROUTER/etc/odhcp6c.user.d/50-nsfollow
udhcpc=$ROUTER/etc/udhcpc.user.d/50-nsfollow

echo "netifd: up, changed and down are told, with the device where it is known"
sources "$to netifd $socket --interface pppoe-wan" "$iface" ACTION=ifup INTERFACE=wan \
	DEVICE=pppoe-wan
sources "$to netifd $socket --interface eth1" "$iface" ACTION=ifupdate INTERFACE=wan DEVICE=eth1 \
	IFUPDATE_ADDRESSES=1
sources "$to netifd $socket --interface eth1" "$iface" ACTION=ifupdate INTERFACE=wan6 DEVICE=eth1 \
	IFUPDATE_PREFIXES=1 IFUPDATE_DATA=1
sources "$to netifd $socket --interface eth1" "$iface" ACTION=ifupdate INTERFACE=wan6 DEVICE=eth1
sources "$to netifd $socket --down" "$iface" ACTION=ifdown INTERFACE=wan
for action in iflink ifup-failed create free reload ''; do
	sources '' "$iface" ACTION=$action INTERFACE=wan DEVICE=eth1
done
sources '' "$iface" ACTION=ifupdate INTERFACE=wan DEVICE=eth1 IFUPDATE_DATA=1
sources '' "$iface"

echo "the NTP client: a clock that was set is told, and its beats are not"
sources "$to ntp $socket" "$ntp" ACTION=stratum
sources "$to ntp $socket" "$ntp" ACTION=step
for action in unsync periodic ''; do sources '' "$ntp" ACTION=$action; done

echo "odhcp6c: what the provider gives is told, and each router advertisement is not"
for event in bound informed updated rebound; do
	sources "$to odhcp6c $socket --interface eth1" "$odhcp6c" INTERFACE=wan6 -- eth1 $event
done
sources "$to odhcp6c $socket --interface eth1 --down" "$odhcp6c" -- eth1 unbound
for event in started ra-updated stopped; do sources '' "$odhcp6c" -- eth1 $event; done

echo "udhcpc: a lease is told, with its address"
sources "$to udhcpc $socket --interface eth1 --address 5.6.7.8" "$udhcpc" \
	interface=eth1 ip=5.6.7.8 INTERFACE=wan -- bound
sources "$to udhcpc $socket --interface eth1 --address 5.6.7.8" "$udhcpc" interface=eth1 \
	ip=5.6.7.8 -- renew
sources "$to udhcpc $socket --interface eth1 --down" "$udhcpc" interface=eth1 ip=5.6.7.8 -- deconfig
sources '' "$udhcpc" interface=eth1 -- nak

echo "names that no device has are left out"
# shellcheck disable=SC2016 # not to be expanded
for name in '$(touch canary)' '`touch canary`' ';touch canary;' "';touch canary;'" 'a b' '*' 'é' \
	'sixteen-octets--' 'a/b' "$(printf 'a\nb')" ''; do
	sources "$to netifd $socket" "$iface" ACTION=ifup "DEVICE=$name"
	sources "$to odhcp6c $socket" "$odhcp6c" -- "$name" bound
	sources "$to udhcpc $socket" "$udhcpc" "interface=$name" "ip=$name" -- bound
done

echo "nobody waits for nsfollow"
mkfifo hold
: >record
for script in "$iface" "$ntp" "$odhcp6c" "$udhcpc"; do
	rm -f returned
	call "$script" ACTION=ifup DEVICE=eth1 -- eth1 bound -- 20>&1 # returns while it is held
	[ -e returned ] || fail "$script did not return"
done
call "$ntp" ACTION=step -- --
call "$udhcpc" interface=eth1 -- bound --
tries=0
until [ "$(wc -l <record)" -ge 4 ]; do
	tries=$((tries + 1))
	[ $tries -lt 200 ] || fail "not all are told: $(cat record)"
	sleep 0.05
done
while read -r _; do printf '\n\n\n\n\n\n' >hold; done <<EOF
one
EOF
rm hold

echo "without nsfollow, nothing is told and nothing is wrong"
rm usr/sbin/nsfollow
sources '' "$iface" ACTION=ifup DEVICE=eth1
sources '' "$ntp" ACTION=step
sources '' "$odhcp6c" -- eth1 bound
sources '' "$udhcpc" interface=eth1 -- bound
