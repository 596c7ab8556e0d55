// SPDX-License-Identifier: MIT
#include "support/named.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include "base/fd.h"

namespace nsfollow::test {

namespace {

constexpr const char* program = "/usr/sbin/named";

constexpr const char* zone_file = R"($TTL 300
@ IN SOA ns.example.test. root.example.test. 1 3600 600 86400 60
@ IN NS ns.example.test.
ns IN A 127.0.0.1
keeps IN TXT "v=keep"
keeps IN MX 10 ns.example.test.
alias IN CNAME keeps.example.test.
away IN NS ns.away.example.test.
ns.away IN A 127.0.0.1
)";

constexpr const char* reverse_zone_file = R"($TTL 300
@ IN SOA ns.example.test. root.example.test. 1 3600 600 86400 60
@ IN NS ns.example.test.
)";
constexpr std::array reverse_zones{"7.6.5.in-addr.arpa", "4.3.2.1.0.0.a.2.ip6.arpa"};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A port that was free for both protocols a moment ago.
std::uint16_t free_port() {
  for (;;) {
    const Fd udp{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    const Fd tcp{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto address = loopback(0);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (bind(udp.get(), any, size) == 0 && getsockname(udp.get(), any, &size) == 0 &&
        bind(tcp.get(), any, size) == 0)
      return ntohs(address.sin_port);
  }
}

std::string key_text(const core::TsigKey& key) {
  return "key \"" + key.name.to_text() + "\" { algorithm " + core::describe_algorithm(key) +
         "; secret \"" + base64(key.secret.bytes()) + "\"; };\n";
}

}  // namespace

std::string base64(std::span<const std::uint8_t> octets) {
  static constexpr char digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const auto at = [&](std::size_t k) { return k < octets.size() ? octets[k] : 0U; };
    const unsigned group = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    text += digits[group >> 18];
    text += digits[group >> 12 & 63];
    text += i + 1 < octets.size() ? digits[group >> 6 & 63] : '=';
    text += i + 2 < octets.size() ? digits[group & 63] : '=';
  }
  return text;
}

core::TsigKey Named::key(core::TsigAlgorithm algorithm) {
  std::vector<std::uint8_t> secret(32,
                                   static_cast<std::uint8_t>(0x40 + static_cast<int>(algorithm)));
  return {*core::DnsName::parse(std::string{core::describe(algorithm)} + ".key.test"), algorithm,
          Secret{std::move(secret)}};
}

core::TsigKey Named::narrow_key() {
  return {*core::DnsName::parse("narrow.example.test"), core::TsigAlgorithm::hmac_sha256,
          Secret{std::vector<std::uint8_t>(32, 0x21)}};
}

bool Named::is_installed() {
  if (access(program, X_OK) == 0) return true;
  std::fprintf(stderr, "SKIPPED: %s is not installed\n", program);
  return false;
}

core::TsigKey Named::short_key() {
  return {*core::DnsName::parse("short.key.test"), core::TsigAlgorithm::hmac_sha512,
          Secret{std::vector<std::uint8_t>(32, 0x22)}, 256};
}

Named::Named() {
  std::string pattern = "/tmp/nsfollow-named-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  directory_ = pattern;
  for (int attempt = 0; attempt < 3; ++attempt) {
    port_ = free_port();
    write_files();
    start();
    if (comes_to_life()) return;
    kill();
  }
  std::fprintf(stderr, "named does not start; see %s/log\n", directory_.c_str());
  std::abort();
}

Named::~Named() {
  kill();
  std::filesystem::remove_all(directory_);
}

void Named::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Named::write_files() const {
  std::ofstream{directory_ + "/zone"} << zone_file;
  std::ofstream conf{directory_ + "/named.conf"};
  conf << "options { directory \"" << directory_ << "\"; listen-on port " << port_
       << " { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none;"
          " recursion no; dnssec-validation no; notify no; };\ncontrols { };\n";
  std::string grants;
  for (const auto algorithm : core::all_tsig_algorithms) {
    conf << key_text(key(algorithm));
    grants += "grant " + key(algorithm).name.to_text() + " zonesub ANY; ";
  }
  conf << key_text(narrow_key()) << key_text(short_key());
  grants += "grant short.key.test zonesub ANY; ";
  grants += "grant narrow.example.test name narrow.example.test. A; ";
  conf << "zone \"example.test\" { type primary; file \"zone\"; update-policy { " << grants
       << "}; };\n";
  for (const char* const zone : reverse_zones) {
    std::ofstream{directory_ + '/' + zone} << reverse_zone_file;
    conf << "zone \"" << zone << "\" { type primary; file \"" << zone << "\"; update-policy { "
         << grants << "}; };\n";
  }
}

void Named::start() {
  const auto configuration = directory_ + "/named.conf";
  const auto log = directory_ + "/log";
  pid_ = fork();
  if (pid_ != 0) return;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, 1);
  dup2(out, 2);
  execl(program, program, "-g", "-4", "-n", "1", "-c", configuration.c_str(), nullptr);
  _exit(127);
}

bool Named::comes_to_life() {
  const Fd fd{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  const auto address = loopback(port_);
  if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return false;
  const timeval patience{0, 20'000};
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  // "example.test SOA?"
  static constexpr char question[] = "\x12\x34\0\0\0\1\0\0\0\0\0\0\7example\4test\0\0\6\0\1";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (std::chrono::steady_clock::now() < deadline) {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return false;
    }
    std::array<char, 512> answer{};
    (void)::send(fd.get(), question, sizeof question - 1, 0);
    if (recv(fd.get(), answer.data(), answer.size(), 0) > 12 && (answer[3] & 15) == 0) return true;
    usleep(5'000);  // a refused datagram comes back at once
  }
  return false;
}

}  // namespace nsfollow::test
