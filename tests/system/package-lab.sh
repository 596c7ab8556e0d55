# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# lib.sh, and a copy of this system, in memory, where packages are installed: an overlay on its
# files, with a systemctl that notes what is asked of it.
lab=$(realpath "${BASH_SOURCE[0]%/*}")
# shellcheck source=tests/system/lib.sh
. "$lab/lib.sh"

read -r _ _ users </proc/self/uid_map
[ "$users" -gt 1 ] || skip "only root has more than one user"
build=${NSFOLLOW%/src/nsfollow}
is_package_build() {
	[ -e "$build/CPackConfig.cmake" ] ||
		skip "this build is not for a package: -D CMAKE_INSTALL_PREFIX=/usr"
}
make_package() { # GENERATOR [OPTION...]: in the root of the copy
	cpack -G "$@" --config "$build/CPackConfig.cmake" -B "$ROOM/cpack" \
		-D CPACK_DEBIAN_COMPRESSION_TYPE=gzip -D CPACK_RPM_COMPRESSION_TYPE=gzip \
		>cpack.log 2>&1 || fail "cpack: $(cat cpack.log)"
	mv cpack/nsfollow* "$root/"
}

root=$ROOM/copy/root
asked=$root/systemctl.log
inside() { chroot "$root" "$@"; }
copy_system() {
	mkdir copy
	mount -t tmpfs -o mode=755 none copy
	mkdir copy/upper copy/work "$root"
	mount -t overlay -o lowerdir=/,upperdir=copy/upper,workdir=copy/work none "$root" 2>overlay.log ||
		skip "this system gives no overlay: $(cat overlay.log)"
	mount --rbind /proc "$root/proc"
	mount --rbind /dev "$root/dev"
	mount -t tmpfs -o mode=755 none "$root/run"
	mount -t tmpfs -o mode=1777 none "$root/tmp"
	mkdir -p "$root/run/systemd/system" # as where systemd runs
	rm -rf "$root"/{etc,var/lib,usr/share,usr/share/doc}/nsfollow "$root"/usr/sbin/nsfollow*
	sed -i '/^nsfollow:/d' "$root"/etc/{passwd,shadow,group,gshadow}
	pretend_systemctl
}
pretend_systemctl() {
	: >"$asked"
	cat >"$root/systemctl.new" <<-'END'
		#!/bin/sh
		echo "$*" >>/systemctl.log
		case $* in
		*is-enabled*) cat /service ;;
		*is-active*) grep -q enabled /service ;;
		esac
	END
	chmod 755 "$root/systemctl.new"
	mv "$root/systemctl.new" "$root/usr/bin/systemctl"
	echo disabled >"$root/service"
}

mode_is() { # MODE:USER:GROUP FILE
	same "$(inside stat -c %a:%U:%G "$2")" "$1" "$2"
}
is_installed_safely() {
	mode_is 755:root:root /usr/sbin/nsfollow
	mode_is 750:root:nsfollow /etc/nsfollow
	mode_is 640:root:nsfollow /etc/nsfollow/nsfollow.toml
	same "$(inside nsfollow version)" "$("$NSFOLLOW" version)" version
	same "$(inside getent passwd nsfollow | cut -d : -f 6,7)" /var/lib/nsfollow:/usr/sbin/nologin user
}
write_configuration() { # as README says
	inside install -o root -g nsfollow -m 640 /dev/stdin /etc/nsfollow/host1.key <host1.key
	cat nsfollow.toml >"$root/etc/nsfollow/nsfollow.toml"
}

# What the unit does, with systemd's directories.
as() { # USER [WORD...]
	local user=$1
	shift
	chroot "$root" setpriv --reuid "$user" --regid "$user" --init-groups "$@"
}
run_service() {
	inside install -d -o nsfollow -g nsfollow -m 700 /var/lib/nsfollow
	inside install -d -o nsfollow -g nsfollow -m 750 /run/nsfollow
	start_named
	uplink 5.6.7.8
	mark_log
	start chroot "$root" setpriv --reuid nsfollow --regid nsfollow --init-groups --no-new-privs \
		--pdeathsig KILL nsfollow run >>log 2>&1
	watcher=$!
	within 10 holds "$host" A 5.6.7.8
}
end_service() { end_watch; }
is_for_the_group() { # root and members may tell it to look, others are not heard
	inside useradd --no-create-home member
	inside usermod --append --groups nsfollow member
	inside useradd --no-create-home stranger
	exits 0 inside nsfollow trigger --strict
	exits 0 as member nsfollow trigger --strict
	exits 0 as member nsfollow status
	exits 3 as stranger nsfollow trigger --strict
	exits 0 as stranger nsfollow trigger
}
hooks_are_gone() {
	expect grep -q '^  wrote' hooked # there were some
	sed -n 's/^  wrote *\([^ ]*\).*/\1/p' hooked >written
	while IFS= read -r file; do
		expect test ! -e "$root$file" -a ! -L "$root$file"
	done <written
}
