// SPDX-License-Identifier: MIT
// The octets of RDATA, read within bounds and written.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace nsfollow::core {

// Reads from left to right; once something did not fit, ok() stays false and nothing comes out.
class OctetReader {
 public:
  explicit OctetReader(std::string_view octets) : rest_(octets) {}

  [[nodiscard]] std::string_view take(std::size_t count) {
    ok_ = ok_ && count <= rest_.size();
    if (!ok_) return {};
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  [[nodiscard]] std::uint32_t number(std::size_t octets) {
    std::uint32_t value = 0;
    for (const char c : take(octets)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  [[nodiscard]] std::string_view string() { return take(number(1)); }  // RFC 1035 3.3
  [[nodiscard]] std::string_view rest() { return take(rest_.size()); }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// Appends the lowest octets of the value, big-endian.
inline void put_number(std::string& to, std::size_t value, std::size_t octets) {
  while (octets-- > 0) to += static_cast<char>(value >> (8 * octets));
}

[[nodiscard]] inline std::span<const std::uint8_t> as_bytes(std::string_view octets) {
  return {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()};
}

}  // namespace nsfollow::core
