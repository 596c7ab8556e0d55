// SPDX-License-Identifier: MIT
// rtnetlink messages built by hand, in the byte order of this machine like the kernel's.
#pragma once
#include <linux/rtnetlink.h>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>
#include "core/ip_address.h"

namespace nsfollow::test {

class MessageOf {
 public:
  template <class Header>
  MessageOf(std::uint16_t type, const Header& header) : bytes_(sizeof(nlmsghdr)), type_(type) {
    put(header);
  }

  MessageOf& attribute(unsigned type, std::span<const std::uint8_t> payload) {
    put(rtattr{static_cast<std::uint16_t>(sizeof(rtattr) + payload.size()),
               static_cast<std::uint16_t>(type)});
    append(payload);
    bytes_.resize((bytes_.size() + 3) & ~std::size_t{3});
    return *this;
  }
  MessageOf& attribute(unsigned type, std::uint32_t value) {
    return attribute(type, as_bytes(value));
  }
  MessageOf& attribute(unsigned type, std::string_view text) {
    return attribute(type, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  MessageOf& address(unsigned type, std::string_view text) {
    return attribute(type, core::IpAddress::parse(text)->bytes());
  }
  template <class T>
  MessageOf& object(unsigned type, const T& value) {
    return attribute(type, as_bytes(value));
  }

  [[nodiscard]] std::vector<std::uint8_t> bytes() const {
    auto all = bytes_;
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(all.size());
    header.nlmsg_type = type_;
    std::memcpy(all.data(), &header, sizeof header);
    return all;
  }

 private:
  template <class T>
  static std::span<const std::uint8_t> as_bytes(const T& object) {
    return {reinterpret_cast<const std::uint8_t*>(&object), sizeof object};
  }
  template <class T>
  void put(const T& object) {
    append(as_bytes(object));
  }
  void append(std::span<const std::uint8_t> more) {
    const auto before = bytes_.size();
    bytes_.resize(before + more.size());
    std::copy(more.begin(), more.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(before));
  }

  std::vector<std::uint8_t> bytes_;
  std::uint16_t type_;
};

}  // namespace nsfollow::test
