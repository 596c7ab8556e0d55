// SPDX-License-Identifier: MIT
// getaddrinfo(3) for tests: "stuck.test" hangs like a dead resolver until it is let go.
#pragma once

namespace nsfollow::test {

// As long as one lives, lookups of "stuck.test" hang; they fail when the last one goes.
// "many.test" has 100 addresses, "twice.test" 192.0.2.1 and 192.0.2.2, "none.test" does not exist;
// any other name is 127.0.0.1.  No name leaves the process.
class StuckResolver {
 public:
  StuckResolver();
  ~StuckResolver();
  StuckResolver(const StuckResolver&) = delete;
  StuckResolver& operator=(const StuckResolver&) = delete;

  [[nodiscard]] static int hanging();  // how many lookups hang just now
  [[nodiscard]] static int asked();    // how many lookups there have been
};

}  // namespace nsfollow::test
