# shellcheck shell=sh disable=SC3043,SC2317
# SPDX-License-Identifier: MIT
# /etc/config/nsfollow as the TOML that nsfollow reads. Who sources this has /lib/functions.sh and
# /lib/functions/network.sh. nsfollow_load reads, nsfollow_devices asks, nsfollow_toml prints.

# Runs nsfollow as the user of the watcher: root may read what that may not, and is to run nothing
# of a person's. It is run although a watcher runs: the file that would tell of one does not exist.
nsfollow_as_watcher() { # ARGUMENT...
	command -v start-stop-daemon >/dev/null || {
		echo 'nsfollow: busybox has no start-stop-daemon, by which root becomes another user' >&2
		return 127
	}
	start-stop-daemon -S -q -c nsfollow:nsfollow -p /var/run/nsfollow.none \
		-x /usr/sbin/nsfollow -- "$@"
}

# Notes the names of all options while UCI reads them: so one that is mistyped is not lost but
# reaches `nsfollow check`, which knows what was meant. Fails where UCI cannot read its file to the
# end, as the rest would be missing.
nsfollow_load() {
	nsfollow_main='' nsfollow_echo='' nsfollow_services='' nsfollow_networks=''
	config_cb() {
		[ -n "${2-}" ] || return 0
		eval "nsfollow_options_$2=''"
		case $1 in
		nsfollow) nsfollow_main=${nsfollow_main:-$2} ;;
		echo) nsfollow_echo=${nsfollow_echo:-$2} ;;
		service) append nsfollow_services "$2" ;;
		esac
	}
	option_cb() {
		list_contains "nsfollow_options_$CONFIG_SECTION" "$1" ||
			append "nsfollow_options_$CONFIG_SECTION" "$1"
	}
	list_cb() { option_cb "$1"; }
	local exported status
	# What is no file makes it forget what it read before.
	config_load nsfollow-none || :
	exported=$(uci -q -n export nsfollow) &&
		exported=$(printf '%s\n' "$exported" | nsfollow_quote_types)
	status=$?
	[ $status != 0 ] || eval "$exported"
	reset_cb
	return $status
}

# uci quotes what it exports, but not the types of sections: config_load would execute them, and who
# may write this file with a browser need not be root. A quote in a value or a type is '\'' there.
nsfollow_quote_types() { # <EXPORTED >QUOTED
	LC_ALL=C awk '
		BEGIN { quote = sprintf("%c", 39) }
		!is_open && /^config / {
			if (!match($0, " " quote "[A-Za-z0-9_]+" quote "$")) exit 1
			print "config " quote substr($0, 8, RSTART - 8) quote substr($0, RSTART)
			next
		}
		{
			print
			line = $0
			if (!is_open) {
				if (!index(line, quote)) next
				line = substr(line, index(line, quote) + 1)
			}
			gsub(quote "\\\\" quote quote, "", line)
			is_open = !index(line, quote)
		}'
}

# One string of TOML, whatever is in it.
nsfollow_string() { # TEXT
	case $1 in
	*[!A-Za-z0-9\ ._:/@,+=*-]*)
		printf '%s\n' "$1" | LC_ALL=C awk '
			BEGIN {
				for (i = 1; i < 32; i++) escaped[sprintf("%c", i)] = sprintf("\\u%04x", i)
				escaped[sprintf("%c", 127)] = "\\u007f"
				escaped["\""] = "\\\""
				escaped["\\"] = "\\\\"
				printf "\""
			}
			NR > 1 { printf "\\u000a" }
			{
				n = length($0)
				for (i = 1; i <= n; i++) {
					c = substr($0, i, 1)
					printf "%s", (c in escaped) ? escaped[c] : c
				}
			}
			END { printf "\"" }'
		;;
	*) printf '"%s"' "$1" ;;
	esac
}

# Calls a function with each value of an option or a list.
nsfollow_each() { # SECTION OPTION FUNCTION
	local length value
	config_get length "$1" "${2}_LENGTH"
	if [ -n "$length" ]; then
		config_list_foreach "$1" "$2" "$3"
	else
		config_get value "$1" "$2"
		"$3" "$value"
	fi
}

# A source of addresses: network:wan is interface:@wan, and @wan the device of a network. Leaves
# the result in $source, and the networks in $nsfollow_networks.
nsfollow_source() { # TEXT
	local rest network device
	source=''
	case $1 in
	network:*) rest=interface:@${1#network:} ;;
	interface:* | prefix:* | gateway:* | echo:*) rest=$1 ;;
	*)
		source=$1
		return
		;;
	esac
	while :; do
		case $rest in *@*) ;; *) break ;; esac
		source=$source${rest%%@*}
		rest=${rest#*@}
		network=${rest%%[!A-Za-z0-9_]*}
		rest=${rest#"$network"}
		device=@
		if [ -n "$network" ]; then
			list_contains nsfollow_networks "$network" || append nsfollow_networks "$network"
			eval "device=\${nsfollow_device_of_$network:-}"
		fi
		source=$source$device
	done
	source=$source$rest
}

# Which device a network has: while it is down, the one that it had, as a link that is dialled
# again gets the same name. One that was never up gets a name that no device has.
nsfollow_device() { # NETWORK FILE-OF-LAST-TIME
	local device=''
	network_get_device device "$1"
	case $device in
	'' | *[!A-Za-z0-9_.@-]* | ????????????????*)
		device=$(sed -n "s/^# network $1 = \([A-Za-z0-9_.@-]\{1,15\}\)\$/\1/p" "$2" 2>/dev/null |
			head -n 1)
		;;
	esac
	eval "nsfollow_device_of_$1=\${device:-$(printf '@%.14s' "$1")}"
}

nsfollow_is_wanted() { # SECTION: a host or a record
	local enabled
	config_get_bool enabled "$1" enabled 1
	[ "$enabled" != 0 ]
}

# The interface of a zone: network:wan or @wan stands for the device of a network here, too.
nsfollow_uplink() { # TEXT
	case $1 in
	network:*) nsfollow_source "$1" ;;
	*) nsfollow_source "interface:$1" ;;
	esac
	source=${source#interface:}
}

nsfollow_sources_of() { # SECTION
	local type source
	config_get type "$1" TYPE
	case $type in
	zone) nsfollow_each "$1" interface nsfollow_uplink ;;
	defaults | host)
		nsfollow_is_wanted "$1" || return 0
		nsfollow_each "$1" ipv4 nsfollow_source
		nsfollow_each "$1" ipv6 nsfollow_source
		;;
	esac
}

# Asks for the devices of all networks that the sources name.
nsfollow_devices() { # FILE-OF-LAST-TIME
	local network
	config_foreach nsfollow_sources_of
	for network in $nsfollow_networks; do nsfollow_device "$network" "$1"; done
}

# One value of the option $key, after $separator.
nsfollow_value() { # TEXT
	local source
	printf '%s' "$separator"
	separator=', '
	case $key:$1 in
	ipv4:* | ipv6:*)
		nsfollow_source "$1"
		nsfollow_string "$source"
		;;
	interface:*)
		nsfollow_uplink "$1"
		nsfollow_string "$source"
		;;
	tls_ca:[!/]*) nsfollow_string "/etc/nsfollow/$1" ;;
	private:* | temporary:* | reverse:* | shared:* | mirror:* | own:* | allow_open_key:*)
		case $(get_bool "$1" '') in
		1) printf true ;;
		0) printf false ;;
		*) nsfollow_string "$1" ;;
		esac
		;;
	agree:[1-9]) printf '%s' "$1" ;;
	*) nsfollow_string "$1" ;;
	esac
}

# KEY = VALUE. A list with one item is that item, but where only an array serves.
nsfollow_line() { # SECTION OPTION KEY
	local key="$3" separator='' length open='' close=''
	config_get length "$1" "${2}_LENGTH"
	case $key:$length in settle:* | *:[2-9]* | *:1?*) open='[' close=']' ;; esac
	printf '%s = %s' "$key" "$open"
	nsfollow_each "$1" "$2" nsfollow_value
	printf '%s\n' "$close"
}

# All options of a section but some.
nsfollow_lines() { # SECTION OPTION-LEFT-OUT...
	local of="$1" name left_out
	shift
	left_out=" $* "
	eval "set -- \$nsfollow_options_$of"
	for name; do
		case $left_out in *" $name "*) continue ;; esac
		nsfollow_line "$of" "$name" "$name"
	done
}

# What the zone of a section is called in the TOML. Sets $zone_name and $zone_header.
nsfollow_zone_names() { # SECTION
	config_get zone_name "$1" name
	config_get zone_header "$1" label "$zone_name"
}

# Whether the name of a key file is no name but a key: made a path, it would be told in complaints.
# What is there is a file; else base64 is a key unless its first directory is a plain word.
nsfollow_is_key() { # TEXT
	local first
	case $1 in
	'') return 1 ;;
	/*) [ ! -f "$1" ] || return 1 ;;
	*) [ ! -f "/etc/nsfollow/$1" ] || return 1 ;;
	esac
	case $1 in
	*[!A-Za-z0-9._/+@=-]*) return 0 ;;
	*[!A-Za-z0-9+/=]*) return 1 ;;
	*=) ;;
	*[A-Z]*)
		first=${1#/}
		case $1:${first%%/*} in
		/*:'' | /*:*[!a-z]*) ;;
		/*/*) return 1 ;;
		esac
		;;
	*) return 1 ;;
	esac
	[ ${#1} -ge 20 ] && [ $((${#1} % 4)) = 0 ]
}

# Sets $key_file to the path of the key file of a zone, or to nothing.
nsfollow_key_file() { # SECTION
	config_get key_file "$1" key_file
	if nsfollow_is_key "$key_file"; then key_file=''; fi
	case $key_file in '' | /*) ;; *) key_file=/etc/nsfollow/$key_file ;; esac
}

nsfollow_zone() { # SECTION
	local zone_name zone_header key_file
	nsfollow_zone_names "$1"
	printf '[zone.%s]\n' "$(nsfollow_string "$zone_header")"
	[ "$zone_header" = "$zone_name" ] || printf 'name = %s\n' "$(nsfollow_string "$zone_name")"
	nsfollow_key_file "$1"
	[ -z "$key_file" ] || printf 'key = %s\n' "$(nsfollow_string "$key_file")"
	# A key itself does not belong here, where browsers may read it.
	nsfollow_lines "$1" name label key_file key
}

# A host or a record; its zone may be told by the section of that.
nsfollow_named() { # SECTION
	local zone type='' zone_name zone_header
	config_get zone "$1" zone
	case $zone in *[!A-Za-z0-9_]*) ;; *) config_get type "$zone" TYPE ;; esac
	if [ "$type" = zone ]; then
		nsfollow_zone_names "$zone"
		zone=$zone_header
	fi
	[ -z "$zone" ] || printf 'zone = %s\n' "$(nsfollow_string "$zone")"
	nsfollow_lines "$1" enabled zone
}

# A service that needs more words has a section of its own, and is a table.
nsfollow_service() { # SECTION
	local of="$1" name key separator='' between='{ '
	eval "set -- \$nsfollow_options_$of"
	for name; do
		key=$name separator=''
		printf '%s%s = ' "$between" "$name"
		between=', '
		nsfollow_each "$of" "$name" nsfollow_value
	done
	printf ' }'
}

# All services, wherever they stand, in one array; the word "off" makes an empty one.
nsfollow_echo() { # SECTION, if there is one of [echo]
	local listed='' section key=services separator=''
	printf '[echo]\n'
	[ -z "$1" ] || nsfollow_lines "$1" services
	[ -z "$1" ] || config_get listed "$1" services
	[ -n "$listed$nsfollow_services" ] || return 0
	printf 'services = ['
	case $listed in '' | off) ;; *) nsfollow_each "$1" services nsfollow_value ;; esac
	for section in $nsfollow_services; do
		printf '%s' "$separator"
		separator=', '
		nsfollow_service "$section"
	done
	printf ']\n'
}

# The comment tells where a mistake is. A section of no known type is for `nsfollow check` to tell.
nsfollow_section() { # SECTION
	local type
	[ "$1" != "$nsfollow_main" ] || return 0
	config_get type "$1" TYPE
	case $type in
	host | record) nsfollow_is_wanted "$1" || return 0 ;;
	service) [ -z "$nsfollow_echo" ] && [ "$1" = "${nsfollow_services%% *}" ] || return 0 ;;
	esac
	printf '\n# config %s %s\n' "$type" "$1"
	case $type in
	zone) nsfollow_zone "$1" ;;
	host | record)
		printf '[[%s]]\n' "$type"
		nsfollow_named "$1"
		;;
	echo) nsfollow_echo "$1" ;;
	service) nsfollow_echo '' ;;
	*)
		printf '[%s]\n' "$(nsfollow_string "$type")"
		nsfollow_lines "$1"
		;;
	esac
}

nsfollow_toml() {
	local network level
	printf '# Made of /etc/config/nsfollow, and made again whenever that or a network changes.\n'
	for network in $nsfollow_networks; do
		eval "printf '# network %s = %s\n' '$network' \"\$nsfollow_device_of_$network\""
	done
	printf '# config nsfollow %s\n' "$nsfollow_main"
	nsfollow_lines "$nsfollow_main" enabled source config_file log_level jail
	config_get level "$nsfollow_main" log_level
	[ -z "$level" ] || printf '\n# config nsfollow %s\n[log]\nlevel = %s\n' \
		"$nsfollow_main" "$(nsfollow_string "$level")"
	config_foreach nsfollow_section
}

# What `nsfollow check` said, told of the sections if it is a file that was made here. The name of
# a key file that is not there may be a key all the same: it is not repeated.
nsfollow_complaints() { # FILE <WHAT-IT-SAID
	awk -v file="$1:" '
		FNR == 1 && NR == 1 { is_made = /^# Made of / }
		NR == FNR {
			if (/^# config /) section = ", " substr($0, 3)
			at[FNR] = section
			if (/^key = /) names_key[FNR] = 1
			next
		}
		{
			sub(/^nsfollow: /, "")
			if (is_made && index($0, file) == 1) {
				text = substr($0, length(file) + 1)
				line = text + 0
				sub(/^([0-9]+:[0-9]+:)? */, "", text)
				if (at[line] ~ /^, config zone /) sub(/ lacks "key"$/, " lacks \"key_file\"", text)
				if ((line in names_key) && text !~ /: Permission denied$/)
					sub(/^.*: cannot be read: /, "key_file: cannot be read: ", text)
				$0 = "/etc/config/nsfollow" at[line] ": " text
			}
			print
		}' "$1" -
}
