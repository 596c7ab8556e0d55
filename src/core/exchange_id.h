// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace nsfollow::core {

// Names one exchange within one run of the engine.  Nothing of it is on the wire.
using ExchangeId = std::uint64_t;

}  // namespace nsfollow::core
