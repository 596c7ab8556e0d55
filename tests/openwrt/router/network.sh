# shellcheck shell=sh disable=SC2154,SC3043
# SPDX-License-Identifier: MIT
# What nsfollow's scripts use of OpenWrt's /lib/functions/network.sh.

# A file stands for netifd: "NETWORK DEVICE" for each that is up, "NETWORK" for one that is down.
# The variable stays as it is where netifd knows no such network.
network_get_device() { # VARIABLE NETWORK
	local __tmp
	__tmp=$(sed -n "s/^$2\$/down/p; s/^$2 /up /p" "$ROUTER/networks")
	case $__tmp in
	'') return 1 ;;
	down) eval "$1=''; return 1" ;;
	*) eval "$1=\${__tmp#up }" ;;
	esac
}
