# SPDX-License-Identifier: MIT
# The library by which the kernel is asked. Its core is all that is needed, and both have that.
if(NSFOLLOW_NETLINK STREQUAL "libnl")
  pkg_check_modules(nl REQUIRED IMPORTED_TARGET libnl-3.0)
elseif(NSFOLLOW_NETLINK STREQUAL "libnl-tiny")
  pkg_check_modules(nl REQUIRED IMPORTED_TARGET libnl-tiny)
elseif(NSFOLLOW_NETLINK STREQUAL "any")
  pkg_search_module(nl REQUIRED IMPORTED_TARGET libnl-3.0 libnl-tiny)
else()
  message(FATAL_ERROR "NSFOLLOW_NETLINK is any, libnl or libnl-tiny, not \"${NSFOLLOW_NETLINK}\"")
endif()
