// SPDX-License-Identifier: MIT
#include "settings/rules.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t most_prefixes = 256;

void read_prefixes(const Field& field, std::vector<core::IpPrefix>& prefixes) {
  const auto texts = read_list(field, "a prefix such as \"192.0.2.0/24\" or \"2001:db8::/32\"");
  prefixes.clear();
  if (texts.size() > most_prefixes) {
    field.error("has more than 256 prefixes");
    return;
  }
  for (const auto& element : texts) {
    const auto& text = text_of(element);
    const auto prefix = core::IpPrefix::parse(text);
    if (!prefix)
      element.error(quote(text) + ' ' + prefix.error());
    else if (std::ranges::find(prefixes, *prefix) != prefixes.end())
      element.error("has " + quote(text) + " twice");
    else
      prefixes.push_back(*prefix);
  }
}

}  // namespace

void read_private(const Field& field, core::Rules& rules) {
  if (const auto yes = read_boolean(field)) rules.private_too = *yes;
}

void read_temporary(const Field& field, core::Rules& rules) {
  if (const auto yes = read_boolean(field)) rules.temporary_too = *yes;
}

void read_addresses(const Field& field, core::Rules& rules) {
  static constexpr std::array choices{Choice<bool>{"all", false}, Choice<bool>{"first", true}};
  if (const auto choice = read_choice(field, choices)) rules.only_first = *choice;
}

void read_prefer(const Field& field, core::Rules& rules) {
  static constexpr std::array choices{
      Choice<core::AddressKind>{"fixed", core::AddressKind::fixed},
      Choice<core::AddressKind>{"leased", core::AddressKind::leased},
      Choice<core::AddressKind>{"stable-privacy", core::AddressKind::stable_privacy},
      Choice<core::AddressKind>{"eui64", core::AddressKind::eui64},
      Choice<core::AddressKind>{"temporary", core::AddressKind::temporary},
  };
  rules.prefer.clear();
  for (const auto& element : read_list(field, "kinds of addresses such as \"eui64\"")) {
    const auto kind = read_choice(element, choices);
    if (!kind) continue;
    if (std::ranges::find(rules.prefer, *kind) != rules.prefer.end())
      element.error("has " + quote(text_of(element)) + " twice");
    else
      rules.prefer.push_back(*kind);
  }
}

void read_allow(const Field& field, core::Rules& rules) { read_prefixes(field, rules.allow); }

void read_deny(const Field& field, core::Rules& rules) { read_prefixes(field, rules.deny); }

}  // namespace nsfollow::settings
