// SPDX-License-Identifier: MIT
#include "gateway/pcp.h"
#include <algorithm>

namespace nsfollow::gateway {

namespace {

constexpr std::uint8_t version = 2, opcode_announce = 0, opcode_map = 1, response = 0x80;
constexpr std::uint8_t success = 0, unsupported_version = 1;
constexpr std::uint8_t protocol_udp = 17;
constexpr std::size_t header_size = 24, map_size = 60, longest = 1100;  // RFC 6887 7

// Where the fields are (RFC 6887 7.1, 7.2, 11.1).
constexpr std::size_t at_lifetime = 4, at_client = 8, at_epoch = 8, at_nonce = 24, at_protocol = 36,
                      at_port = 40, at_address = 44;

// IPv4 as IPv6 (RFC 4291 2.5.5.2).
constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

void write_address(std::span<std::uint8_t, 16> to, const core::IpAddress& address) {
  auto rest = to.begin();
  if (address.family() == core::Family::ipv4) rest = std::ranges::copy(mapped, rest).out;
  std::ranges::copy(address.bytes(), rest);
}

core::IpAddress read_address(Octets from) {
  if (std::ranges::equal(from.first(mapped.size()), mapped)) from = from.subspan(mapped.size());
  return *core::IpAddress::from_bytes(from);
}

bool is_response(Octets datagram) {
  return datagram.size() >= header_size && datagram.size() <= longest && datagram.size() % 4 == 0 &&
         (datagram[1] & response) != 0;
}

}  // namespace

Buffer build_pcp_map(const PcpMap& map, std::chrono::seconds lifetime) {
  Buffer request(map_size);
  request[0] = version;
  request[1] = opcode_map;
  write_number(request, at_lifetime, 4, static_cast<std::uint32_t>(lifetime.count()));
  write_address(std::span{request}.subspan<at_client, 16>(), map.client);
  std::ranges::copy(map.nonce, request.begin() + at_nonce);
  request[at_protocol] = protocol_udp;
  write_number(request, at_port, 2, map.port);
  // No wish for the external address, in the family of ours (RFC 6887 11.1); nor for its port.
  if (map.client.family() == core::Family::ipv4)
    std::ranges::copy(mapped, request.begin() + at_address);
  return request;
}

std::optional<PcpAnswer> parse_pcp_map(Octets datagram, const PcpMap& map) {
  if (!is_response(datagram) || datagram.size() < map_size) return std::nullopt;
  if (datagram[0] != version || datagram[1] != (response | opcode_map)) return std::nullopt;
  if (!std::ranges::equal(datagram.subspan(at_nonce, map.nonce.size()), map.nonce) ||
      datagram[at_protocol] != protocol_udp || read_number(datagram, at_port, 2) != map.port)
    return std::nullopt;

  PcpAnswer answer{.result = datagram[3],
                   .lifetime = std::chrono::seconds{read_number(datagram, at_lifetime, 4)},
                   .epoch = std::chrono::seconds{read_number(datagram, at_epoch, 4)},
                   .address = {}};
  if (answer.result == unsupported_version) return std::nullopt;
  // A refusal may carry an address all the same: miniupnpd's does, and it means nothing.
  if (answer.result == success) answer.address = read_address(datagram.subspan(at_address, 16));
  return answer;
}

bool is_pcp_announcement(Octets datagram) {
  return is_response(datagram) && datagram[0] == version &&
         datagram[1] == (response | opcode_announce) && datagram[3] == success;
}

std::optional<std::uint8_t> parse_unsupported_version(Octets datagram) {
  if (datagram.size() >= 4 && datagram[0] == 0) {
    // RFC 6886 3.5 draws it with 8 octets and the opcode 0, of a request; 12 and 128 are seen too.
    const bool fits = (datagram.size() == 8 || datagram.size() == 12) &&
                      (datagram[1] == 0 || (datagram[1] & response) != 0);
    if (!fits || read_number(datagram, 2, 2) != unsupported_version) return std::nullopt;
    return datagram[0];
  }
  if (!is_response(datagram) || datagram[3] != unsupported_version) return std::nullopt;
  return datagram[0];
}

std::string describe_pcp(std::uint8_t result) {
  switch (result) {
    case 2:
      return "it refuses: not authorized";
    case 7:
      return "it has no public address now: network failure";
    case 8:
      return "it is out of resources";
    case 10:
      return "it refuses: too many mappings of this machine";
    case 12:  // its answer went through a NAT between us and it
      return "it refuses: there is another NAT on the way to it";
    default:
      return "it refuses with result code " + std::to_string(result);
  }
}

}  // namespace nsfollow::gateway
