// SPDX-License-Identifier: MIT
// The probe gives up what it does not need, before it meets anybody.
#pragma once

namespace nsfollow::echo_probe {

// The environment, root, core dumps, gaining privileges, writing to and executing files, and
// reading the keys of nsfollow.  What the kernel or a sandbox around us forbids to give up stays.
void confine();

}  // namespace nsfollow::echo_probe
