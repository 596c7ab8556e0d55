// SPDX-License-Identifier: MIT
// What RDATA of each type is made of: one table for reading and writing its text and its octets.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include "core/rrset.h"

namespace nsfollow::core {

enum class Part : std::uint8_t {
  u8,
  u16,
  u32,
  name,
  target,   // a name that is never compressed, and of which BIND compares the case
  string,   // one character-string (RFC 1035 3.3)
  strings,  // one or more of them, up to the end
  tag,      // a character-string of letters and digits (RFC 8659 4.1)
  text,     // octets up to the end, written as one string
  hex,      // octets up to the end; so are the following
  base64,
  ipv4,
  ipv6,
  svc_params,  // RFC 9460 2.2
};

struct Field {
  Part part = Part::u8;
  const char* what = nullptr;           // for people: "a preference"
  std::array<std::uint8_t, 5> sizes{};  // of a hash: its octets by the number before it; 0: any
};

struct Layout {
  RrType type{};
  std::string_view name;
  std::array<Field, 7> all;  // ends with the first that is without words

  [[nodiscard]] std::span<const Field> fields() const;
};

// Nothing for a type that is only known by its number.
[[nodiscard]] const Layout* layout_of(RrType type);
[[nodiscard]] const Layout* layout_of(std::string_view upper_case_name);

}  // namespace nsfollow::core
