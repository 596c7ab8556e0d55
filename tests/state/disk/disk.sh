#!/bin/sh
# SPDX-License-Identifier: MIT
# Kills a save at each of its system calls, and saves to disks that are full, read-only or broken.
# Whatever happens, the state file must be the old or the new one.
#   usage: disk.sh SAVER crash|faults|full
set -eu
saver=${1:?usage: disk.sh SAVER crash|faults|full}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# LeakSanitizer cannot work under strace.
export ASAN_OPTIONS=detect_leaks=0

fail() {
	echo "FAILED: $*" >&2
	exit 1
}

inject() { # SYSCALL FAULT: saves 2 over 1 while strace injects that
	rm -rf "$dir/state"
	"$saver" "$dir/state" 1
	strace -f -qq -o /dev/null -e "trace=$1" -e "inject=$1:$2" "$saver" "$dir/state" 2 2>"$dir/err"
}

needs_strace() {
	strace -o /dev/null true 2>/dev/null && return
	echo "skipped: strace cannot trace here"
	exit 77
}

crash() {
	needs_strace
	old=0 new=0
	for call in mkdir openat unlinkat write fsync renameat close; do
		when=1
		until inject "$call" "signal=SIGKILL:when=$when"; do
			case $("$saver" "$dir/state") in
			"trusted 1") old=$((old + 1)) ;;
			"trusted 2") new=$((new + 1)) ;;
			*) fail "killed at $call number $when: $("$saver" "$dir/state" 2>&1)" ;;
			esac
			"$saver" "$dir/state" 3 || fail "no save after a kill at $call number $when"
			when=$((when + 1))
		done
		[ "$when" -gt 1 ] || fail "the save never calls $call"
	done
	echo "killed $((old + new)) times: $old times the old file was there, $new times the new one"
	[ "$old" -gt 0 ] && [ "$new" -gt 0 ]
}

# CALL ERROR WHAT-IS-SAID: the save fails, says so, and the old file stays.
refused() {
	! inject "$1" "error=$2" || fail "$1 fails with $2 and the save claims success"
	grep -q "cannot save $dir/state/state: .*$3" "$dir/err" || fail "$1 $2: $(cat "$dir/err")"
	case $1,$("$saver" "$dir/state") in
	fsync,"trusted 1" | renameat,"trusted 1") ;;
	*) fail "$1 $2: $("$saver" "$dir/state" 2>&1)" ;;
	esac
}

faults() {
	needs_strace
	refused fsync EIO "Input/output error"
	refused fsync ENOSPC "No space left on device"
	refused fsync EDQUOT "Disk quota exceeded"
	refused renameat EROFS "Read-only file system"
	refused renameat EIO "Input/output error"
	# The directory's own fsync is the second: the new file may or may not outlive a power cut.
	! inject fsync "error=EIO:when=2" || fail "a directory that was not synced counts as saved"
	# An interrupted call is no failure.
	inject fsync "error=EINTR:when=1" || fail "fsync interrupted: $(cat "$dir/err")"
	[ "$("$saver" "$dir/state")" = "trusted 2" ] || fail "fsync interrupted: not saved"
}

full() {
	# As root in a mount namespace of its own, else in a user namespace as well.
	flags=-m
	[ "$(id -u)" = 0 ] || flags=-rm
	if ! unshare $flags mount -t tmpfs none "$dir" 2>/dev/null; then
		echo "skipped: no mount namespace to be had here"
		exit 77
	fi
	unshare $flags "$0" "$saver" in-namespace
}

in_namespace() {
	mount -t tmpfs -o size=16k none "$dir"
	"$saver" "$dir" 1
	head -c 1m /dev/zero >"$dir/filler" 2>/dev/null && fail "this disk cannot be filled"
	err=$("$saver" "$dir" 2 2>&1) && fail "saved on a full disk"
	case $err in *"No space left on device"*) ;; *) fail "full disk: $err" ;; esac
	[ "$("$saver" "$dir")" = "trusted 1" ] || fail "a full disk lost the old state"
	[ ! -e "$dir/state.new" ] || fail "a full disk is kept full"
	rm "$dir/filler"
	"$saver" "$dir" 3 || fail "no recovery from a full disk"

	mount -o remount,ro "$dir"
	err=$("$saver" "$dir" 4 2>&1) && fail "saved on a read-only disk"
	case $err in *"Read-only file system"*) ;; *) fail "read-only: $err" ;; esac
	[ "$("$saver" "$dir" 2>/dev/null)" = "untrusted 3" ] || fail "a read-only state is trusted"
	mount -o remount,rw "$dir"
	[ "$("$saver" "$dir")" = "trusted 3" ] || fail "a disk that can be written again is not used"
	umount "$dir"
}

case $2 in
crash) crash ;;
faults) faults ;;
full) full ;;
in-namespace) in_namespace ;;
*) fail "unknown: $2" ;;
esac
