// SPDX-License-Identifier: MIT
// Two who want the same records, and records that cannot stand side by side.
#include "core/rrset.h"
#include "settings/record_type.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using core::RrType;

struct Owner {
  Place place;
  bool is_host = false;
};
using OfName = std::map<RrType, Owner>;
// By zone, too: a split horizon has the same name twice.
using Owners = std::map<std::pair<core::ZoneLabel, core::DnsName>, OfName>;

std::string first_in(const Owner& owner) {
  return ", first in line " + std::to_string(owner.place.line);
}

void add_hosts(const Drafts& drafts, core::Family family, Owners& owners, Report& report) {
  const std::string word = family == core::Family::ipv4 ? "ipv4" : "ipv6";
  for (const auto& draft : drafts.hosts) {
    const auto& host = draft.host;
    if (!draft.is_named || host.zone.empty() || host.sources(family).empty()) continue;
    const auto [first, is_new] =
        owners[{host.zone, host.name}].emplace(core::type_of(family), Owner{draft.place, true});
    if (is_new) continue;
    auto text = host.name.to_text();
    text.append(" has ").append(word).append(" twice").append(first_in(first->second));
    report.error(draft.place,
                 text.append("; one of them needs ").append(word).append(" = \"off\""));
  }
}

void add_record(const RecordDraft& draft, OfName& owners, Report& report) {
  const auto& record = draft.record;
  const auto what = core::describe(core::RrsetKey{record.name, record.type});
  const auto [first, is_new] = owners.emplace(record.type, Owner{draft.place});
  if (is_new) return;
  if (first->second.is_host)
    report.error(draft.place,
                 what + " follows the addresses of the [[host]] in line " +
                     std::to_string(first->second.place.line) +
                     "; a fixed one beside them goes into its sources: " +
                     (record.type == RrType::a ? "ipv4 = [\"auto\", \"192.0.2.1\"]"
                                               : "ipv6 = [\"auto\", \"2001:db8::1\"]"));
  else
    report.error(draft.place, what + " is there twice" + first_in(first->second) +
                                  "; put all values into one: value = [\"...\", \"...\"]");
}

// RFC 1034 3.6.2: beside a CNAME there is nothing.
void check_alias(const core::DnsName& name, const OfName& owners, Report& report) {
  const auto alias = owners.find(RrType::cname);
  if (alias == owners.end() || owners.size() == 1) return;
  const auto other = alias == owners.begin() ? std::next(alias) : owners.begin();
  const auto& [type, owner] = *other;
  report.error(alias->second.place,
               name.to_text() + " has a CNAME, so it can have nothing else; but there is " +
                   with_article(type) + (owner.is_host ? " by the [[host]]" : "") + " in line " +
                   std::to_string(owner.place.line));
}

// RFC 2136 3.4.2.4 lets nobody touch these of a zone's own name.
void check_apex(const RecordDraft& draft, const core::DnsName& apex, Report& report) {
  if (draft.record.name != apex) return;
  if (draft.record.type == RrType::ns)
    report.error(draft.place, "an NS at " + apex.to_text() +
                                  " says who serves the zone itself; that is set at the server");
  else if (draft.record.type == RrType::cname)
    report.error(draft.place,
                 apex.to_text() + " is a zone's own name, and cannot have a CNAME beside its SOA");
}

}  // namespace

void forbid_clashes(const Drafts& drafts, Report& report) {
  Owners owners;
  add_hosts(drafts, core::Family::ipv4, owners, report);
  add_hosts(drafts, core::Family::ipv6, owners, report);
  std::map<core::ZoneLabel, core::DnsName> apexes;
  for (const auto& draft : drafts.zones) apexes.emplace(draft.zone.label(), draft.zone.name);
  for (const auto& draft : drafts.records) {
    const auto& record = draft.record;
    const auto apex = apexes.find(record.zone);
    if (!draft.is_named || apex == apexes.end() || record.type == RrType{}) continue;
    check_apex(draft, apex->second, report);
    add_record(draft, owners[{record.zone, record.name}], report);
  }
  for (const auto& [owner, types] : owners) check_alias(owner.second, types, report);
}

}  // namespace nsfollow::settings
