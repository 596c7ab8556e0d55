# SPDX-License-Identifier: MIT
# The hooks call the program by the path it is installed at.  They are built into the program, so
# that `nsfollow hooks` needs no other file, and installed beside it for who places them by hand.
set(NSFOLLOW_HOOKED ${CMAKE_INSTALL_FULL_SBINDIR}/nsfollow)
if(NSFOLLOW_HOOKED MATCHES "['\"\\\\]")
  message(FATAL_ERROR "the hooks cannot quote ${NSFOLLOW_HOOKED}")
endif()
set(hook_names dhclient dhcpcd ifupdown networkd-dispatcher networkmanager pppd udhcpc)
set(hook_texts "")
foreach(name ${hook_names})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS hooks/${name})
  file(READ hooks/${name} text)
  string(REPLACE @NSFOLLOW@ ${NSFOLLOW_HOOKED} text "${text}")
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/hooks/${name} CONTENT "${text}" @ONLY)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  string(APPEND hook_texts "const std::string_view ${identifier} = R\"hook(${text})hook\";\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/hooks/hook_texts.cpp @ONLY CONTENT
"// SPDX-License-Identifier: MIT
// Made of hooks/ by cmake/hooks.cmake.
#include \"cli/hook_texts.h\"

namespace nsfollow::cli::hook_texts {

const std::string_view program = \"${NSFOLLOW_HOOKED}\";
${hook_texts}
}  // namespace nsfollow::cli::hook_texts
")
