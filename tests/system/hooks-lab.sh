# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# lib.sh, and programs of the system that run hooks: they find private copies of their directories,
# a server that leases addresses, and between the hooks and nsfollow one who takes notes.
lab=$(realpath "${BASH_SOURCE[0]%/*}")
# shellcheck source=tests/system/lib.sh
. "$lab/lib.sh"

# They change their user, their host's name and files in /etc.
read -r _ _ users </proc/self/uid_map
[ "$users" -gt 1 ] || skip "only root has more than one user"
mount -t tmpfs none /run
mkdir /run/nsfollow
# shellcheck disable=SC2034 # for lib.sh: the watcher tells who told it to look
level=debug
: >resolv.conf
mount --bind resolv.conf "$(realpath /etc/resolv.conf)" || skip "there is no /etc/resolv.conf"
private() { # DIRECTORY...: what is written there is gone with the test
	local directory
	for directory; do
		mkdir -p "private$directory"
		cp -a "$directory/." "private$directory/"
		mount --bind "private$directory" "$directory"
	done
}
isolated() { setpriv --pdeathsig KILL unshare -u "$@"; } # may rename the host

# Notes the words of each call, and does what nsfollow does.
cat >noting <<-END
	#!/bin/sh
	env >>'$ROOM/environments'
	echo "\$(printf '[%s]' "\$@")" >>'$ROOM/notes'
	exec '$NSFOLLOW' "\$@"
END
chmod 755 noting
: >notes
plug_in() { # SYSTEM: installs its hooks
	local file
	"$NSFOLLOW" hooks --install "$1" >installed 2>&1 || fail "hooks --install: $(cat installed)"
	grep -o '/.*nsfollow$' installed >files || fail "nothing was installed: $(cat installed)"
	while IFS= read -r file; do
		sed -i "s|'[^']*/nsfollow' trigger|'$ROOM/noting' trigger|" "$file"
		grep -Fq "'$ROOM/noting' trigger" "$file" || fail "$file does not call nsfollow"
	done <files
}
noted() { grep -Fxq -e "[trigger][--source]$1" notes; } # [WORD]...
heard() { said "told to look by $1"; } # the watcher
notes_are_about() { expect not grep -Ev "^\\[trigger\\]\\[--source\\]\\[$1\\]" notes; }

# Leases, with everything in them that a shell could mistake.
hostile=$'"\'; >'$ROOM$'/hit; $(>'$ROOM$'/hit) `>'$ROOM$'/hit` | >'$ROOM$'/hit &'
serve_leases() { # INTERFACE RANGE: on the server
	{
		printf 'dhcp-option-force=%s,"%s"\n' 12 "${hostile//\"/}" 15 "${hostile//\"/}" \
			56 "${hostile//\"/}" 114 "${hostile//\"/}" 224 "${hostile//\"/}"
		printf 'dhcp-boot="%s"\n' "${hostile//\"/}"
	} >"leases-$1.conf"
	start nsenter --net="/proc/$server_network/ns/net" dnsmasq -k -C "leases-$1.conf" -p 0 -u root \
		-i "$1" --bind-interfaces --dhcp-authoritative --dhcp-range="$2,2m" --no-ping \
		--dhcp-leasefile="leases-$1" --pid-file= --log-facility=- 2>>dnsmasq.log
	within 10 grep -q 'DHCP, IP range' dnsmasq.log >/dev/null
}
# shellcheck disable=SC2016 # never to be expanded
evil='e;$(>hit)`>hit`'
add_evil_uplink() { # another cable, whose name is a trap
	join "$evil" evil1
	on_server ip addr add 11.22.34.1/24 dev evil1
}
unharmed() { # [leased]: although there were traps, in the options of a lease, too
	local place
	[ $# = 0 ] || expect grep -Fq "\$(>$ROOM/hit)" environments
	for place in . /; do
		[ ! -e "$place/hit" ] || fail "a text from outside was executed"
	done
}
