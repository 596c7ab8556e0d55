// SPDX-License-Identifier: MIT
#include "core/eligibility.h"
#include <algorithm>
#include <optional>
#include "core/special_purpose.h"

namespace nsfollow::core {

namespace {

using Kind = Objection::Kind;

Objection not_usable(const SeenInterface& interface, const SeenAddress& seen) {
  if (!interface.up) return {Kind::rule, "the interface is down"};
  if (seen.dad_failed) return {Kind::rule, "duplicate address detection failed"};
  if (seen.tentative) return {Kind::rule, "tentative: duplicate address detection is not over"};
  if (seen.optimistic) return {Kind::rule, "optimistic: duplicate address detection is not over"};
  return {};
}

Objection filtered(const IpAddress& address, const Rules& rules) {
  const auto holds = [&](const IpPrefix& prefix) { return prefix.contains(address); };
  const auto same_family = [&](const IpPrefix& prefix) {
    return prefix.address().family() == address.family();
  };
  if (const auto found = std::ranges::find_if(rules.deny, holds); found != rules.deny.end())
    return {Kind::rule, "denied: " + found->to_text()};
  if (std::ranges::any_of(rules.allow, same_family) && std::ranges::none_of(rules.allow, holds))
    return {Kind::rule, "not in what is allowed"};
  return {};
}

// RFC 4291 appendix A: ff:fe in the middle of the interface identifier.
bool is_eui64(const IpAddress& address) {
  const auto bytes = address.bytes();
  return bytes.size() == 16 && bytes[11] == 0xff && bytes[12] == 0xfe;
}

}  // namespace

Objection objection(const IpAddress& address, const Rules& rules) {
  const auto purpose = special_purpose(address);
  if (purpose.is_private && !rules.private_too)
    return {Kind::is_private, "special purpose: " + std::string{purpose.text}};
  if (!purpose.text.empty() && !purpose.is_private)
    return {Kind::rule, "special purpose: " + std::string{purpose.text}};
  return filtered(address, rules);
}

Objection objection(const SeenInterface& interface, const SeenAddress& seen, const Rules& rules) {
  if (auto found = not_usable(interface, seen)) return found;
  if (seen.scope != Scope::global) return {Kind::rule, "not of global scope"};
  if (auto found = objection(seen.address, rules)) return found;
  if (seen.temporary && !rules.temporary_too)
    return {Kind::rule, "temporary (privacy extensions, RFC 8981)"};
  if (seen.deprecated) return {Kind::deprecated, "deprecated: its preferred lifetime is over"};
  return {};
}

AddressKind kind_of(const SeenAddress& seen) {
  if (seen.temporary) return AddressKind::temporary;
  if (seen.stable_privacy) return AddressKind::stable_privacy;
  if (is_eui64(seen.address)) return AddressKind::eui64;
  if (seen.makes_temporary) return AddressKind::stable_privacy;
  return seen.permanent || !seen.valid ? AddressKind::fixed : AddressKind::leased;
}

std::string describe(AddressKind kind) {
  switch (kind) {
    case AddressKind::fixed:
      return "fixed";
    case AddressKind::leased:
      return "leased";
    case AddressKind::stable_privacy:
      return "stable-privacy";
    case AddressKind::eui64:
      return "eui64";
    case AddressKind::temporary:
      return "temporary";
  }
  return "";
}

}  // namespace nsfollow::core
