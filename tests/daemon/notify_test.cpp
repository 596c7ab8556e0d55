// SPDX-License-Identifier: MIT
#include "daemon/notify.h"
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include "base/fd.h"
#include "state/temp_dir.h"
#include "support/catch.h"

using namespace nsfollow;
using daemon::Notify;
using namespace std::chrono_literals;

namespace {

// Stands in for the service manager.
class ServiceManager {
 public:
  // A path, or a name that begins with '@' for the abstract kind (unix(7)).
  explicit ServiceManager(const std::string& name)
      : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(name, address.sun_path);
    if (name[0] == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    REQUIRE(bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), length) == 0);
    setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  [[nodiscard]] std::string heard() const {  // a datagram on this machine is there at once
    std::array<char, 512> buffer{};
    const auto got = recv(fd_.get(), buffer.data(), buffer.size(), 0);
    return got < 0 ? "" : std::string{buffer.data(), static_cast<std::size_t>(got)};
  }

 private:
  Fd fd_;
};

std::optional<Duration> watchdog(const char* interval, const char* pid) {
  setenv("WATCHDOG_USEC", interval, 1);
  pid == nullptr ? unsetenv("WATCHDOG_PID") : setenv("WATCHDOG_PID", pid, 1);
  return Notify::from_environment().watchdog();
}

}  // namespace

TEST_CASE("the service manager is told how we are, by a path or an abstract name", "[notify]") {
  const bool abstract = GENERATE(false, true);
  const test::TempDir dir;
  const ServiceManager manager{abstract ? "@nsfollow-test-" + std::to_string(getpid())
                                        : (dir / "notify").string()};
  const auto notify = Notify::from_environment();
  notify.ready("1 host in 1 zone");
  CHECK(manager.heard() == "READY=1\nSTATUS=1 host in 1 zone");
  notify.alive();
  CHECK(manager.heard() == "WATCHDOG=1");
  notify.reloading();
  CHECK_THAT(manager.heard(), test::ContainsSubstring("RELOADING=1\nMONOTONIC_USEC="));
  notify.stopping();
  CHECK(manager.heard() == "STOPPING=1");
  CHECK(manager.heard() == "");
}

TEST_CASE("what was meant for us is not inherited by others", "[notify]") {
  const test::TempDir dir;
  const ServiceManager manager{(dir / "notify").string()};
  CHECK_FALSE(watchdog("1000000", "1"));
  for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
    CHECK(std::getenv(name) == nullptr);
}

TEST_CASE("the watchdog's interval counts when it is ours and makes sense", "[notify]") {
  const auto me = std::to_string(getpid());
  CHECK(watchdog("30000000", nullptr) == 30s);
  CHECK(watchdog("30000000", me.c_str()) == 30s);
  CHECK(watchdog("1", me.c_str()) == 1us);
  CHECK_FALSE(watchdog("30000000", "1"));
  CHECK_FALSE(watchdog("30000000", "me"));
  for (const char* interval :
       {"", "0", "-1", "30s", " 1", "1e6", "9223372036854775807", "99999999999999999999"})
    CHECK_FALSE(watchdog(interval, nullptr));
}

TEST_CASE("without a manager, or with a strange one, telling is harmless", "[notify]") {
  const std::string name = GENERATE(as<std::string>{}, "", "/nonexistent/notify", "@", "relative",
                                    std::string(107, 'x'), std::string(5000, 'x'));
  setenv("NOTIFY_SOCKET", name.c_str(), 1);
  const auto notify = Notify::from_environment();
  notify.ready("fine");
  notify.alive();
  CHECK(std::getenv("NOTIFY_SOCKET") == nullptr);
}

TEST_CASE("a manager that does not read does not block us", "[notify]") {
  const test::TempDir dir;
  const ServiceManager manager{(dir / "notify").string()};
  const auto notify = Notify::from_environment();
  for (int i = 0; i < 10'000; ++i) notify.alive();  // net.unix.max_dgram_qlen is far less
  CHECK(manager.heard() == "WATCHDOG=1");
}
