# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Completion of nsfollow(8) for bash.

# The names of the configuration, as far as who types may read it.
_nsfollow_names() {
	nsfollow check --config "$1" 2>/dev/null </dev/null | sed -n 's/^  host //p'
}

# Adds what begins with $cur.  `compgen -W` is not for words from outside: it executes them.
_nsfollow_offer() { # WORD...
	local word
	for word; do
		[[ $word != "$cur"* ]] || COMPREPLY+=("$(printf %q "$word")")
	done
}

_nsfollow_options() { # COMMAND
	local common='--config --state-dir --log-level --log-format --help'
	case $1 in
	run | reload | force) echo "$common --socket" ;;
	sync) echo "$common --dry-run --force --wait" ;;
	explain) echo "$common --json" ;;
	status) echo "$common --json --follow --prometheus --socket" ;;
	trigger)
		echo "$common --interface --address --down --source --oneshot --strict --socket"
		;;
	setup)
		echo "$common --write --server-type --zone --server --key-name --algorithm --rights" \
			"--reverse --user"
		;;
	hooks) echo "$common --install --remove --dry-run --root" ;;
	check) echo "$common --online --json" ;;
	version | help) echo "$common" ;;
	esac
}

# False where the option has no value.
_nsfollow_value() { # OPTION
	local interfaces
	case $1 in
	--config | --socket)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		;;
	--state-dir | --root)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		;;
	--log-level) _nsfollow_offer error warning notice info debug ;;
	--log-format) _nsfollow_offer text journal syslog ;;
	--interface)
		interfaces=(/sys/class/net/*)
		_nsfollow_offer "${interfaces[@]##*/}"
		;;
	--source) _nsfollow_offer ntp chrony clock ;;
	--server-type) _nsfollow_offer bind knot powerdns ;;
	--algorithm) _nsfollow_offer hmac-sha224 hmac-sha256 hmac-sha384 hmac-sha512 ;;
	--rights) _nsfollow_offer host zone ;;
	--address | --zone | --server | --key-name | --reverse | --user) ;;
	*) return 1 ;;
	esac
}

_nsfollow_word() { # COMMAND CONFIG
	local names
	case $1 in
	explain | status)
		mapfile -t names < <(_nsfollow_names "$2")
		_nsfollow_offer "${names[@]}"
		;;
	hooks)
		_nsfollow_offer pppd dhclient dhcpcd udhcpc NetworkManager networkd-dispatcher ifupdown
		;;
	esac
}

_nsfollow() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} config=/etc/nsfollow/nsfollow.toml options i
	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		_nsfollow_offer run sync check explain status trigger reload force setup hooks version help
		[[ $cur != -* ]] || _nsfollow_offer --help --version
		return
	fi
	# "--config=FILE" comes in three words.
	if [ "$cur" = = ]; then
		cur=
	elif [ "$before" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	for ((i = 2; i < COMP_CWORD - 1; ++i)); do
		[ "${COMP_WORDS[i]}" = --config ] || continue
		config=${COMP_WORDS[i + 1]}
		[ "$config" != = ] || config=${COMP_WORDS[i + 2]}
	done
	! _nsfollow_value "$before" || return 0
	if [[ $cur == -* ]]; then
		read -ra options < <(_nsfollow_options "$command")
		_nsfollow_offer "${options[@]}"
	else
		_nsfollow_word "$command" "$config"
	fi
}
complete -F _nsfollow nsfollow
