// SPDX-License-Identifier: MIT
// Texts to read, and a way to read them without files.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "settings/settings.h"

namespace nsfollow::test {

inline constexpr std::string_view secret = "c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlIQ==";

// Any key file there is: hmac-sha256, named like the file.
inline settings::Outside any_key() {
  return {[](const settings::KeyPlace& place) {
    return settings::parse_key(
        "hmac-sha256:" + place.file.filename().string() + ':' + std::string{secret},
        place.file.string());
  }};
}

inline Result<settings::Settings> parse(std::string_view toml) {
  return settings::parse(toml, "nsfollow.toml", any_key());
}

// Line 1 to 3 hold a zone, so what is added begins in line 4.
inline const std::string a_zone =
    "[zone.\"d.example.com\"]\n"
    "server = \"ns1.example.com\"\n"
    "key = \"host1.key\"\n";
inline const std::string a_host =
    "[[host]]\n"
    "name = \"host1.d.example.com\"\n";

// The error's text, or "" when there is none.
template <class T>
std::string error_of(const Result<T>& result) {
  return result ? "" : result.error().text;
}

}  // namespace nsfollow::test
