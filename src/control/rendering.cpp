// SPDX-License-Identifier: MIT
#include "control/rendering.h"
#include <algorithm>

namespace nsfollow::control {

std::string rendered(const core::Status& status, Format format) {
  switch (format) {
    case Format::text:
      return to_text(status, false);
    case Format::colour:
      return to_text(status, true);
    case Format::json:
      return to_json(status);
    case Format::prometheus:
      return to_prometheus(status);
  }
  return {};
}

std::optional<core::Status> concerning(core::Status status,
                                       const std::optional<core::DnsName>& only) {
  if (!only) return status;
  std::erase_if(status.names, [&](const auto& name) { return name.key.owner != *only; });
  if (status.names.empty()) return std::nullopt;
  std::erase_if(status.zones, [&](const auto& zone) {
    return std::ranges::count(status.names, zone.label, &core::Status::Name::zone) == 0;
  });
  return status;
}

std::string picture_of(core::Status status) {
  status.running_for = {};
  for (auto& name : status.names) name.changed_ago.reset();
  for (auto& zone : status.zones) {
    zone.is_busy = false;
    zone.trouble_for = {};
    zone.answered_ago.reset();
    zone.next_in.reset();
    if (zone.clock_behind) zone.clock_behind = std::chrono::seconds{1};
  }
  return to_json(status);
}

}  // namespace nsfollow::control
