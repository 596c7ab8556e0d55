// SPDX-License-Identifier: MIT
#include "settings/key_forms.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include "settings/base64.h"
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t least_secret = 16;
constexpr std::string_view white = " \t\r\n";

std::string list_algorithms(std::string_view wrong) {
  std::array<std::string_view, core::all_tsig_algorithms.size()> names;
  std::ranges::transform(core::all_tsig_algorithms, names.begin(),
                         [](auto algorithm) { return core::describe(algorithm); });
  const auto near = did_you_mean(wrong, names);
  return "has an unknown algorithm" + (near.empty() ? "." : near) + " Choices: " + list(names);
}

void warn_of_algorithm(KeyFile& file) {
  const std::string remedy = "; `tsig-keygen -a hmac-sha256 NAME` makes a better one";
  if (file.key.algorithm == core::TsigAlgorithm::hmac_md5)
    file.warnings.push_back("uses hmac-md5, which is broken" + remedy);
  if (file.key.algorithm == core::TsigAlgorithm::hmac_sha1)
    file.warnings.push_back("uses hmac-sha1, which is out of date" + remedy);
}

// What stands behind the last hyphen, if that is a number: "256" of "hmac-sha512-256".
std::string_view bits_of(std::string_view algorithm) {
  const auto hyphen = algorithm.rfind('-');
  if (hyphen == std::string_view::npos) return {};
  const auto bits = algorithm.substr(hyphen + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::ranges::all_of(bits, is_digit) ? bits : std::string_view{};
}

// RFC 8945 5.2.2.1 has the limits.
Result<std::uint16_t, std::string> parse_mac_bits(std::string_view text,
                                                  core::TsigAlgorithm algorithm) {
  const auto least = core::least_mac_size(algorithm) * 8, most = core::mac_size(algorithm) * 8;
  std::uint16_t bits = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (read.ec == std::errc{} && bits >= least && bits <= most && bits % 8 == 0) return bits;
  return std::string{"has an algorithm with MACs of so many bits that no server takes them: "}
      .append(core::describe(algorithm))
      .append(" has ")
      .append(std::to_string(least) + " to " + std::to_string(most))
      .append(", and whole bytes");
}

Result<Nothing, std::string> set_algorithm(std::string_view text, core::TsigKey& key) {
  auto known = core::parse_tsig_algorithm(text);
  if (known) {
    key.algorithm = *known;
    return Nothing{};
  }
  const auto bits_text = bits_of(text);
  if (!bits_text.empty())
    known = core::parse_tsig_algorithm(text.substr(0, text.size() - bits_text.size() - 1));
  if (!known) return list_algorithms(text);
  const auto bits = parse_mac_bits(bits_text, *known);
  if (!bits) return bits.error();
  key.algorithm = *known;
  key.mac_bits = *bits;
  return Nothing{};
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  const auto word = text.substr(0, text.find_first_of(white));
  text.remove_prefix(word.size());
  text = trim(text);
  return word;
}

Result<KeyFile, std::string> make_key(std::string_view name, std::string_view algorithm,
                                      std::string_view secret) {
  KeyFile file;
  auto set = set_algorithm(algorithm, file.key);
  if (!set) return std::move(set).error();
  auto key_name = core::DnsName::parse(name);
  if (!key_name) return "has a key name that " + key_name.error();
  file.key.name = std::move(*key_name);
  auto bytes = decode_base64(secret);
  if (!bytes) return std::string{"has a secret that is not base64"};
  if (bytes->bytes().size() < least_secret)
    return "has a secret of " + std::to_string(bytes->bytes().size()) +
           " bytes; less than 16 can be guessed";
  file.key.secret = std::move(*bytes);
  warn_of_algorithm(file);
  return file;
}

Result<KeyFile, std::string> parse_inline_key(std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos)
    return std::string{"is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"};
  return make_key(text.substr(first + 1, second - first - 1), text.substr(0, first),
                  text.substr(second + 1));
}

}  // namespace nsfollow::settings
