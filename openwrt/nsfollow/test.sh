#!/bin/sh
# SPDX-License-Identifier: MIT

case "$PKG_NAME" in
nsfollow)
	# An unknown word starts nothing.
	if /usr/sbin/nsfollow start; then exit 1; fi

	dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
	cat > "$dir/nsfollow.toml" << EOF
[zone."d.example.com"]
server = "192.0.2.1"
key = "hmac-sha256:router:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

[[host]]
name = "home.d.example.com"
ipv4 = "192.0.2.77"
ipv6 = "off"
EOF
	chmod 600 "$dir/nsfollow.toml"
	/usr/sbin/nsfollow check --config "$dir/nsfollow.toml" | grep 'is in order' || exit 1

	# The kernel is asked by netlink, and nothing else is.
	/usr/sbin/nsfollow explain --json --config "$dir/nsfollow.toml" --state-dir "$dir/state" |
		grep '192.0.2.77' || exit 1

	/usr/libexec/rpcd/nsfollow list | grep '"status"' || exit 1
	;;
nsfollow-echo)
	# Nobody listens there: it says so, in one line that nsfollow understands.
	/usr/sbin/nsfollow-echo --timeout 2 http://127.0.0.1:9/ | grep '^failed '
	;;
*)
	echo "Untested package: $PKG_NAME" >&2
	exit 1
	;;
esac
