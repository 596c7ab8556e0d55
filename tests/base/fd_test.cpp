// SPDX-License-Identifier: MIT
#include "base/fd.h"
#include <fcntl.h>
#include "support/catch.h"

using namespace nsfollow;

namespace {
bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }
Fd open_null() { return Fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)}; }
}  // namespace

TEST_CASE("a descriptor is closed exactly when its owner goes") {
  int number = -1;
  {
    Fd one = open_null();
    REQUIRE(one);
    number = one.get();
    const Fd two = std::move(one);
    CHECK(two.get() == number);
    CHECK_FALSE(one);  // NOLINT(bugprone-use-after-move): that it is empty is the point
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("a descriptor that is replaced is closed") {
  int number = -1;
  {
    Fd one = open_null();
    number = one.get();
    one = open_null();
    CHECK(one.get() != number);
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("a descriptor that is released is somebody else's to close") {
  int number = -1;
  {
    Fd one = open_null();
    number = one.release();
    CHECK_FALSE(one);
  }
  CHECK(is_open(number));
  const Fd other{number};
}
