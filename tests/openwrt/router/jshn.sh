# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What nsfollow's rpcd plugin uses of libubox' jshn.sh.
json_init() { json_='' && json_between=''; }
json_add_string() { # NAME VALUE
	json_="$json_$json_between$(jshn string "$1"): $(jshn string "$2")"
	json_between=', '
}
json_dump() { echo "{ $json_ }"; }
json_load() { json_text=$(jshn load "$1") && eval "$json_text"; }
json_get_var() { eval "$1=\${JSON_$2-}"; }
