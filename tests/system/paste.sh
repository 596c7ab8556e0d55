# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# lib.sh, and a person who does what `nsfollow setup` prints, to the letter: with the files where
# the text says, which lie in memory for this test.
lab=$(realpath "${BASH_SOURCE[0]%/*}")
# shellcheck source=tests/system/lib.sh
. "$lab/lib.sh"

rm host1.key nsfollow.toml
umask 077

empty_directory() { # DIRECTORY...
	local directory
	for directory; do
		[ -d "$directory" ] || skip "there is no $directory"
		mount -t tmpfs -o mode=755 none "$directory"
	done
}

# Each part for this machine or for the server goes to the place that its first line names; what is
# for a shell, to the file "shell".
paste_all() {
	rm -f shell
	paste_parts '(name server|this machine)'
}
paste_parts() { # WHO [DIRECTORY]: to that directory instead
	local line place='' mark="^(#|;|--) ==== $1[,:](.*: | )(.*) ====\$"
	while IFS= read -r line; do
		if [[ $line =~ $mark ]]; then
			place=${BASH_REMATCH[-1]}
			[ -z "${2-}" ] || place=$2/${place##*/}
			[[ $line != *"new file"* ]] || expect not test -e "$place"
		elif [[ $line == *" ==== "*" ====" ]]; then
			place=
		fi
		[ -z "$place" ] || printf '%s\n' "$line" >>"$place"
	done <setup.text
}
# All that is to be typed into a shell of the server is in the file "shell".
type_shell() { on_server sh -eux shell >>shell.log 2>&1 || fail "$(cat shell shell.log)"; }
setup() { # ARGUMENT...: its text is in "setup.text"
	rm -f setup.text
	"$NSFOLLOW" setup "$@" --config "$PWD/nsfollow.toml" >setup.text
}
# Another machine's part, as if it were this one's.
become() { # NAME
	mkdir -p other
	paste_parts "$1" other
	"$NSFOLLOW" sync --config other/nsfollow.toml --state-dir other/state
}
# This machine's key, for a name that is not its own.
claim() { # NAME
	sed "s/^name = .*/name = \"$1\"/; /^reverse/d" nsfollow.toml >claim.toml
	"$NSFOLLOW" sync --config claim.toml --state-dir claim
}
pointers() { on_server dig +short +norec @10.53.0.2 -x "$1"; }
