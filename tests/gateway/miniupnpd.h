// SPDX-License-Identifier: MIT
// A router in a network namespace of its own, at the end of a cable, where the real miniupnpd runs.
#pragma once
#include <sys/types.h>
#include <string>

namespace nsfollow::test {

// The cable's near end is "lan1" with 192.168.50.2; the router has 192.168.50.1 there and 5.6.7.8
// on "wan0".  It announces nothing unless UPnP is enabled as well: only then miniupnpd 2.3.1
// watches its interfaces.  The tables of nftables are there because without them it cannot map.
class Miniupnpd {
 public:
  static constexpr const char* lan_address = "192.168.50.1";

  // False, and said aloud, where there is none: the test ends then without a verdict.
  [[nodiscard]] static bool is_installed();

  Miniupnpd();   // needs the private network of this process; returns when the port is open
  ~Miniupnpd();  // ends it, and removes the cable and the files
  Miniupnpd(const Miniupnpd&) = delete;
  Miniupnpd& operator=(const Miniupnpd&) = delete;

  // A command line for sh, run in the router's network.
  void run(const std::string& line) const;
  // What a command line there prints.
  [[nodiscard]] std::string output_of(const std::string& line) const;

 private:
  void start();
  [[nodiscard]] std::string within(const std::string& line) const;

  std::string directory_;
  pid_t pid_ = -1;
};

}  // namespace nsfollow::test
