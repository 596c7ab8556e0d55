# shellcheck shell=sh disable=SC3060
# SPDX-License-Identifier: MIT
# What nsfollow's rpcd plugin uses of libubox' jshn.sh. What is nested cannot be read here.
json_init() {
	for json_key in ${K_J_V-}; do unset "J_V_$json_key"; done
	export K_J_V=''
	json_depth=0 json_seq=0
}
json_add() { # NAME VALUE
	[ "$json_depth" = 0 ] || return 0
	export "J_V_${1//[^a-zA-Z0-9_]/_}=$2"
	K_J_V="$K_J_V ${1//[^a-zA-Z0-9_]/_}"
}
json_open() { # NAME KIND
	json_seq=$((json_seq + 1))
	json_add "$1" "J_$2$json_seq"
	json_depth=$((json_depth + 1))
}
json_close() { json_depth=$((json_depth - 1)); }
json_add_string() { json_add "$@"; }
json_add_int() { json_add "$@"; }
json_add_double() { json_add "$@"; }
json_add_boolean() { json_add "$@"; }
json_add_null() { json_add "$1" ''; }
json_add_object() { json_open "$1" T; }
json_add_array() { json_open "$1" A; }
json_close_object() { json_close; }
json_close_array() { json_close; }
json_dump() { jshn -w; }
# It succeeds whatever jshn says, as what eval is given then is nothing.
json_load() { eval "$(jshn -r "$1")"; }
json_get_var() { # VARIABLE NAME
	eval "export -- \"$1=\${J_V_$2-}\"; [ -n \"\${J_V_$2+x}\" ]"
}
