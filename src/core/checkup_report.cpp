// SPDX-License-Identifier: MIT
#include "core/checkup_report.h"

namespace nsfollow::core {

std::string_view describe(Finding::Topic topic) {
  switch (topic) {
    case Finding::Topic::clock:
      return "clock";
    case Finding::Topic::server:
      return "server";
    case Finding::Topic::key:
      return "key";
    case Finding::Topic::zone:
      return "zone";
    case Finding::Topic::update:
      return "update";
    case Finding::Topic::record:
      return "record";
    case Finding::Topic::name_server:
      return "name-server";
  }
  return "";
}

std::string_view describe(Finding::Verdict verdict) {
  switch (verdict) {
    case Finding::Verdict::ok:
      return "ok";
    case Finding::Verdict::warning:
      return "warning";
    case Finding::Verdict::refused:
      return "refused";
    case Finding::Verdict::unreachable:
      return "unreachable";
  }
  return "";
}

int CheckupReport::exit_code() const {
  bool refused = false, unreachable = false;
  const auto read = [&](const std::vector<Finding>& findings) {
    for (const auto& finding : findings) {
      refused = refused || finding.verdict == Finding::Verdict::refused;
      unreachable = unreachable || finding.verdict == Finding::Verdict::unreachable;
    }
  };
  read(machine);
  for (const auto& server : servers) read(server.findings);
  return refused ? 4 : unreachable ? 5 : 0;
}

}  // namespace nsfollow::core
