# SPDX-License-Identifier: MIT
# Warnings, sanitizers and hardening, for every target of the project.
include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)

add_library(nsfollow_flags INTERFACE)
target_compile_options(nsfollow_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 -Wcast-align -Wvla)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(nsfollow_flags INTERFACE -Wduplicated-cond -Wlogical-op)
endif()
if(NSFOLLOW_WERROR)
  target_compile_options(nsfollow_flags INTERFACE -Werror)
endif()

if(NSFOLLOW_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    -g1)  # a line for each call on the stack is all that a report needs
  target_compile_options(nsfollow_flags INTERFACE ${sanitize})
  target_link_options(nsfollow_flags INTERFACE ${sanitize})
elseif(NSFOLLOW_HARDEN AND CMAKE_BUILD_TYPE MATCHES "Release|RelWithDebInfo|MinSizeRel")
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  # A distribution's own _FORTIFY_SOURCE, given in CXXFLAGS, is replaced, not contradicted.
  target_compile_options(nsfollow_flags INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE)
  target_compile_definitions(nsfollow_flags INTERFACE _GLIBCXX_ASSERTIONS)
  foreach(flag -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr -fcf-protection=full)
    string(MAKE_C_IDENTIFIER "has${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      target_compile_options(nsfollow_flags INTERFACE ${flag})
    endif()
  endforeach()
  target_link_options(nsfollow_flags INTERFACE
    -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code,--as-needed,--gc-sections)
endif()

# For the rooms and what is made of them; the tests throw. Nothing of ours throws or catches, so
# what the standard library throws ends the program, and needs no way back through it: a quarter of
# its size (tests/bench/size).
add_library(nsfollow_small INTERFACE)
if(NSFOLLOW_SMALL)
  target_compile_options(nsfollow_small INTERFACE
    -fno-exceptions -fno-rtti -fno-unwind-tables -fno-asynchronous-unwind-tables)
endif()

set(static_runtime -static-libstdc++ -static-libgcc)
set(CMAKE_REQUIRED_LINK_OPTIONS ${static_runtime})
check_cxx_source_compiles("#include <string>
  int main(int argc, char** argv) { return static_cast<int>(std::string(argv[argc - 1]).size()); }"
  has_static_runtime)
unset(CMAKE_REQUIRED_LINK_OPTIONS)
