# SPDX-License-Identifier: MIT
# One test program per room.  Catch2 3 where there is one, else Debian 12's 2.13.
find_package(Catch2 3 QUIET)
if(Catch2_FOUND)
  set(catch Catch2::Catch2WithMain)
else()
  find_package(Catch2 2.13 REQUIRED)
  add_library(catch_main STATIC support/catch_main.cpp)
  target_link_libraries(catch_main PUBLIC Catch2::Catch2)
  if(NSFOLLOW_SANITIZE)
    target_compile_options(catch_main PRIVATE -fsanitize=address,undefined)
  endif()
  set(catch catch_main)
endif()

# It is the program whose undefined behaviour has to show, and the tests build faster so.
add_library(unit_flags INTERFACE)
if(NSFOLLOW_SANITIZE)
  target_compile_options(unit_flags INTERFACE -fno-sanitize=undefined)
endif()

# What needs libssl, or tells that it is not there.
if(NSFOLLOW_TLS)
  set(left_out "/dns/tls_absent_test\\.cpp$")
else()
  set(left_out "/dns/(certificates|connection_test|raw_server|tls_test)\\.cpp$")
endif()

# What a test starts; a program for another machine is started by its emulator.
function(find_start out program)
  set(${out} $<TARGET_FILE:${program}> PARENT_SCOPE)
  if(CMAKE_CROSSCOMPILING_EMULATOR)
    list(JOIN CMAKE_CROSSCOMPILING_EMULATOR " " emulator)
    file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/emulated/${program}
      CONTENT "#!/bin/sh\nexec ${emulator} $<TARGET_FILE:${program}> \"$@\"\n"
      FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
    set(${out} ${PROJECT_BINARY_DIR}/emulated/${program} PARENT_SCOPE)
  endif()
endfunction()

# qemu's user mode knows less of sockets and of /proc than a kernel.
if(CMAKE_CROSSCOMPILING_EMULATOR)
  set(emulable "~[native]~[.]")
endif()

add_custom_target(unit_tests DEPENDS sim)
foreach(room base core uv settings state netlink dns gateway echo command control daemon cli)
  file(GLOB sources CONFIGURE_DEPENDS ${room}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "${left_out}")
  add_executable(test_${room} ${sources})
  target_include_directories(test_${room} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(test_${room} PRIVATE ${room} ${catch} unit_flags)
  # One test per program: to start it anew for each of its cases would take longer than they do.
  add_dependencies(unit_tests test_${room})
  add_test(NAME "unit: ${room}" COMMAND test_${room} ${emulable})
  set_tests_properties("unit: ${room}" PROPERTIES LABELS unit TIMEOUT 600)
  if(NSFOLLOW_PRECOMPILE)
    if(room STREQUAL base)
      target_precompile_headers(test_base PRIVATE <algorithm> <map> <string> <variant> <vector>
        ${CMAKE_CURRENT_SOURCE_DIR}/support/catch.h)
    else()
      target_precompile_headers(test_${room} REUSE_FROM test_base)
    endif()
  endif()
endforeach()

target_link_libraries(test_core PRIVATE world)
target_sources(test_netlink PRIVATE support/netns.cpp)
target_sources(test_gateway PRIVATE support/netns.cpp)
target_sources(test_uv PRIVATE support/scripted_server.cpp support/stuck_resolver.cpp)
target_sources(test_dns PRIVATE
  support/named.cpp support/scripted_server.cpp support/stuck_resolver.cpp)
target_compile_definitions(test_settings PRIVATE
  NSFOLLOW_EXAMPLE="${PROJECT_SOURCE_DIR}/config/nsfollow.toml")
add_dependencies(test_cli nsfollow)
find_start(nsfollow_start nsfollow)
target_compile_definitions(test_cli PRIVATE
  NSFOLLOW_BINARY="${nsfollow_start}" NSFOLLOW_VERSION="${PROJECT_VERSION}")
if(NSFOLLOW_ECHO)
  file(GLOB sources CONFIGURE_DEPENDS echo_probe/*.cpp)
  add_executable(test_echo_probe ${sources} support/web_server.cpp support/netns.cpp)
  target_include_directories(test_echo_probe PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(test_echo_probe PRIVATE echo_probe ${catch} unit_flags)
  find_start(echo_start nsfollow-echo)
  target_compile_definitions(test_echo_probe PRIVATE NSFOLLOW_ECHO="${echo_start}")
  add_dependencies(test_echo_probe nsfollow-echo)
  add_dependencies(unit_tests test_echo_probe)
  add_test(NAME "unit: echo_probe" COMMAND test_echo_probe ${emulable})
  set_tests_properties("unit: echo_probe" PROPERTIES LABELS unit TIMEOUT 600)
endif()
