# SPDX-License-Identifier: MIT
# Where everything goes.  Afterwards, once: systemd-sysusers && systemd-tmpfiles --create
set(config ${PROJECT_SOURCE_DIR}/config)
set(config_dir /etc/nsfollow)  # the program looks there, whatever its prefix

install(TARGETS nsfollow RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
if(NSFOLLOW_ECHO)  # nsfollow looks for it in its own directory
  install(TARGETS nsfollow-echo RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/man/nsfollow-echo.8
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
endif()

file(READ ${config}/nsfollow.service unit)
string(REPLACE /usr/sbin/ ${CMAKE_INSTALL_FULL_SBINDIR}/ unit "${unit}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/nsfollow.service CONTENT "${unit}" @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/nsfollow.service DESTINATION lib/systemd/system)
install(FILES ${config}/nsfollow.sysusers DESTINATION lib/sysusers.d RENAME nsfollow.conf)
install(FILES ${config}/nsfollow.tmpfiles DESTINATION lib/tmpfiles.d RENAME nsfollow.conf)

# `nsfollow hooks --install` has them all; these are for who places them by hand.
set(hooks ${PROJECT_BINARY_DIR}/hooks)
set(hooks_dir ${CMAKE_INSTALL_DATADIR}/nsfollow/hooks)
install(FILES ${hooks}/dhclient ${hooks}/dhcpcd DESTINATION ${hooks_dir})
install(PROGRAMS ${hooks}/ifupdown ${hooks}/networkd-dispatcher ${hooks}/networkmanager
  ${hooks}/pppd ${hooks}/udhcpc DESTINATION ${hooks_dir})

install(FILES ${PROJECT_SOURCE_DIR}/man/nsfollow.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES ${PROJECT_SOURCE_DIR}/man/nsfollow.toml.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)

set(completions ${PROJECT_SOURCE_DIR}/completions)
set(share ${CMAKE_INSTALL_DATADIR})
install(FILES ${completions}/nsfollow.bash DESTINATION ${share}/bash-completion/completions
  RENAME nsfollow)
install(FILES ${completions}/_nsfollow DESTINATION ${share}/zsh/site-functions)
install(FILES ${completions}/nsfollow.fish DESTINATION ${share}/fish/vendor_completions.d)

# Always beside the manual; in /etc only where the person has none yet.
install(FILES ${config}/nsfollow.toml ${PROJECT_SOURCE_DIR}/docs/migration.md
  ${PROJECT_SOURCE_DIR}/docs/troubleshooting.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(CODE "
  if(NOT EXISTS \"\$ENV{DESTDIR}${config_dir}/nsfollow.toml\")
    file(INSTALL DESTINATION ${config_dir} TYPE FILE FILES \"${config}/nsfollow.toml\"
      PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
  endif()")

# To be copied and edited; nothing runs them here.
set(examples ${PROJECT_SOURCE_DIR}/examples/scripts)
set(examples_dir ${CMAKE_INSTALL_DOCDIR}/examples)
install(PROGRAMS ${examples}/mail ${examples}/wake-root ${examples}/webhook ${examples}/wireguard
  DESTINATION ${examples_dir})
install(FILES ${examples}/README.md ${examples}/nsfollow-wireguard.path
  ${examples}/nsfollow-wireguard.service DESTINATION ${examples_dir})
