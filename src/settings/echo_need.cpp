// SPDX-License-Identifier: MIT
// Whether the echo services can give what the hosts want of them.
#include <set>
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

template <class Source>
bool has(const core::AddressSources& sources) {
  return std::ranges::any_of(
      sources, [](const auto& source) { return std::holds_alternative<Source>(source); });
}

// Those that a family can reach.
std::size_t count(const core::EchoPolicy& policy, core::Family family) {
  return static_cast<std::size_t>(std::ranges::count_if(
      policy.services, [&](const auto& s) { return s.family.value_or(family) == family; }));
}

std::string told(std::size_t reachable, std::string_view family, const core::EchoPolicy& policy) {
  if (policy.services.empty()) return "[echo] has services = []: nobody is asked";
  const std::string by{family == "ipv4" ? " by IPv4" : " by IPv6"};
  return "of the services in [echo] " + (reachable == 0 ? "none" : std::to_string(reachable)) +
         " can be reached" + by + ", and " + std::to_string(policy.agree) + " must say the same";
}

}  // namespace

void check_echo_sources(const Drafts& drafts, Report& report) {
  const auto& policy = drafts.echo.policy;
  std::set<Place> said;  // a source under [defaults] is that of many hosts
  for (const auto family : {core::Family::ipv4, core::Family::ipv6}) {
    const auto reachable = count(policy, family);
    if (reachable >= policy.agree) continue;
    const std::string word = family == core::Family::ipv4 ? "ipv4" : "ipv6";
    bool by_auto = false;
    for (const auto& draft : drafts.hosts) {
      const auto& sources = draft.host.sources(family);
      const auto at = family == core::Family::ipv4 ? draft.ipv4_at : draft.ipv6_at;
      by_auto |= has<core::AutoSource>(sources);
      if (has<core::EchoSource>(sources) && said.insert(at).second)
        report.error(at, word + " wants an echo, but " + told(reachable, word, policy));
    }
    // With none, it is evident; "auto" does with what there is.
    if (by_auto && reachable > 0)
      report.warn(drafts.echo.place, "no echo will be believed: " + told(reachable, word, policy));
  }
}

}  // namespace nsfollow::settings
