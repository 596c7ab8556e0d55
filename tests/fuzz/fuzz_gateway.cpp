// SPDX-License-Identifier: MIT
// Whatever a gateway, or somebody in its name, sends in answer to a question or by itself.  The
// input's first octet chooses whether it is helped past the nonce.
#include <algorithm>
#include <cstdlib>
#include "gateway/nat_pmp.h"
#include "gateway/pcp.h"

using namespace nsfollow;
using namespace nsfollow::gateway;

namespace {

PcpMap waiting() {
  return {.nonce = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          .client = *core::IpAddress::parse("192.168.1.5"),
          .port = 0x1234};
}

void meet(Octets datagram, const PcpMap& map) {
  const auto by_nat_pmp = parse_nat_pmp(datagram);
  const auto by_pcp = parse_pcp_map(datagram, map);
  const auto version = parse_unsupported_version(datagram);
  // Nothing is two things at once.
  if (by_nat_pmp.has_value() + by_pcp.has_value() + version.has_value() +
          is_pcp_announcement(datagram) >
      1)
    std::abort();
  if (by_nat_pmp && by_nat_pmp->result != 0 && by_nat_pmp->address != core::IpAddress{})
    std::abort();
  if (by_pcp && by_pcp->result != 0 && by_pcp->address != core::IpAddress{}) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto map = waiting();
  if (size == 0) return 0;
  Buffer datagram(data + 1, data + size);
  const bool is_helped = (data[0] & 1U) != 0 && datagram.size() >= 42;
  if (is_helped) {
    const auto request = build_pcp_map(map, std::chrono::seconds{30});
    std::copy(request.begin() + 24, request.begin() + 42, datagram.begin() + 24);
  }
  meet(datagram, map);
  return 0;
}
