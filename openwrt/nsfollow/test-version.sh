#!/bin/sh
# SPDX-License-Identifier: MIT

case "$PKG_NAME" in
nsfollow)
	# /usr/libexec/rpcd/nsfollow, a script, has no version.
	/usr/sbin/nsfollow --version | grep -F "nsfollow $PKG_VERSION"
	;;
nsfollow-echo)
	/usr/sbin/nsfollow-echo --version | grep -F "nsfollow-echo $PKG_VERSION"
	;;
*)
	echo "Untested package: $PKG_NAME" >&2
	exit 1
	;;
esac
