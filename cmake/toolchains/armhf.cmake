# SPDX-License-Identifier: MIT
# 32 bits, and a time_t of 32 bits.
set(CMAKE_SYSTEM_PROCESSOR arm)
set(architecture armhf)
set(triple arm-linux-gnueabihf)
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
set(CMAKE_CXX_FLAGS_INIT -Wno-psabi)  # notes on what g++ 7 changed
