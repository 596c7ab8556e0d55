// SPDX-License-Identifier: MIT
// The pair of files of dnssec-keygen, which made TSIG keys until BIND 9.12.
#include <algorithm>
#include <charconv>
#include <optional>
#include "settings/base64.h"
#include "settings/key_forms.h"

namespace nsfollow::settings {

namespace {

// The numbers are BIND's own (lib/dst).
std::optional<core::TsigAlgorithm> algorithm_of_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  switch (number) {
    case 157:
      return core::TsigAlgorithm::hmac_md5;
    case 161:
      return core::TsigAlgorithm::hmac_sha1;
    case 162:
      return core::TsigAlgorithm::hmac_sha224;
    case 163:
      return core::TsigAlgorithm::hmac_sha256;
    case 164:
      return core::TsigAlgorithm::hmac_sha384;
    case 165:
      return core::TsigAlgorithm::hmac_sha512;
    default:
      return std::nullopt;
  }
}

constexpr auto no_tsig = "is no TSIG key: the algorithm is none of 157 and 161 to 165";

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

struct PrivateText {
  std::string_view algorithm, secret, bits;
  std::uint32_t algorithm_line = 0, bits_line = 0;
};

Result<PrivateText, KeyFault> read_private_text(std::string_view text) {
  PrivateText found;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const auto line = trim(take_line(text));
    auto value = trim(line.substr(std::min(line.find(':'), line.size() - 1) + 1));
    if (number == 1 && !value.starts_with("v1.")) return KeyFault{1, "has a format other than v1"};
    if (line.starts_with("Algorithm:")) {
      found.algorithm = take_word(value);  // of "163 (HMAC_SHA256)"
      found.algorithm_line = number;
    }
    if (line.starts_with("Key:")) found.secret = value;
    if (line.starts_with("Bits:")) {
      found.bits = value;
      found.bits_line = number;
    }
  }
  if (found.algorithm.empty()) return KeyFault{0, "lacks the line \"Algorithm:\""};
  return found;
}

// Two octets; zero, or no such line, for whole MACs.
std::optional<unsigned> parse_bits(std::string_view text) {
  const auto octets = decode_base64(text);
  if (!octets || (octets->bytes().size() != 2 && !text.empty())) return std::nullopt;
  unsigned bits = 0;
  for (const auto octet : octets->bytes()) bits = bits << 8U | octet;
  return bits;
}

Result<FoundKeys, KeyFault> only(Result<KeyFile, std::string> key, std::uint32_t line) {
  if (!key) return KeyFault{line, std::move(key).error()};
  FoundKeys keys;
  keys.push_back({std::move(*key), line});
  return keys;
}

// RFC 2535 3.1: NAME [TTL] [CLASS] KEY FLAGS PROTOCOL ALGORITHM, and then the secret.
Result<KeyFile, std::string> parse_key_record(std::string_view line) {
  const auto name = take_word(line);
  auto type = take_word(line);
  for (int optional = 0; optional < 2 && type != "KEY"; ++optional) type = take_word(line);
  (void)take_word(line);
  (void)take_word(line);
  const auto algorithm = algorithm_of_number(take_word(line));
  if (type != "KEY") return std::string{"is no KEY record"};
  if (!algorithm) return std::string{no_tsig};
  std::string secret;
  secret.reserve(line.size());  // never moved, so no copy of it stays behind
  while (!line.empty()) secret += take_word(line);
  auto key = make_key(name, core::describe(*algorithm), secret);
  Secret::wipe(secret);
  return key;
}

}  // namespace

bool is_private_key(std::string_view text) { return text.starts_with("Private-key-format:"); }

bool is_public_key(std::string_view file_name) {
  const auto name = std::filesystem::path{file_name}.filename().string();
  return name.starts_with('K') && name.ends_with(".key") && std::ranges::count(name, '+') == 2;
}

Result<FoundKeys, KeyFault> parse_private_key(std::string_view text, std::string_view file_name) {
  const auto name = parse_private_name(file_name);
  if (!name)
    return KeyFault{0,
                    "holds no key name; it must be called as dnssec-keygen does, "
                    "Kname.+163+12345.private"};
  const auto read = read_private_text(text);
  if (!read) return read.error();
  const auto known = algorithm_of_number(read->algorithm);
  if (!known) return KeyFault{read->algorithm_line, no_tsig};
  if (algorithm_of_number(name->algorithm) != known)
    return KeyFault{read->algorithm_line, "has another algorithm than its file name"};
  const auto bits = parse_bits(read->bits);
  if (!bits) return KeyFault{read->bits_line, "has \"Bits\" that cannot be read"};
  std::string algorithm{core::describe(*known)};
  if (*bits != 0) (algorithm += '-') += std::to_string(*bits);
  return only(make_key(name->key, algorithm, read->secret), 0);
}

Result<FoundKeys, KeyFault> parse_public_key(std::string_view text) {
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const auto line = trim(take_line(text));
    if (!line.empty() && !line.starts_with(';')) return only(parse_key_record(line), number);
  }
  return KeyFault{0, "holds no key"};
}

}  // namespace nsfollow::settings
