// SPDX-License-Identifier: MIT
#include "core/checkup_soa.h"
#include "core/named_server.h"
#include "core/rdata_words.h"

namespace nsfollow::core {

namespace {

std::optional<DnsName> read_name(OctetReader& reader) {
  const auto text = read_wire_name(reader);
  if (!text) return std::nullopt;
  auto name = DnsName::parse(*text);
  return name ? std::optional{*std::move(name)} : std::nullopt;
}

}  // namespace

std::optional<Soa> find_soa(const RecordPicture& found, const DnsName& zone) {
  const auto rrset = found.find({zone, RrType::soa});
  if (rrset == found.end()) return std::nullopt;
  const auto serial = serial_in(rrset->second);
  if (!serial) return std::nullopt;
  OctetReader names{*rrset->second.records.begin()};
  return Soa{read_name(names), *serial};
}

std::set<DnsName> read_names(const Rrset& rrset) {
  std::set<DnsName> names;
  for (const auto& rdata : rrset.records) {
    OctetReader reader{rdata};
    if (auto name = read_name(reader)) names.insert(*std::move(name));
  }
  return names;
}

}  // namespace nsfollow::core
