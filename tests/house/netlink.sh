#!/bin/sh
# SPDX-License-Identifier: MIT
# Of libnl the program uses what libnl-tiny has as well, which serves on OpenWrt: these functions,
# by these headers, and the kernel's structures for everything else.  libnl-tiny has no rtnl_*, and
# its nl_recv() differs.
#   usage: netlink.sh ROOT
cd "${1:?usage: netlink.sh ROOT}" || exit 2
both='nl_connect nl_geterror nl_sendto nl_sock nl_socket_add_memberships nl_socket_alloc
nl_socket_free nl_socket_get_fd nl_socket_set_buffer_size nl_socket_set_local_port
nl_socket_set_nonblocking'
headers='errno.h netlink.h socket.h'
bad=0
odd() { # WHAT KNOWN: each word of stdin that is not among the known is told
	while read -r word; do
		case " $(echo "$2" | tr '\n' ' ') " in
		*" $word "*) ;;
		*)
			echo "src: $word is not among the $1 that libnl and libnl-tiny share" >&2
			bad=1
			;;
		esac
	done
}
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# A member of the kernel's structures (nl_pid, nlmsg_len) is no function of the library.
grep -rhE '(^|[^.>[:alnum:]_])(nl|nla|nlmsg|genl|rtnl)_[a-z0-9_]+' \
	src --include='*.cpp' --include='*.h' |
	sed 's,//.*,,' | grep -oE '(^|[^.>[:alnum:]_])(nl|nla|nlmsg|genl|rtnl)_[a-z0-9_]+' |
	sed 's/^[^a-z]//' | sort -u >"$list"
[ -s "$list" ] || bad=1
odd functions "$both" <"$list"
grep -rhoE '#include <netlink/[^>]+' src | sed 's,.*netlink/,,' | sort -u >"$list"
[ -s "$list" ] || bad=1
odd headers "$headers" <"$list"
exit $bad
