// SPDX-License-Identifier: MIT
#include "settings/name.h"

namespace nsfollow::settings {

std::optional<core::DnsName> read_name(const Field& field, std::string_view wanted) {
  const auto* text = read_text(field, wanted);
  if (!text) return std::nullopt;
  auto name = core::DnsName::parse(*text);
  if (name) return std::move(*name);
  field.error(quote(*text) + ' ' + name.error());
  return std::nullopt;
}

}  // namespace nsfollow::settings
