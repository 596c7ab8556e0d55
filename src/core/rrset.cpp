// SPDX-License-Identifier: MIT
#include "core/rrset.h"
#include "core/rdata_layout.h"
#include "core/rdata_text.h"
#include "core/rdata_words.h"

namespace nsfollow::core {

RrType type_of(Family family) { return family == Family::ipv4 ? RrType::a : RrType::aaaa; }

Rdata rdata_of(const IpAddress& address) {
  const auto bytes = address.bytes();
  return {bytes.begin(), bytes.end()};
}

std::string describe(RrType type) {
  if (const auto* layout = layout_of(type)) return std::string{layout->name};
  return "TYPE" + std::to_string(static_cast<unsigned>(type));
}

std::string describe(RrType type, const Rdata& rdata) {
  if (auto text = rdata_text(type, rdata)) return *std::move(text);
  // RFC 3597 5: the form any RDATA has.
  return "\\# " + std::to_string(rdata.size()) + (rdata.empty() ? "" : " ") + to_hex(rdata);
}

std::string describe(const RrsetKey& key) { return key.owner.to_text() + ' ' + describe(key.type); }

std::string describe(RrType type, const Rrset& rrset) {
  std::string text;
  for (const auto& rdata : rrset.records) {
    if (!text.empty()) text += ", ";
    text += describe(type, rdata);
  }
  return text.empty() ? "none" : text;
}

}  // namespace nsfollow::core
