#!/bin/sh
# SPDX-License-Identifier: MIT
# The program as it is shipped leaves an attacker little to work with.
#   usage: hardening.sh PROGRAM
set -eu
program=${1:?usage: hardening.sh PROGRAM}
dynamic=$(readelf -dW "$program")
segments=$(readelf -lW "$program")
symbols=$(readelf --dyn-syms -W "$program")
bad=0

must() { # WHAT TEXT PATTERN
	echo "$2" | grep -Eq "$3" && return
	echo "$1" >&2
	bad=1
}
must_not() {
	! echo "$2" | grep -Eq "$3" && return
	echo "$1" >&2
	bad=1
}

must 'is loaded at a fixed address (no PIE)' "$segments" 'file type is DYN|DYN \(Position'
must 'leaves its relocations writable (no RELRO)' "$segments" 'GNU_RELRO'
must 'binds symbols late (no BIND_NOW)' "$dynamic" 'BIND_NOW|Flags:.*NOW'
must 'has an executable stack' "$segments" 'GNU_STACK .* RW '
must_not 'has memory that is writable and executable' "$segments" 'LOAD .* RWE '
must_not 'looks for libraries in a directory of its own' "$dynamic" 'RPATH|RUNPATH'
must 'does not watch its stack (no __stack_chk_fail)' "$symbols" '__stack_chk_fail'
must 'does not check its buffers (no _FORTIFY_SOURCE)' "$symbols" ' __[a-z]+_chk@'
exit $bad
