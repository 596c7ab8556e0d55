// SPDX-License-Identifier: MIT
// A status as text: for people, for programs, for Prometheus.
#pragma once
#include <optional>
#include <string>
#include "control/request.h"
#include "core/status.h"

namespace nsfollow::control {

// For people, in 80 columns where the names allow it.
[[nodiscard]] std::string to_text(const core::Status& status, bool with_colour);
// One line; nsfollow(8) describes the members.
[[nodiscard]] std::string to_json(const core::Status& status);
// The text exposition format 0.0.4 of Prometheus.
[[nodiscard]] std::string to_prometheus(const core::Status& status);

[[nodiscard]] std::string rendered(const core::Status& status, Format format);

// What concerns this name alone, or everything; nothing for a name that is not there.
[[nodiscard]] std::optional<core::Status> concerning(core::Status status,
                                                     const std::optional<core::DnsName>& only);

// The same for two statuses that differ in nothing but how long ago things were.
[[nodiscard]] std::string picture_of(core::Status status);

}  // namespace nsfollow::control
