// SPDX-License-Identifier: MIT
#include "settings/base64.h"
#include <algorithm>

namespace nsfollow::settings {

namespace {

std::optional<std::uint32_t> value_of(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

std::size_t padding_of(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with('=') ? 1 : 0;
}

}  // namespace

std::optional<Secret> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = padding_of(text);
  text.remove_suffix(padding);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);  // never moved, so no copy of it stays behind
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const auto value = value_of(c);
    if (!value) {
      Secret::wipe(bytes);
      return std::nullopt;
    }
    bits = (bits << 6 | *value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> held & 0xff));
  }
  Secret secret{std::move(bytes)};
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return secret;
}

std::string encode_base64(std::span<const std::uint8_t> bytes) {
  static constexpr char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(3, bytes.size()))) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < bytes.size() ? bytes[i] : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      text += i <= bytes.size() ? letters[bits >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

}  // namespace nsfollow::settings
