#!/bin/sh
# SPDX-License-Identifier: MIT
# Fails when a room of src/ includes what it may not know.
#   usage: layers.sh SRC
cd "${1:?usage: layers.sh SRC}" || exit 2

own_rooms() {
	# Each line: a room, then the rooms it may include besides itself.
	while read -r room allowed; do
		grep -rHn '^#include "' "$room" | while IFS= read -r line; do
			to=${line#*\"}
			case " $room $allowed " in *" ${to%%/*} "*) ;; *) echo "$line" ;; esac
		done
	done <<-ROOMS
		base
		core base
		uv base
		settings core base
		state core uv base
		netlink core uv base
		dns core uv base
		gateway core uv base
		echo core uv base
		command core uv base
		echo_probe core base
		control core uv base
		daemon settings state netlink dns gateway echo command control core uv base
		cli daemon control settings state core base
	ROOMS
}

guest_rooms() {
	# Each line: the beginning of a foreign header's name, then the only room that knows it.
	while read -r header room; do
		grep -rHn "^#include <$header" . | grep -v "^\./$room/"
	done <<-GUESTS
		uv.h uv
		ldns/ dns
		openssl/ dns
		netlink/ netlink
		toml settings
		curl/ echo_probe
	GUESTS
}

# TLS is one file's matter, so that the program can be built without it.
tls_alone() {
	grep -rHn '^#include <openssl/ssl' . | grep -v '^\./dns/tls\.cpp:'
}

unlisted() {
	known=" base core uv settings state netlink dns gateway echo command control echo_probe daemon cli "
	for room in */; do
		case $known in *" ${room%/} "*) ;; *) echo "$room: a room without a rule" ;; esac
	done
}

bad=$(own_rooms; guest_rooms; tls_alone; unlisted)
[ -z "$bad" ] && exit 0
echo "$bad" >&2
exit 1
