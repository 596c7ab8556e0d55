#!/bin/sh
# SPDX-License-Identifier: MIT
# Completion offers what the program knows, in each shell, and nothing else.
#   usage: completion.sh PROGRAM COMPLETIONS
# zsh and fish are asked themselves where they are, else their files are read as text.
set -eu
program=$(realpath "${1:?usage: completion.sh PROGRAM COMPLETIONS}")
cd "${2:?usage: completion.sh PROGRAM COMPLETIONS}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
ln -s "$program" "$work/nsfollow"
PATH=$work:$PATH
export PATH LC_ALL=C

same() { # WHAT GOT WANTED
	[ "$2" != "$3" ] || return 0
	printf '%s: offers\n%s\nnot\n%s\n' "$1" "$2" "$3" >&2
	bad=1
}
lines() { tr ', ' '\n' | grep . | sort -u || :; }

# --- What the program knows, in its own words.
known_commands() { nsfollow help | sed -n 's/^  nsfollow \([a-z]*\) .*/\1/p' | lines; }
known_options() { nsfollow "$1" --no-such-option 2>&1 | sed 's/.*; known are //' | lines; }
known_values() { # ARGUMENT...
	nsfollow "$@" 2>&1 | sed 's/.* \(is one of\|known are\) //; s/, not .*//; s/"//g; s/ or / /' |
		lines
}

# --- What each shell offers after these words, the last of which is to be completed.
bash_offers() {
	# shellcheck disable=SC2016 # for that shell
	bash --norc -c '. ./nsfollow.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_nsfollow
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | lines
}
# shellcheck disable=SC2317 # ask_all calls it
zsh_says() { # what it would hand to the functions of its library
	# shellcheck disable=SC2016
	zsh -f -c 'words=("$@") CURRENT=$#
		_describe() { print -rl -- ${known%%:*} }
		_arguments compadd() { print -rl -- "$@" }
		. ./_nsfollow' zsh "$@"
}
# shellcheck disable=SC2317
zsh_offers() {
	case $# in
	2) zsh_says "$@" ;;
	*) zsh_says "$@" | sed -En 's/^(\([^)]*\))?\*?(--[a-z-]+).*/\2/p' ;;
	esac | lines
}
fish_offers() {
	# shellcheck disable=SC2016
	fish --no-config -c 'source nsfollow.fish; complete -C "$argv"' -- "$*" | cut -f 1 | lines
}
options_in_text() { grep -Ev '^ *(#|set )' "$1" | grep -Eo -e "$2" | sed 's/^-l /--/' | lines; }

commands=$(known_commands)
[ -n "$commands" ] || same "nsfollow help" "$commands" "commands"
everything=$(for command in $commands; do known_options "$command"; done | lines)

ask_all() { # SHELL
	same "$1" "$("$1_offers" nsfollow '')" "$commands"
	for command in $commands; do
		same "$1, $command" "$("$1_offers" nsfollow "$command" --)" "$(known_options "$command")"
	done
}
ask_all bash
for shell in zsh:_nsfollow fish:nsfollow.fish; do
	file=${shell#*:}
	shell=${shell%:*}
	if command -v "$shell" >/dev/null; then
		"$shell" -n "$file" || bad=1
		ask_all "$shell"
	else
		echo "$shell is not here: $file is read as text"
		same "$file" "$(options_in_text "$file" '(--|-l )[a-z]+(-[a-z]+)*' |
			grep -v -x -e --version -e --no-config)" "$everything"
	fi
done

# --- Values.
# shellcheck disable=SC2086 # words
value() { # OPTION WORDS-BEFORE-IT COMMAND-LINE-THAT-IS-WRONG
	wanted=$(known_values $3)
	same "bash, $1" "$(bash_offers nsfollow $2 '')" "$wanted"
	if command -v fish >/dev/null; then
		same "fish, $1" "$(fish_offers nsfollow $2 '')" "$wanted"
	fi
	same "zsh, $1" "$(sed -En "s/.*$1.*:\(([^)]*)\)'.*/\1/p" _nsfollow | lines)" "$wanted"
}
setup='setup host1.d.example.com --server-type'
value --log-level 'run --log-level' 'version --log-level x'
value --log-format 'run --log-format' 'version --log-format x'
value --server-type 'setup --server-type' "$setup x"
value --algorithm 'setup --algorithm' "$setup bind --algorithm x"
value --rights 'setup --rights' "$setup bind --rights x"
value :system 'hooks' 'hooks x'

# --- Names, from the configuration that the line names; and nothing that a shell would execute.
cat >"$work/toml" <<'END'
[zone."d.example.com"]
server = "127.0.0.1"
key = "hmac-sha256:k:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
[[host]]
name = "host1.d.example.com"
[[host]]
name = "other.d.example.com"
END
chmod 600 "$work/toml"
names=$(printf 'host1.d.example.com\nother.d.example.com')
same 'names' "$(bash_offers nsfollow explain --config "$work/toml" '')" "$names"
same 'a name' "$(bash_offers nsfollow status --config = "$work/toml" host)" host1.d.example.com
same 'no names' "$(bash_offers nsfollow explain --config /dev/null '')" ''
same 'a value after =' "$(bash_offers nsfollow run --log-format = j)" journal
same 'all values after =' "$(bash_offers nsfollow run --log-format =)" "$(known_values version \
	--log-format x)"
# shellcheck disable=SC2016 # never to be expanded
same 'a trap' "$(bash -c '. ./nsfollow.bash; cur= COMPREPLY=()
	_nsfollow_offer "\$(touch hit)"; echo "${COMPREPLY[@]}"')" '\$\(touch\ hit\)'
if command -v fish >/dev/null; then
	same 'fish, names' "$(fish_offers nsfollow explain --config "$work/toml" '')" "$names"
fi
if command -v zsh >/dev/null; then
	# shellcheck disable=SC2016
	same 'zsh, names' "$(zsh -f -c '_arguments() { }; compadd() { print -rl -- $names }
		words=(explain --config '"$work"'/toml "") CURRENT=4
		. ./_nsfollow; _nsfollow_names' | lines)" "$names"
fi
exit $bad
