// SPDX-License-Identifier: MIT
// What `nsfollow explain` tells of one RRset.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/engine.h"
#include "core/selection.h"

namespace nsfollow::cli {

struct Explained {
  core::RrsetKey key;
  const core::Zone* zone = nullptr;          // of the engine's
  std::optional<core::Selection> selection;  // of a host's addresses
  std::optional<core::Rrset> wanted;         // none: not known, so nothing is touched
  std::optional<core::Rrset> published;      // none: the primary did not tell
  bool was_asked = false;                    // the primary, for this RRset
};

// Every RRset of the configuration, or those at this name alone; hosts come first.
// The engine has seen the kernel, and outlives the result.
[[nodiscard]] std::vector<Explained> explained(const core::Engine& engine,
                                               const std::optional<core::DnsName>& only);

// For people, in 80 columns where the names allow it.
[[nodiscard]] std::string to_text(const std::vector<Explained>& all);
// nsfollow(8) describes the members.
[[nodiscard]] std::string to_json(const std::vector<Explained>& all);

}  // namespace nsfollow::cli
