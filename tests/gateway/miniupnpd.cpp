// SPDX-License-Identifier: MIT
#include "gateway/miniupnpd.h"
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include "support/catch.h"
#include "support/netns.h"

namespace nsfollow::test {

namespace {

constexpr const char* program = "/usr/sbin/miniupnpd";

constexpr const char* configuration = R"(ext_ifname=wan0
listening_ip=lan0
http_port=0
enable_natpmp=yes
enable_upnp=yes
min_lifetime=10
secure_mode=yes
uuid=00000000-0000-0000-0000-000000000001
allow 1024-65535 192.168.50.0/24 1024-65535
)";

constexpr const char* tables = R"(table inet filter {
  chain input { type filter hook input priority 0; }
  chain forward { type filter hook forward priority 0; jump miniupnpd; }
  chain prerouting { type nat hook prerouting priority -100; jump prerouting_miniupnpd; }
  chain postrouting { type nat hook postrouting priority 100; jump postrouting_miniupnpd; }
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
}
)";

// Runs in the new network, waits there for its end of the cable, and becomes miniupnpd.
constexpr const char* life = R"(
until ip link show lan0 >/dev/null 2>&1; do sleep 0.01; done
ip -batch - <<'END' || exit 1
link set lo up
link add wan0 type veth peer name isp0
link set wan0 up
link set isp0 up
link set lan0 up
addr add 5.6.7.8/24 dev wan0
addr add 192.168.50.1/24 dev lan0
END
nft -f tables || exit 1
exec /usr/sbin/miniupnpd -d -f miniupnpd.conf -P pid
)";

template <class Condition>
bool comes_true(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    usleep(5'000);
  }
  return true;
}

}  // namespace

bool Miniupnpd::is_installed() {
  if (access(program, X_OK) == 0) return true;
  std::fprintf(stderr, "SKIPPED: %s is not installed\n", program);
  return false;
}

Miniupnpd::Miniupnpd() {
  std::string pattern = "/tmp/nsfollow-miniupnpd-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  directory_ = pattern;
  std::ofstream{directory_ + "/miniupnpd.conf"} << configuration;
  std::ofstream{directory_ + "/tables"} << tables;
  start();
  const auto pid = std::to_string(pid_);
  const auto own = std::filesystem::read_symlink("/proc/self/ns/net");
  REQUIRE(comes_true([&] {
    std::error_code error;
    const auto its = std::filesystem::read_symlink("/proc/" + pid + "/ns/net", error);
    return !error && its != own;
  }));
  REQUIRE(ip("link add lan1 type veth peer name lan0 netns " + pid));
  REQUIRE(ip("addr add 192.168.50.2/24 dev lan1"));
  REQUIRE(ip("link set lan1 up"));
  INFO("see " << directory_ << "/log");
  REQUIRE(comes_true([&] { return !output_of("ss -Hlun sport = :5351").empty(); }));
}

Miniupnpd::~Miniupnpd() {
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  static_cast<void>(ip("link del lan1"));
  std::filesystem::remove_all(directory_);
}

void Miniupnpd::start() {
  const auto log = directory_ + "/log";
  pid_ = fork();
  if (pid_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, 1);
  dup2(out, 2);
  if (chdir(directory_.c_str()) == 0 && unshare(CLONE_NEWNET) == 0)
    execl("/bin/sh", "sh", "-c", life, nullptr);
  _exit(127);
}

std::string Miniupnpd::within(const std::string& line) const {
  return "nsenter -t " + std::to_string(pid_) + " -n sh -c '" + line + "'";
}

void Miniupnpd::run(const std::string& line) const {
  INFO(line);
  REQUIRE(std::system(within(line).c_str()) == 0);
}

std::string Miniupnpd::output_of(const std::string& line) const {
  std::string all;
  std::array<char, 4096> part{};
  auto* pipe = popen(within(line).c_str(), "r");
  REQUIRE(pipe != nullptr);
  for (std::size_t count = 0; (count = fread(part.data(), 1, part.size(), pipe)) > 0;)
    all.append(part.data(), count);
  pclose(pipe);
  return all;
}

}  // namespace nsfollow::test
