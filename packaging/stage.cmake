# SPDX-License-Identifier: MIT
# cpack runs this between the installation into a directory of its own and the making of a package:
# what a distribution wants otherwise than `cmake --install` does it.
set(stage ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
set(share ${stage}/usr/share)

function(compress file)
  execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(copy from to)
  configure_file(${from} ${to} COPYONLY)
  file(CHMOD ${to} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

file(GLOB_RECURSE pages ${share}/man/*.[58])
foreach(page ${pages})
  compress(${page})
endforeach()

# A short configuration, which hardly ever changes: nobody is asked at an upgrade what to do with a
# new one.  The long one lies beside the manual.
file(READ ${CPACK_NSFOLLOW_PACKAGING}/nsfollow.toml configuration)
file(WRITE ${stage}/etc/nsfollow/nsfollow.toml "${configuration}")

if(CPACK_GENERATOR STREQUAL DEB)
  set(deb ${CPACK_NSFOLLOW_PACKAGING}/deb)
  set(doc ${share}/doc/nsfollow)
  copy(${deb}/copyright ${doc}/copyright)
  copy(${deb}/changelog ${doc}/changelog.Debian)
  compress(${doc}/changelog.Debian)
  copy(${deb}/lintian-overrides ${share}/lintian/overrides/nsfollow)
  # Debian's zsh does not look into site-functions, which are the administrator's.
  file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
endif()
