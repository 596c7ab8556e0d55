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
include(Catch)

foreach(room base core uv settings state netlink dns gateway daemon cli)
  file(GLOB sources CONFIGURE_DEPENDS ${room}/*.cpp)
  add_executable(test_${room} ${sources})
  target_include_directories(test_${room} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(test_${room} PRIVATE ${room} ${catch})
  catch_discover_tests(test_${room} TEST_PREFIX "${room}: " PROPERTIES LABELS unit)
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
target_compile_definitions(test_cli PRIVATE
  NSFOLLOW_BINARY="$<TARGET_FILE:nsfollow>" NSFOLLOW_VERSION="${PROJECT_VERSION}")
