// SPDX-License-Identifier: MIT
// For calls of libuv that fail only when the caller is wrong or the machine is at its end.
#pragma once

namespace nsfollow::uv {

// Ends the program, naming the call and libuv's word for the status, unless the status is 0.
void require(int status, const char* call);

}  // namespace nsfollow::uv
