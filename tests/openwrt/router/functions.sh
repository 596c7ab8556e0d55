# shellcheck shell=sh disable=SC2154,SC3043
# SPDX-License-Identifier: MIT
# What nsfollow's scripts use of OpenWrt's /lib/functions.sh, as that behaves.

reset_cb() {
	config_cb() { :; }
	option_cb() { :; }
	list_cb() { :; }
}
reset_cb

list_contains() { eval "case \" \$$1 \" in *\" \$2 \"*) return 0 ;; *) return 1 ;; esac"; }
append() { eval "$1=\"\${$1:+\$$1\${3:- }}\$2\""; }

config_set() { eval "CONFIG_$1_$2=\$3"; }
config_get() { eval "$1=\${CONFIG_$2_$3:-\${4-}}"; }
get_bool() {
	case $1 in
	1 | on | true | yes | enabled) printf 1 ;;
	0 | off | false | no | disabled) printf 0 ;;
	*) printf '%s' "${2-}" ;;
	esac
}
config_get_bool() {
	local value_
	config_get value_ "$2" "$3" "${4-}"
	value_=$(get_bool "$value_" "${4-}")
	eval "$1=\$value_"
}

# The words of what uci exports.
package() { :; }
config() {
	CONFIG_SECTION=$2
	append CONFIG_SECTIONS "$2"
	config_set "$2" TYPE "$1"
	config_cb "$1" "$2"
}
option() {
	config_set "$CONFIG_SECTION" "$1" "$2"
	option_cb "$1" "$2"
}
list() {
	local length_
	config_get length_ "$CONFIG_SECTION" "$1_LENGTH" 0
	length_=$((length_ + 1))
	config_set "$CONFIG_SECTION" "$1_ITEM$length_" "$2"
	config_set "$CONFIG_SECTION" "$1_LENGTH" "$length_"
	append "CONFIG_${CONFIG_SECTION}_$1" "$2"
	list_cb "$1" "$2"
}
config_load() {
	local text_
	# shellcheck disable=SC2046 # words
	unset $(set | sed -n 's/^\(CONFIG_[A-Za-z0-9_]*\)=.*/\1/p')
	CONFIG_SECTIONS=''
	text_=$(uci -q -S -n export "$1") || return
	eval "$text_"
	config_cb
}
config_foreach() {
	local function_="$1" type_="${2-}" section_ this_
	for section_ in $CONFIG_SECTIONS; do
		config_get this_ "$section_" TYPE
		[ -z "$type_" ] || [ "$type_" = "$this_" ] || continue
		"$function_" "$section_"
	done
}
config_list_foreach() {
	local section_="$1" option_="$2" function_="$3" length_ item_ value_
	config_get length_ "$section_" "${option_}_LENGTH"
	item_=1
	while [ "$item_" -le "${length_:-0}" ]; do
		config_get value_ "$section_" "${option_}_ITEM$item_"
		"$function_" "$value_"
		item_=$((item_ + 1))
	done
}
