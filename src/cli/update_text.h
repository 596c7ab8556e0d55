// SPDX-License-Identifier: MIT
// Changes as text: what nsupdate(1) reads, so that a dry run can be carried out by hand.
#pragma once
#include <string>
#include <vector>
#include "core/change.h"
#include "core/policy.h"

namespace nsfollow::cli {

[[nodiscard]] std::string update_text(const core::Zone& zone,
                                      const std::vector<core::Change>& changes);

}  // namespace nsfollow::cli
