# shellcheck shell=sh disable=SC2034,SC2154
# SPDX-License-Identifier: MIT
# For the tests beside it: `run` has set $ROUTER, and works there.
set -eu

fail() {
	echo "FAILED: $*" >&2
	for file in log procd var/etc/nsfollow.toml; do
		[ ! -s "$ROUTER/$file" ] || sed "s|^|$file: |" "$ROUTER/$file" >&2
	done
	exit 1
}
same() { [ "$1" = "$2" ] || fail "$3: got \"$1\", not \"$2\""; } # GOT WANTED WHAT
has() { grep -Fq -- "$2" "$1" || fail "$1 has no \"$2\""; }      # FILE TEXT
has_not() { ! grep -Fq -- "$2" "$1" || fail "$1 has \"$2\""; }   # FILE TEXT

toml=$ROUTER/var/etc/nsfollow.toml
uci_file=$ROUTER/etc/config/nsfollow

# A key as nsfollow wants it.
make_key() { # FILE
	echo 'hmac-sha256:router:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=' >"$1"
	chmod 600 "$1"
}

# A configuration that works (nobody listens there), with what is given on standard input after it.
write_uci() {
	{
		cat <<-'EOF'
			config nsfollow 'main'
				option enabled '1'

			config zone 'example'
				option name 'd.example.com'
				list server '127.0.0.1:9'
				option key_file 'router.key'

			config host 'home'
				option name 'home.d.example.com'
				list ipv4 'network:wan'
				list ipv6 'network:wan6'
		EOF
		cat
	} >"$uci_file"
}

# With a router's tools alone.
ash() { PATH=$ROUTER/bin "$BUSYBOX" ash "$@"; }

init() { # start|stop|restart|reload
	: >"$ROUTER/log"
	: >"$ROUTER/procd"
	ash "$here/router/rc.common" "$ROUTER/etc/init.d/nsfollow" "$1" ||
		fail "init script: $1 exited with $?"
}
procd_did() { same "$(cat "$ROUTER/procd")" "$1" "what procd did"; } # WORDS
