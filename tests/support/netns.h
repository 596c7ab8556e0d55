// SPDX-License-Identifier: MIT
// A private network for a test program, and iproute2 to change it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nsfollow::test {

// Moves this process into an empty network namespace of its own, once, with `lo` up.  False when
// the kernel forbids it, which is said aloud; for root that is a failure of the test.
[[nodiscard]] bool enter_private_network();

// Runs `ip` with these words, e.g. ip({"link", "set", "lo", "up"}); true when it succeeded.
// The words reach it as they are: no shell.
[[nodiscard]] bool ip(const std::vector<std::string>& words);
// The same for words without blanks in them.
[[nodiscard]] bool ip(std::string_view line);

// Runs `ip -batch -` on these lines.
[[nodiscard]] bool ip_batch(const std::string& lines);

// Starts ip_batch() beside this process.  The destructor waits for its end.
class IpInBackground {
 public:
  explicit IpInBackground(const std::string& lines);
  ~IpInBackground();
  IpInBackground(const IpInBackground&) = delete;
  IpInBackground& operator=(const IpInBackground&) = delete;
  [[nodiscard]] bool is_running();

 private:
  int pid_ = -1;
};

// Writes a value into /proc/sys/net/...
[[nodiscard]] bool sysctl(const std::string& path, std::string_view value);

}  // namespace nsfollow::test
