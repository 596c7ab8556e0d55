# SPDX-License-Identifier: MIT
# Where the headers of toml++ are. Built with meson, as Debian does, it comes with a file for
# pkg-config; built with CMake, it comes with one for CMake alone.
pkg_check_modules(tomlpp QUIET tomlplusplus>=3.0)
if(tomlpp_FOUND)
  set(tomlplusplus_INCLUDE_DIRS ${tomlpp_INCLUDE_DIRS})
else()
  find_package(tomlplusplus 3.0 CONFIG REQUIRED)
  get_target_property(tomlplusplus_INCLUDE_DIRS tomlplusplus::tomlplusplus
    INTERFACE_INCLUDE_DIRECTORIES)
endif()
