# SPDX-License-Identifier: MIT
# The big end first.
set(CMAKE_SYSTEM_PROCESSOR s390x)
set(architecture s390x)
set(triple s390x-linux-gnu)
set(emulator_options -E LD_PRELOAD=/usr/lib/mend_netlink.so)  # it says why
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
