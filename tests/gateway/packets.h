// SPDX-License-Identifier: MIT
// What gateways say, octet by octet: nothing here is made by the code that reads it.
#pragma once
#include <algorithm>
#include <initializer_list>
#include <string_view>
#include "core/ip_address.h"
#include "gateway/octets.h"

namespace nsfollow::test {

using gateway::Buffer;
using gateway::Octets;

inline core::IpAddress address(std::string_view text) { return *core::IpAddress::parse(text); }

inline Buffer with(Buffer packet, std::size_t at, unsigned value) {
  packet.at(at) = static_cast<std::uint8_t>(value);
  return packet;
}

inline void append_number(Buffer& to, unsigned value, int octets) {
  for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8)
    to.push_back(static_cast<std::uint8_t>(value >> shift));
}

// RFC 6886 3.2: version 0, opcode 128, result, epoch, address.
inline Buffer nat_pmp(std::string_view public_address, unsigned epoch = 1000, unsigned result = 0) {
  Buffer packet{0, 128};
  append_number(packet, result, 2);
  append_number(packet, epoch, 4);
  const auto told = address(public_address);
  for (const auto octet : told.bytes()) packet.push_back(octet);
  return packet;
}

// RFC 6886 3.5: the question's version is not spoken here.
inline Buffer nat_pmp_unsupported_version() { return {0, 0, 0, 1, 0, 0, 3, 0xe8}; }

// RFC 6887 7.2: a header alone.
inline Buffer pcp_header(unsigned version, unsigned opcode, unsigned result, unsigned lifetime = 0,
                         unsigned epoch = 1000) {
  Buffer packet{static_cast<std::uint8_t>(version), static_cast<std::uint8_t>(opcode), 0,
                static_cast<std::uint8_t>(result)};
  append_number(packet, lifetime, 4);
  append_number(packet, epoch, 4);
  packet.resize(24);
  return packet;
}

inline Buffer pcp_announcement() { return pcp_header(2, 128, 0); }

// RFC 6887 11.1: the answer to this MAP request, with its lifetime or another.
inline Buffer pcp_map_answer(const Buffer& request, std::string_view external, unsigned result = 0,
                             int lifetime = -1) {
  auto packet = pcp_header(2, 129, result);
  if (lifetime < 0)
    std::copy(request.begin() + 4, request.begin() + 8, packet.begin() + 4);
  else
    packet[7] = static_cast<std::uint8_t>(lifetime);
  packet.insert(packet.end(), request.begin() + 24, request.begin() + 42);
  append_number(packet, 40000, 2);
  const auto told = address(external);
  if (told.family() == core::Family::ipv4) {
    packet.resize(54);
    packet.insert(packet.end(), {0xff, 0xff});
  }
  for (const auto octet : told.bytes()) packet.push_back(octet);
  return packet;
}

inline bool is_nat_pmp(const Buffer& request) { return request == Buffer{0, 0}; }
inline bool is_pcp_map(const Buffer& request) {
  return request.size() == 60 && request[0] == 2 && request[1] == 1;
}
inline bool is_deletion(const Buffer& request) {
  return is_pcp_map(request) && std::all_of(request.begin() + 4, request.begin() + 8,
                                            [](auto octet) { return octet == 0; });
}

}  // namespace nsfollow::test
