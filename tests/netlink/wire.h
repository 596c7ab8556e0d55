// SPDX-License-Identifier: MIT
// A pair of interfaces in the private network, gone at the end of its scope.
#pragma once
#include <string>
#include "support/catch.h"
#include "support/netns.h"

namespace nsfollow::test {

class Wire {
 public:
  Wire() {
    REQUIRE(ip("link add wan0 type veth peer name peer0"));
    for (const std::string end : {"peer0", "wan0"}) {
      // No link-local address: its DAD would be news at any time.
      REQUIRE(ip("link set " + end + " addrgenmode none"));
      REQUIRE(ip("link set " + end + " up"));
    }
  }
  ~Wire() {
    static_cast<void>(ip("link del peer0"));
    static_cast<void>(ip("route flush type unreachable"));  // these hang on no interface
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
};

// Lines for `ip -batch`: count addresses 11.22.x.y on an interface.
inline std::string many_addresses(const std::string& verb, int count,
                                  const std::string& interface = "wan0") {
  std::string lines;
  for (int i = 1; i <= count; ++i) {
    lines += "addr " + verb + " 11.22." + std::to_string(i / 250) + "." +
             std::to_string(i % 250 + 1) + "/32 dev " + interface + "\n";
  }
  return lines;
}

}  // namespace nsfollow::test
