# SPDX-License-Identifier: MIT
# Debian's cross compiler for $triple, against the sysroot that scripts/cross makes, and qemu's user
# mode to start what comes of it.
if(NOT NSFOLLOW_SYSROOT)
  cmake_path(ABSOLUTE_PATH CMAKE_CURRENT_LIST_DIR OUTPUT_VARIABLE here)
  set(NSFOLLOW_SYSROOT ${here}/../../build/sysroot-${architecture})
  cmake_path(NORMAL_PATH NSFOLLOW_SYSROOT)
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES NSFOLLOW_SYSROOT)

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_CXX_COMPILER ${triple}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${triple})
set(CMAKE_SYSROOT ${NSFOLLOW_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(kind LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()

set(ENV{PKG_CONFIG_SYSROOT_DIR} ${NSFOLLOW_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR}
  ${NSFOLLOW_SYSROOT}/usr/lib/${triple}/pkgconfig:${NSFOLLOW_SYSROOT}/usr/share/pkgconfig)
set(CMAKE_CROSSCOMPILING_EMULATOR
  qemu-${CMAKE_SYSTEM_PROCESSOR} -L ${NSFOLLOW_SYSROOT} ${emulator_options})
