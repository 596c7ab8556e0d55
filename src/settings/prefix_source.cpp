// SPDX-License-Identifier: MIT
#include "settings/prefix_source.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include "core/ip_prefix.h"
#include "settings/interface_name.h"
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

constexpr unsigned least_length = 16, most_length = 127;
constexpr unsigned longest_with_mac = 64;  // the identifier fills the other half
constexpr std::string_view mac_word = "mac:";

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <class Number>
std::optional<Number> parse_number(std::string_view digits, int base) {
  Number number{};
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
  return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

using Mac = std::array<std::uint8_t, 6>;

std::optional<Mac> parse_mac(std::string_view text) {
  Mac mac{};
  if (text.size() != mac.size() * 3 - 1) return std::nullopt;
  for (std::size_t i = 0; i < mac.size(); ++i) {
    const auto octet = parse_number<std::uint8_t>(text.substr(i * 3, 2), 16);
    if (!octet || (i > 0 && text[i * 3 - 1] != ':')) return std::nullopt;
    mac[i] = *octet;
  }
  return mac;
}

// RFC 4291 appendix A: FF and FE in the middle, and the universal/local bit turned round.
core::IpAddress suffix_of(const Mac& mac) {
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(mac.begin(), 3, bytes.begin() + 8);
  bytes[8] ^= 0x02;
  bytes[11] = 0xff;
  bytes[12] = 0xfe;
  std::copy_n(mac.begin() + 3, 3, bytes.begin() + 13);
  return *core::IpAddress::from_bytes(bytes);
}

Result<core::IpAddress, std::string> parse_suffix(std::string_view text) {
  if (text.starts_with(mac_word)) {
    const auto mac = parse_mac(text.substr(mac_word.size()));
    if (!mac)
      return "has no hardware address in " + quote(text) + "; write \"mac:00:11:22:aa:bb:cc\"";
    if ((mac->front() & 1) != 0) return quote(text) + " is the address of a group of machines";
    return suffix_of(*mac);
  }
  const auto address = core::IpAddress::parse(text);
  if (!address || address->family() != core::Family::ipv6)
    return std::string{
        "wants an IPv6 suffix such as \"::1\" after the \"+\", or \"mac:\" and a hardware address"};
  return *address;
}

std::string complain_of_overlap(const core::PrefixSource& source, std::string_view suffix) {
  const auto zero = *core::IpAddress::parse("::");
  // Without a length, the interface tells it later; no prefix is shorter than this.
  const auto length = source.length.value_or(least_length);
  if (suffix.starts_with(mac_word) && length > longest_with_mac)
    return "wants a prefix of 64 bits or less before " + quote(suffix);
  if (core::IpPrefix::of(source.suffix, length).address() != zero)
    return "overlaps: the suffix " + quote(suffix) + " has bits within the first " +
           std::to_string(length) + ", which are the prefix's";
  if (source.suffix == zero && length < most_length)
    return "lacks a suffix: \"::\" is for any router of the subnet (RFC 4291 2.6.1)";
  return "";
}

}  // namespace

Result<core::PrefixSource, std::string> parse_prefix_source(std::string_view text) {
  const auto plus = text.rfind('+');
  if (plus == std::string_view::npos)
    return std::string{"lacks a suffix: write it as \"prefix:br-lan/64 + ::1\""};
  const auto before = without_blanks(text.substr(0, plus));
  const auto slash = before.find('/');
  const auto interface = before.substr(0, slash);
  if (interface.starts_with('!') || interface.find(',') != std::string_view::npos)
    return "wants one interface or one pattern, not " + quote(interface);
  if (auto wrong = complain_of_pattern(interface); !wrong.empty()) return wrong;
  core::PrefixSource source{std::string{interface}, std::nullopt, {}};
  if (slash != std::string_view::npos) {
    source.length = parse_number<unsigned>(before.substr(slash + 1), 10);
    if (!source.length || *source.length < least_length || *source.length > most_length)
      return std::string{"wants a prefix length of 16 to 127 after the \"/\""};
  }
  const auto end = without_blanks(text.substr(plus + 1));
  const auto suffix = parse_suffix(end);
  if (!suffix) return suffix.error();
  source.suffix = *suffix;
  if (auto wrong = complain_of_overlap(source, end); !wrong.empty()) return wrong;
  return source;
}

}  // namespace nsfollow::settings
