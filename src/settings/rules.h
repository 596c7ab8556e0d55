// SPDX-License-Identifier: MIT
// Which addresses of a source are published: the keys of a host that become core::Rules.
#pragma once
#include "core/policy.h"
#include "settings/field.h"

namespace nsfollow::settings {

void read_private(const Field& field, core::Rules& rules);
void read_temporary(const Field& field, core::Rules& rules);
void read_addresses(const Field& field, core::Rules& rules);
void read_prefer(const Field& field, core::Rules& rules);
void read_allow(const Field& field, core::Rules& rules);
void read_deny(const Field& field, core::Rules& rules);

}  // namespace nsfollow::settings
