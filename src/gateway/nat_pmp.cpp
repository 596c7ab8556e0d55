// SPDX-License-Identifier: MIT
#include "gateway/nat_pmp.h"

namespace nsfollow::gateway {

namespace {

constexpr std::uint8_t version = 0, opcode_address = 0, response = 0x80;
constexpr std::uint16_t unsupported_version = 1;
constexpr std::size_t header_size = 8, answer_size = 12;

}  // namespace

Buffer build_nat_pmp() { return {version, opcode_address}; }

std::optional<NatPmpAnswer> parse_nat_pmp(Octets datagram) {
  // A refusal has no use for the address, and some leave it out.
  const bool whole = datagram.size() == answer_size;
  if (!whole && datagram.size() != header_size) return std::nullopt;
  if (datagram[0] != version || datagram[1] != (response | opcode_address)) return std::nullopt;

  NatPmpAnswer answer{.result = static_cast<std::uint16_t>(read_number(datagram, 2, 2)),
                      .epoch = std::chrono::seconds{read_number(datagram, 4, 4)},
                      .address = {}};
  if (answer.result == unsupported_version) return std::nullopt;
  if (answer.result != 0) return answer;
  if (!whole) return std::nullopt;
  answer.address = *core::IpAddress::from_bytes(datagram.subspan(header_size, 4));
  return answer;
}

std::string describe_nat_pmp(std::uint16_t result) {
  switch (result) {
    case 2:
      return "it refuses: not authorized";
    case 3:  // "e.g., NAT box itself has not obtained a DHCP lease"
      return "it has no public address now: network failure";
    case 4:
      return "it is out of resources";
    case nat_pmp_unsupported_opcode:
      return "it does not tell its address";
    default:
      return "it refuses with result code " + std::to_string(result);
  }
}

}  // namespace nsfollow::gateway
