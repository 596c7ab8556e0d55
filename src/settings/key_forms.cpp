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

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// The numbers of dnssec-keygen, BIND's own (lib/dst): 157, and 161 to 165.
std::optional<std::string_view> algorithm_of_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  switch (number) {
    case 157:
      return core::describe(core::TsigAlgorithm::hmac_md5);
    case 161:
      return core::describe(core::TsigAlgorithm::hmac_sha1);
    case 162:
      return core::describe(core::TsigAlgorithm::hmac_sha224);
    case 163:
      return core::describe(core::TsigAlgorithm::hmac_sha256);
    case 164:
      return core::describe(core::TsigAlgorithm::hmac_sha384);
    case 165:
      return core::describe(core::TsigAlgorithm::hmac_sha512);
    default:
      return std::nullopt;
  }
}

// "Khost1.d.example.com.+163+12345.private"
struct PrivateName {
  std::string key;
  std::string algorithm;  // "163"
};
std::optional<PrivateName> parse_private_name(std::string_view file_name) {
  const auto name = std::filesystem::path{file_name}.filename().string();
  const auto plus = name.find('+');
  const auto second = name.find('+', plus == std::string::npos ? plus : plus + 1);
  if (!name.starts_with('K') || !name.ends_with(".private") || second == std::string::npos)
    return std::nullopt;
  return PrivateName{name.substr(1, plus - 1), name.substr(plus + 1, second - plus - 1)};
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

Result<KeyFile, std::string> make_key(std::string_view name, std::string_view algorithm,
                                      std::string_view secret) {
  KeyFile file;
  const auto known = core::parse_tsig_algorithm(algorithm);
  if (!known) return list_algorithms(algorithm);
  file.key.algorithm = *known;
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

Result<KeyFile, KeyFault> parse_private_key(std::string_view text, std::string_view file_name) {
  const auto name = parse_private_name(file_name);
  if (!name)
    return KeyFault{0,
                    "holds no key name; it must be called as dnssec-keygen does, "
                    "Kname.+163+12345.private"};
  std::string_view algorithm, secret;
  std::uint32_t line_number = 0, algorithm_line = 0;
  while (!text.empty()) {
    const auto line = trim(take_line(text));
    ++line_number;
    const auto value = trim(line.substr(std::min(line.find(':'), line.size() - 1) + 1));
    if (line_number == 1 && !value.starts_with("v1."))
      return KeyFault{1, "has a format other than v1"};
    if (line.starts_with("Algorithm:")) {
      algorithm = value.substr(0, value.find_first_of(white));  // of "163 (HMAC_SHA256)"
      algorithm_line = line_number;
    }
    if (line.starts_with("Key:")) secret = value;
  }
  if (algorithm.empty()) return KeyFault{0, "lacks the line \"Algorithm:\""};
  const auto known = algorithm_of_number(algorithm);
  if (!known)
    return KeyFault{algorithm_line, "is no TSIG key: the algorithm is none of 157 and 161 to 165"};
  if (algorithm_of_number(name->algorithm) != known)
    return KeyFault{algorithm_line, "has another algorithm than its file name"};
  auto key = make_key(name->key, *known, secret);
  if (!key) return KeyFault{0, std::move(key).error()};
  return std::move(*key);
}

bool is_keymgr_output(std::string_view text) {
  if (!text.starts_with('#')) return false;
  while (!text.empty()) {
    const auto line = trim(take_line(text));
    if (!line.empty() && !line.starts_with('#')) return line == "key:";
  }
  return false;
}

Result<KeyFile, KeyFault> parse_keymgr_output(std::string_view text) {
  auto key = parse_inline_key(trim(take_line(text).substr(1)));
  if (!key) return KeyFault{1, std::move(key).error()};
  return std::move(*key);
}

}  // namespace nsfollow::settings
