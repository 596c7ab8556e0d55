// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include "settings/mark.h"

namespace nsfollow::settings {

namespace {

// To look for a near miss among more would take long, and a list of them helps nobody.
constexpr std::size_t most_to_compare = 500;
constexpr std::size_t most_to_list = 10;

std::string lower(std::string_view text) {
  const auto name = core::DnsName::parse(text);
  return name ? name->to_text() : std::string{text};
}

std::string_view word(core::Family family) {
  return family == core::Family::ipv4 ? "ipv4" : "ipv6";
}

}  // namespace

HostBook::HostBook(const std::vector<HostDraft>& hosts) : hosts_(hosts) {
  for (std::size_t i = 0; i < hosts.size(); ++i)
    if (hosts[i].is_named) by_name_.emplace_back(hosts[i].host.name.to_text(), i);
  std::ranges::sort(by_name_);
}

std::vector<HostBook::Named> HostBook::candidates(const std::string& name) const {
  const auto all_from = [&](const std::string& start, auto&& matches) {
    std::vector<Named> found;
    auto at = std::ranges::lower_bound(by_name_, start, {}, &Named::first);
    for (; at != by_name_.end() && matches(at->first); ++at) found.push_back(*at);
    return found;
  };
  auto found = all_from(name, [&](const std::string& host) { return host == name; });
  if (!found.empty()) return found;
  const auto beginning = name + '.';
  return all_from(beginning, [&](const std::string& host) { return host.starts_with(beginning); });
}

bool HostBook::knows(std::string_view name) const { return !candidates(lower(name)).empty(); }

std::string HostBook::nearest_to(std::string_view name) const {
  if (by_name_.size() > most_to_compare) return ".";
  std::vector<std::string_view> names;
  for (const auto& [host, index] : by_name_) {
    names.emplace_back(host);
    names.push_back(std::string_view{host}.substr(0, host.find('.')));
  }
  const auto near = did_you_mean(name, names);
  return near.empty() ? "." : near;
}

Result<std::size_t, std::string> HostBook::find(std::string_view name, core::Family family,
                                                const core::ZoneLabel& zone) const {
  const auto wanted = lower(name);
  auto found = candidates(wanted);
  std::set<std::string_view> names;
  for (const auto& [host, index] : found) names.insert(host);
  if (names.empty())
    return "names the host " + quote(name) + ", and there is none" + nearest_to(wanted);
  if (names.size() > 1) {
    std::vector<std::string_view> few{names.begin(), names.end()};
    if (few.size() > most_to_list) {
      few.resize(most_to_list);
      few.emplace_back("...");
    }
    return quote(name) + " begins the names of several hosts: " + list(few);
  }
  const std::string host = found.front().first;
  std::erase_if(found,
                [&](const Named& one) { return hosts_[one.second].host.sources(family).empty(); });
  if (found.empty())
    return "wants an address of " + host + ", which has " + std::string{word(family)} +
           " = \"off\"";
  if (found.size() == 1) return found.front().second;
  // The same name in several zones: the record's own is meant.
  for (const auto& [same, index] : found)
    if (hosts_[index].host.zone == zone) return index;
  return "wants an address of " + host +
         ", which is in several zones, but not in that of this "
         "record";
}

}  // namespace nsfollow::settings
