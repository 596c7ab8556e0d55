# SPDX-License-Identifier: MIT
# A .deb and an .rpm by cpack; scripts/package makes them.  The program, its hooks and the unit know
# where they are installed, so packages come only from a build for /usr.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL /usr)
  file(REMOVE ${PROJECT_BINARY_DIR}/CPackConfig.cmake)  # of an earlier prefix
  return()
endif()
set(packaging ${PROJECT_SOURCE_DIR}/packaging)
set(NSFOLLOW_MAINTAINER "nsfollow maintainers <maintainers@nsfollow.example>" CACHE STRING
  "Who answers for the packages")

set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGE_NAME nsfollow)
set(CPACK_PACKAGE_CONTACT "${NSFOLLOW_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keeps DNS records equal to this machine's addresses")
set(CPACK_PACKAGE_DESCRIPTION
"nsfollow keeps the A and AAAA records of a name on your own name server equal
to the addresses of this machine, at the moment they change.  It hears the
kernel, sends signed dynamic updates (RFC 2136, RFC 8945) to the primary of the
zone, and asks it whether the records are really there.

The service is not started before it was configured: edit
/etc/nsfollow/nsfollow.toml, try it with \"nsfollow check\", and then enable
nsfollow.service.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_RELOCATABLE OFF)
set(CPACK_SET_DESTDIR ON)  # the configuration lies outside the prefix
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${packaging}/stage.cmake)
set(CPACK_NSFOLLOW_PACKAGING ${packaging})  # for that script

set(deb ${packaging}/deb)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# One of them makes the user.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers | passwd")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${deb}/conffiles ${deb}/postinst ${deb}/prerm ${deb}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(rpm ${packaging}/rpm)
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_PACKAGE_GROUP System/Daemons)
set(CPACK_RPM_USER_FILELIST "%config(noreplace) /etc/nsfollow/nsfollow.toml")
set(CPACK_RPM_POST_INSTALL_SCRIPT_FILE ${rpm}/post)
set(CPACK_RPM_PRE_UNINSTALL_SCRIPT_FILE ${rpm}/preun)
set(CPACK_RPM_POST_UNINSTALL_SCRIPT_FILE ${rpm}/postun)
# Directories of the system; ours are ours.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
  /etc /usr/lib/systemd /usr/lib/systemd/system /usr/lib/sysusers.d /usr/lib/tmpfiles.d /usr/sbin
  /usr/share/bash-completion /usr/share/bash-completion/completions
  /usr/share/fish /usr/share/fish/vendor_completions.d
  /usr/share/zsh /usr/share/zsh/site-functions
  /usr/share/man /usr/share/man/man5 /usr/share/man/man8)

# Both are one number.
file(READ ${deb}/changelog changelog LIMIT 80)
if(NOT changelog MATCHES "^nsfollow \\(${PROJECT_VERSION}-")
  message(WARNING "packaging/deb/changelog does not begin with ${PROJECT_VERSION}")
endif()
include(CPack)
