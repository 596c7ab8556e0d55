# SPDX-License-Identifier: MIT
# This machine's compiler with musl and a C++ library built on it; tests/cross/musl-sysroot makes both.
# Linked statically, so what comes of it runs here.
if(NOT NSFOLLOW_SYSROOT)
  cmake_path(ABSOLUTE_PATH CMAKE_CURRENT_LIST_DIR OUTPUT_VARIABLE here)
  set(NSFOLLOW_SYSROOT ${here}/../../build/sysroot-musl)
  cmake_path(NORMAL_PATH NSFOLLOW_SYSROOT)
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES NSFOLLOW_SYSROOT)

set(CMAKE_CXX_COMPILER ${NSFOLLOW_SYSROOT}/bin/musl-g++)
set(CMAKE_PREFIX_PATH ${NSFOLLOW_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${NSFOLLOW_SYSROOT}/lib/pkgconfig)
