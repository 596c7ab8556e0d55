// SPDX-License-Identifier: MIT
#include "core/selection.h"
#include <fnmatch.h>
#include <algorithm>
#include <string_view>
#include "base/overload.h"
#include "core/special_purpose.h"

namespace nsfollow::core {

namespace {

std::string_view describe(Family family) { return family == Family::ipv4 ? "IPv4" : "IPv6"; }

// The first rule that speaks against publishing the address; empty when none does.
std::string objection(const SeenInterface& interface, const SeenAddress& seen) {
  if (!interface.up) return "the interface is down";
  if (seen.dad_failed) return "duplicate address detection failed";
  if (seen.tentative) return "tentative: duplicate address detection is not over";
  if (seen.optimistic) return "optimistic: duplicate address detection is not over";
  if (seen.scope != Scope::global) return "not of global scope";
  if (const auto purpose = special_purpose(seen.address); !purpose.empty())
    return "special purpose: " + std::string{purpose};
  if (seen.temporary) return "temporary (privacy extensions, RFC 8981)";
  if (seen.deprecated) return "deprecated: its preferred lifetime is over";
  return "";
}

class Choice {
 public:
  Choice(Family family, const Seen& seen) : family_(family), seen_(seen) {}

  Selection from_default_route() {
    const auto best = std::ranges::find(seen_.default_routes, family_, &SeenRoute::family);
    if (best == seen_.default_routes.end()) {
      result_.remark = "there is no " + std::string{describe(family_)} + " default route";
      return std::move(result_);
    }
    consider(
        [&](const SeenInterface& interface) {
          return std::ranges::any_of(seen_.default_routes, [&](const SeenRoute& route) {
            return route.family == family_ && route.metric == best->metric &&
                   route.interface == interface.index;
          });
        },
        "the interface does not carry the default route");
    return std::move(result_);
  }

  Selection from_interfaces(const InterfaceSource& source) {
    bool found = false;
    consider(
        [&](const SeenInterface& interface) {
          const bool matches = matches_any(source, interface.name);
          found = found || matches;
          return matches;
        },
        "the interface is not asked for");
    if (!found) result_.remark = "no interface has such a name";
    return std::move(result_);
  }

 private:
  // As in a file of ignore rules, the last pattern that matches decides.
  static bool matches_any(const InterfaceSource& source, const std::string& name) {
    bool chosen = false;
    for (const auto& pattern : source.patterns) {
      const bool excludes = pattern.starts_with('!');
      if (fnmatch(pattern.c_str() + (excludes ? 1 : 0), name.c_str(), 0) == 0) chosen = !excludes;
    }
    return chosen;
  }

  template <class Chosen>
  void consider(Chosen chosen, const std::string& otherwise) {
    bool deprecated_left = false;
    for (const auto& interface : seen_.interfaces) {
      const bool asked_for = chosen(interface);
      for (const auto& seen : interface.addresses) {
        if (seen.address.family() != family_) continue;
        std::string why = asked_for ? objection(interface, seen) : otherwise;
        const bool kept = why.empty();
        if (kept) result_.addresses.push_back(seen.address);
        deprecated_left = deprecated_left || why.starts_with("deprecated");
        result_.considered.push_back({interface.name, seen.address, kept, std::move(why)});
      }
    }
    conclude(deprecated_left);
  }

  void conclude(bool deprecated_left) {
    auto& kept = result_.addresses;
    std::ranges::sort(kept);
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    if (kept.size() > most_addresses) {
      result_.remark = std::to_string(kept.size()) + " addresses, more than the " +
                       std::to_string(most_addresses) + " that may stand at one name";
      kept.clear();
      result_.undecided = true;
    } else if (kept.empty() && deprecated_left) {
      result_.remark = "only deprecated addresses are left; what is published stays";
      result_.undecided = true;
    }
  }

  Family family_;
  const Seen& seen_;
  Selection result_;
};

}  // namespace

Selection select(const AddressSource& source, Family family, const Seen& seen) {
  return std::visit(Overload{
                        [&](const AutoSource&) {
                          return Choice{family, seen}.from_default_route();
                        },
                        [&](const InterfaceSource& s) {
                          return Choice{family, seen}.from_interfaces(s);
                        },
                        [&](const LiteralSource& s) {
                          return Selection{{{"", s.address, true, ""}}, {s.address}, false, ""};
                        },
                        [&](const NoSource&) {
                          return Selection{{}, {}, true, "off"};
                        },
                    },
                    source);
}

}  // namespace nsfollow::core
