// SPDX-License-Identifier: MIT
// Bytes that must not leak: wiped when they go, and without any way to be printed or copied.
#pragma once
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace nsfollow {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Secret() { wipe(bytes_); }

  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  bool operator==(const Secret&) const = default;

  // Overwrites any buffer that held a secret on its way here.
  template <class Buffer>
  static void wipe(Buffer& buffer) {
    if (!buffer.empty()) explicit_bzero(buffer.data(), buffer.size() * sizeof(buffer[0]));
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace nsfollow
