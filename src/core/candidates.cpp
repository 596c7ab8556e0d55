// SPDX-License-Identifier: MIT
#include "core/candidates.h"
#include <fnmatch.h>
#include <algorithm>
#include <string_view>
#include "base/overload.h"
#include "core/eligibility.h"
#include "core/special_purpose.h"
#include "core/uplink.h"

namespace nsfollow::core {

namespace {

std::string_view describe(Family family) { return family == Family::ipv4 ? "IPv4" : "IPv6"; }

bool matches(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

// As in a file of ignore rules, the last pattern that matches decides.
bool matches_last(const std::vector<std::string>& patterns, const std::string& name) {
  bool chosen = false;
  for (const auto& pattern : patterns) {
    const bool excludes = pattern.starts_with('!');
    if (matches(excludes ? pattern.substr(1) : pattern, name)) chosen = !excludes;
  }
  return chosen;
}

// The addresses of the interfaces that are chosen; the others are dropped with `otherwise`.
template <class Chosen>
Offer of_interfaces(const Sight& sight, Chosen chosen, const std::string& otherwise) {
  Offer all;
  bool has_public = false;  // and cannot use it, or not yet
  for (const auto& interface : sight.seen.interfaces) {
    const bool asked_for = chosen(interface);
    for (const auto& seen : interface.addresses) {
      if (seen.address.family() != sight.family) continue;
      auto against = asked_for ? objection(interface, seen, sight.rules)
                               : Objection{Objection::Kind::rule, otherwise};
      all.deprecated_left |= against.kind == Objection::Kind::deprecated;
      all.behind_nat |= against.kind == Objection::Kind::is_private;
      has_public |=
          asked_for && seen.scope == Scope::global && special_purpose(seen.address).text.empty();
      all.candidates.push_back({interface.name, seen.address, seen, !against, against.text});
    }
  }
  all.behind_nat = all.behind_nat && !all.has_any() && !has_public;
  return all;
}

// What somebody told.  A private address is not used, and the next one is asked.
Offer of_told(const Told* told, const std::string& who, const Sight& sight) {
  Offer all;
  if (told == nullptr || (told->is_coming && !told->addresses)) {
    all.unknown = all.is_coming = true;
    all.remark = who + " is being asked";
  } else if (!told->addresses) {
    all.unknown = true;
    all.remark = who + " cannot tell: " + told->why_not;
  } else {
    for (const auto& address : *told->addresses) {
      auto against = objection(address, sight.rules);
      all.candidates.push_back({told->by, address, {}, !against, against.text});
    }
    all.unknown = !all.has_any();
    if (all.unknown) all.remark = told->by + " tells no address that can be published";
  }
  return all;
}

template <class Key>
const Told* find(const std::map<Key, Told>& all, const Key& key) {
  const auto found = all.find(key);
  return found == all.end() ? nullptr : &found->second;
}

bool has_an_answer(const Told* told) { return told != nullptr && !told->is_coming; }

Offer no_uplink(const Vantage& vantage) {
  Offer nothing;
  nothing.remark = vantage.interface.empty()
                       ? "there is no " + std::string{describe(vantage.family)} + " default route"
                       : "there is no such interface, or it is down";
  return nothing;
}

Offer of_gateway(const std::string& interface, const Sight& sight) {
  const Vantage vantage{sight.family, interface};
  const auto uplink = find_uplink(sight.seen, vantage);
  if (!uplink) return no_uplink(vantage);
  Offer all;
  if (uplink->gateway) {
    all = of_told(find(sight.others.gateway, vantage), "the gateway", sight);
    all.needs.gateway.insert(vantage);
  } else {
    all.unknown = true;
    all.remark = "the default route has no gateway that could be asked";
  }
  return all;
}

Offer of_echo(const std::string& interface, const Sight& sight) {
  const Vantage vantage{sight.family, interface};
  if (!find_uplink(sight.seen, vantage)) return no_uplink(vantage);
  auto all = of_told(find(sight.others.echo, vantage), "an echo service", sight);
  all.needs.echo.insert(vantage);
  return all;
}

Offer of_command(const CommandSource& source, const Sight& sight) {
  const Command command{source.path, sight.family};
  auto all = of_told(find(sight.others.command, command), source.path, sight);
  all.needs.command.insert(command);
  return all;
}

// Puts what was found out later behind what was found out first.
void append(Offer& first, Offer later) {
  std::ranges::move(later.candidates, std::back_inserter(first.candidates));
  first.unknown = later.unknown;
  first.is_coming = later.is_coming;
  if (!later.remark.empty()) first.remark = std::move(later.remark);
  first.needs.gateway.merge(later.needs.gateway);
  first.needs.echo.merge(later.needs.echo);
}

Offer of_default_route(const Sight& sight) {
  const auto& routes = sight.seen.default_routes;
  const auto best = std::ranges::find(routes, sight.family, &SeenRoute::family);
  if (best == routes.end()) return no_uplink({sight.family, ""});
  auto all = of_interfaces(
      sight,
      [&](const SeenInterface& interface) {
        return std::ranges::any_of(routes, [&](const SeenRoute& route) {
          return route.family == sight.family && route.metric == best->metric &&
                 route.interface == interface.index;
        });
      },
      "the interface does not carry the default route");
  if (!all.behind_nat) return all;
  // NAT-PMP and PCP translate IPv4; the gateway knows what an echo service can only repeat.
  if (sight.family == Family::ipv4 && best->gateway) {
    append(all, of_gateway("", sight));
    const auto* told = find(sight.others.gateway, Vantage{sight.family, ""});
    if (!all.unknown || !has_an_answer(told)) return all;
  }
  const auto gateway_says = std::exchange(all.remark, "");
  append(all, of_echo("", sight));
  if (all.remark.empty()) all.remark = gateway_says;
  return all;
}

Offer of_named(const InterfaceSource& source, const Sight& sight) {
  bool found = false;
  auto all = of_interfaces(
      sight,
      [&](const SeenInterface& interface) {
        const bool chosen = matches_last(source.patterns, interface.name);
        found = found || chosen;
        return chosen;
      },
      "the interface is not asked for");
  if (!found) all.remark = "no interface has such a name";
  return all;
}

// Why the prefix of this address does not go with the suffix; empty when it does.
std::string misfit(const SeenAddress& seen, unsigned length, const PrefixSource& source) {
  if (!source.length && seen.prefix_length > 64)
    return "its prefix is a /" + std::to_string(seen.prefix_length) +
           "; write the length: prefix:" + source.interface + "/64";
  if (IpPrefix::of(source.suffix, length).address() != *IpAddress::parse("::"))
    return "prefix and suffix overlap: the first " + std::to_string(length) +
           " bits of the suffix must be zero";
  return "";
}

// Every prefix of the interface with the machine's own last bits.
Offer of_prefix(const PrefixSource& source, const Sight& sight) {
  Offer all;
  std::set<IpPrefix> used;
  bool found = false;
  // A temporary address has the same prefix as any other.  Filters are for what is published.
  Rules of_ours = sight.rules;
  of_ours.temporary_too = true;
  of_ours.allow.clear();
  of_ours.deny.clear();
  for (const auto& interface : sight.seen.interfaces) {
    if (!matches(source.interface, interface.name)) continue;
    found = true;
    for (const auto& seen : interface.addresses) {
      if (seen.address.family() != sight.family) continue;
      const unsigned length = source.length.value_or(seen.prefix_length);
      const auto prefix = IpPrefix::of(seen.address, length);
      const auto made = prefix.with_suffix(source.suffix);
      auto against = objection(interface, seen, of_ours);
      if (!against)
        if (auto text = misfit(seen, length, source); !text.empty())
          against = {Objection::Kind::rule, std::move(text)};
      const auto address = against ? seen.address : made;
      if (!against) against = objection(made, sight.rules);
      all.deprecated_left |= against.kind == Objection::Kind::deprecated;
      if (!against && !used.insert(prefix).second) continue;
      all.candidates.push_back({interface.name, address, seen, !against, against.text});
    }
  }
  if (!found) all.remark = "no interface has such a name";
  return all;
}

Offer of_literal(const LiteralSource& source) {
  Offer all;
  all.candidates.push_back({"", source.address, {}, true, ""});
  all.written_down = true;
  return all;
}

}  // namespace

bool Offer::has_any() const { return std::ranges::any_of(candidates, &Candidate::kept); }

Offer offer(const AddressSource& source, const Sight& sight) {
  return std::visit(Overload{
                        [&](const AutoSource&) { return of_default_route(sight); },
                        [&](const InterfaceSource& s) { return of_named(s, sight); },
                        [&](const PrefixSource& s) { return of_prefix(s, sight); },
                        [&](const GatewaySource& s) { return of_gateway(s.interface, sight); },
                        [&](const EchoSource& s) { return of_echo(s.interface, sight); },
                        [&](const CommandSource& s) { return of_command(s, sight); },
                        [&](const LiteralSource& s) { return of_literal(s); },
                    },
                    source);
}

}  // namespace nsfollow::core
