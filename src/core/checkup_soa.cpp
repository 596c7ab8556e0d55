// SPDX-License-Identifier: MIT
#include "core/checkup_soa.h"
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
  constexpr std::size_t numbers = 20;  // five of them, behind two names
  const auto rrset = found.find({zone, RrType::soa});
  if (rrset == found.end() || rrset->second.records.size() != 1) return std::nullopt;
  const auto& rdata = *rrset->second.records.begin();
  if (rdata.size() < numbers) return std::nullopt;
  OctetReader names{rdata}, tail{std::string_view{rdata}.substr(rdata.size() - numbers)};
  return Soa{read_name(names), tail.number(4)};
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
