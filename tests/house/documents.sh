#!/bin/bash
# SPDX-License-Identifier: MIT
# Every configuration in the documents is one that the program takes.  A part that has no zone is
# read together with the first of its page that has one.
#   usage: documents.sh NSFOLLOW ROOT
set -euo pipefail
nsfollow=$(realpath "${1:?usage: documents.sh NSFOLLOW ROOT}")
root=$(realpath "${2:?}")
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
secret=c2VjcmV0IG9mIGF0IGxlYXN0IDMyIG9jdGV0cyEhISE=
for key in host1.d.example.com.key host1.key; do
	(umask 077 && printf 'key "host1" { algorithm hmac-sha256; secret "%s"; };\n' $secret >$key)
done

# The fenced blocks of one language, as BLOCK.1, BLOCK.2, ...
blocks() { # FILE LANGUAGE
	awk -v language="$2" '
		$0 == "```" language { inside = 1; file = "block." ++n; printf "" >file; next }
		/^```/ { inside = 0 }
		inside { print >file }
	' "$1"
}

bad=0 count=0
while IFS= read -r page; do
	rm -f block.*
	blocks "$page" toml
	first=
	for block in $(find . -name 'block.*' | sort -V); do
		count=$((count + 1))
		if grep -q '^\[zone\.' "$block"; then
			[ -n "$first" ] || first=$block
			cp "$block" nsfollow.toml
		elif [ -n "$first" ]; then
			cat "$first" "$block" >nsfollow.toml
		else
			{
				printf '[zone."d.example.com"]\nserver = "ns1.example.com"\nkey = "host1.key"\n'
				printf '[[host]]\nname = "host1.d.example.com"\n'
				cat "$block"
			} >nsfollow.toml
		fi
		chmod 600 nsfollow.toml
		"$nsfollow" check --config nsfollow.toml >out 2>&1 && ! grep -q 'nsfollow.toml:[0-9]' out && continue
		echo "$page, configuration ${block#./block.}:" >&2
		cat out >&2
		bad=1
	done
done < <(find "$root" -path "$root/build*" -prune -o -name '*.md' -print | sort)
[ $count -ge 9 ] || {
	echo "only $count configurations were found" >&2
	bad=1
}
exit $bad
