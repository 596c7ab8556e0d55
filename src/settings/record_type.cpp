// SPDX-License-Identifier: MIT
#include "settings/record_type.h"
#include <algorithm>
#include <array>
#include <cctype>
#include <vector>
#include "core/rdata_text.h"
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

constexpr std::uint16_t dname = 39;
// RFC 6895 3.1: questions and other things that stand in no zone.
constexpr std::uint16_t first_meta = 128, last_meta = 255, reserved = 0xffff;

struct Refused {
  std::string_view name;
  std::uint16_t number;
  std::string_view why;
};
constexpr std::string_view no_data = "is no data that a zone holds";
constexpr std::string_view by_signer = "is made by the server that signs the zone";
constexpr std::array refused{
    Refused{"SOA", 6, "is the server's own: it counts the changes of the zone"},
    Refused{"OPT", 41, no_data},
    Refused{"RRSIG", 46, by_signer},
    Refused{"NSEC", 47, by_signer},
    Refused{"NSEC3", 50, by_signer},
    Refused{"NSEC3PARAM", 51, by_signer},
    Refused{"TKEY", 249, no_data},
    Refused{"TSIG", 250, no_data},
    Refused{"IXFR", 251, no_data},
    Refused{"AXFR", 252, no_data},
    Refused{"MAILB", 253, no_data},
    Refused{"MAILA", 254, no_data},
    Refused{"ANY", 255, no_data},
};

constexpr std::array<std::string_view, 13> usual{
    "A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NS", "PTR", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"};

std::string upper(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::toupper(c); });
  return out;
}

}  // namespace

Result<core::RrType, std::string> parse_record_type(std::string_view text) {
  const auto type = core::parse_rr_type(text);
  const auto name = upper(text.substr(0, 16));
  for (const auto& row : refused)
    if (row.name == name || (type && static_cast<std::uint16_t>(*type) == row.number))
      return quote(text) + ' ' + std::string{row.why};
  if (!type) {
    const auto near = did_you_mean(name, usual);
    return quote(text) + " is no type" + (near.empty() ? "." : near) + " Choices: " + list(usual) +
           ", and others, as in \"TYPE65280\"";
  }
  const auto number = static_cast<std::uint16_t>(*type);
  if (number == 0 || number == reserved || (number >= first_meta && number <= last_meta))
    return quote(text) + ' ' + std::string{no_data};
  return *type;
}

std::string with_article(core::RrType type) {
  const auto name = core::describe(type);
  // As the letters are spoken: "an em ex".
  const bool vowel = std::string_view{"AEFHILMNORSX"}.find(name.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + name;
}

bool is_single(core::RrType type) {
  return type == core::RrType::cname || static_cast<std::uint16_t>(type) == dname;
}

}  // namespace nsfollow::settings
