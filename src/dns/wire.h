// SPDX-License-Identifier: MIT
// Octets of DNS messages (RFC 1035 4.1), read within bounds and written.  No foreign library sees
// a received message: this is all that ever walks one.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/dns_name.h"

namespace nsfollow::dns {

using Octets = std::span<const std::uint8_t>;
using Buffer = std::vector<std::uint8_t>;

// A name as TSIG digests it (RFC 8945 4.3.3): uncompressed, in lower case, with the root's zero.
using WireName = std::string;
[[nodiscard]] WireName to_wire(const core::DnsName& name);

// RFC 1035, 2136, 8945 numbers that ldns does not have to lend.
inline constexpr std::uint16_t class_in = 1, class_any = 255;
inline constexpr std::uint16_t type_cname = 5, type_soa = 6, type_tsig = 250;
inline constexpr unsigned opcode_query = 0, opcode_update = 5;

struct Header {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  std::array<std::uint16_t, 4> counts{};

  [[nodiscard]] bool is_response() const { return (flags & 0x8000) != 0; }
  [[nodiscard]] unsigned opcode() const { return (flags >> 11) & 15; }
  [[nodiscard]] bool is_authoritative() const { return (flags & 0x0400) != 0; }
  [[nodiscard]] bool is_truncated() const { return (flags & 0x0200) != 0; }
  [[nodiscard]] unsigned rcode() const { return flags & 15; }
};
inline constexpr std::size_t header_size = 12;

// Nothing when there are fewer than 12 octets.
[[nodiscard]] std::optional<Header> read_header(Octets message);

// Reads from left to right; once something did not fit, ok() stays false and zeros come out.
class Reader {
 public:
  explicit Reader(Octets message, std::size_t at = 0) : message_(message), at_(at) {}

  [[nodiscard]] std::uint64_t number(std::size_t octets);  // big-endian, at most 8
  [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  [[nodiscard]] Octets octets(std::size_t count);
  // Follows compression pointers, which must lead strictly backwards: so it ends.
  [[nodiscard]] WireName name();

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ == message_.size(); }

 private:
  Octets message_;
  std::size_t at_;
  bool ok_ = true;
};

// Appends the lowest `octets` octets of the value, big-endian.
void put_number(Buffer& to, std::uint64_t value, std::size_t octets);
void put(Buffer& to, Octets octets);
void put(Buffer& to, const WireName& name);

}  // namespace nsfollow::dns
