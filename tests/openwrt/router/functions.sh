# shellcheck shell=sh disable=SC2034,SC2154,SC3043
# SPDX-License-Identifier: MIT
# What nsfollow's scripts use of OpenWrt's /lib/functions.sh, as that behaves. The names of local
# variables are those of OpenWrt, too: who is called back finds them in the way.

reset_cb() {
	config_cb() { :; }
	option_cb() { :; }
	list_cb() { :; }
}
reset_cb

list_contains() {
	local var="$1" str="$2" val
	eval "val=\" \$$var \""
	case $val in *" $str "*) ;; *) return 1 ;; esac
}
append() {
	local var="$1" value="$2" sep="${3:- }"
	eval "$var=\"\${$var:+\$$var\${value:+\$sep}}\$value\""
}

config_set() {
	local section="$1" option="$2" value="$3"
	eval "CONFIG_${section}_$option=\$value"
}
# Where no option can have such a name, the variable stays as it is.
config_get() {
	case $2$3 in
	*[!A-Za-z0-9_]*) ;;
	*) eval "$1=\${CONFIG_$2_$3:-\${4-}}" ;;
	esac
}
get_bool() {
	local _tmp="$1"
	case $_tmp in
	1 | on | true | yes | enabled) _tmp=1 ;;
	0 | off | false | no | disabled) _tmp=0 ;;
	*) _tmp=${2-} ;;
	esac
	printf '%s' "$_tmp"
}
config_get_bool() {
	local _tmp
	config_get _tmp "$2" "$3" "${4-}"
	_tmp=$(get_bool "$_tmp" "${4-}")
	eval "$1=\$_tmp"
}

# The words of what uci exports.
package() { :; }
config() {
	local cfgtype="$1" name="$2"
	append CONFIG_SECTIONS "$name"
	CONFIG_SECTION=$name
	config_set "$name" TYPE "$cfgtype"
	config_cb "$cfgtype" "$name"
}
option() {
	local varname="$1" value="$2"
	config_set "$CONFIG_SECTION" "$varname" "$value"
	option_cb "$varname" "$value"
}
list() {
	local varname="$1" value="$2" len
	config_get len "$CONFIG_SECTION" "${varname}_LENGTH" 0
	[ "$len" != 0 ] || append CONFIG_LIST_STATE "${CONFIG_SECTION}_$varname"
	len=$((len + 1))
	config_set "$CONFIG_SECTION" "${varname}_ITEM$len" "$value"
	config_set "$CONFIG_SECTION" "${varname}_LENGTH" "$len"
	append "CONFIG_${CONFIG_SECTION}_$varname" "$value"
	list_cb "$varname" "$value"
}
# Options of an earlier one stay, unless they are lists.
config_load() {
	local PACKAGE="$1" DATA RET VAR
	for VAR in ${CONFIG_LIST_STATE-}; do eval "CONFIG_$VAR='' CONFIG_${VAR}_LENGTH=''"; done
	CONFIG_LIST_STATE='' CONFIG_SECTIONS='' CONFIG_SECTION=''
	RET=0
	DATA=$(uci -P /var/state -S -n export "$PACKAGE" 2>/dev/null) || RET=$?
	[ "$RET" != 0 ] || eval "$DATA"
	[ -z "$CONFIG_SECTION" ] || config_cb
	return "$RET"
}
config_foreach() {
	local ___function="$1" ___type="${2-}" section cfgtype
	for section in $CONFIG_SECTIONS; do
		config_get cfgtype "$section" TYPE
		[ -z "$___type" ] || [ "$___type" = "$cfgtype" ] || continue
		"$___function" "$section"
	done
}
config_list_foreach() {
	local section="$1" option="$2" function="$3" val len c
	config_get len "$section" "${option}_LENGTH"
	c=1
	while [ "$c" -le "${len:-0}" ]; do
		config_get val "$section" "${option}_ITEM$c"
		"$function" "$val"
		c=$((c + 1))
	done
}
