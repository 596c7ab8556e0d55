# shellcheck shell=sh disable=SC2154,SC3043
# SPDX-License-Identifier: MIT
# What nsfollow's scripts use of OpenWrt's /lib/functions/network.sh.

# A file with "NETWORK DEVICE" for each that is up stands for netifd.
network_get_device() {
	local device_
	device_=$(sed -n "s/^$2 //p" "$ROUTER/networks")
	eval "$1=\$device_"
	[ -n "$device_" ]
}
