// SPDX-License-Identifier: MIT
// JSON text (RFC 8259), written from left to right.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nsfollow {

class Json {
 public:
  Json& begin_object() { return begin('{', '}'); }
  Json& begin_array() { return begin('[', ']'); }
  Json& end();
  Json& key(std::string_view name);  // within an object; a value follows

  // Bytes that are no UTF-8 come out as U+FFFD.
  Json& text(std::string_view value);
  Json& number(std::int64_t value) { return raw(std::to_string(value)); }
  Json& boolean(bool value) { return raw(value ? "true" : "false"); }
  Json& null() { return raw("null"); }

  // The whole text, when everything that was begun has ended; with a final newline.
  [[nodiscard]] std::string take();

 private:
  Json& begin(char opens, char closes);
  Json& raw(std::string_view value);
  void separate();

  std::string text_;
  std::vector<char> open_;  // what closes each of them
  bool is_first_ = true;    // in the innermost one
  bool after_key_ = false;
};

}  // namespace nsfollow
