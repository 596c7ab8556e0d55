// SPDX-License-Identifier: MIT
// What the system tests do with single datagrams, and a shell cannot: hear those of sd_notify(3),
// keep copies of DNS UPDATEs that pass by, and send such a copy again.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include "base/fd.h"

namespace {

using nsfollow::Fd;

constexpr std::size_t dns_header = 12;  // RFC 1035 4.1.1
constexpr unsigned opcode_update = 5;   // RFC 2136 1.3

[[noreturn]] void give_up(const char* doing) {
  std::fprintf(stderr, "datagram: %s: %s\n", doing, std::strerror(errno));
  std::exit(1);
}

class Udp {
 public:
  Udp() : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    if (!fd_) give_up("socket");
  }
  void bind(const char* port) {
    const auto here = address("0.0.0.0", port);
    if (::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0)
      give_up("bind");
  }
  void connect(const char* host, const char* port) {
    const auto there = address(host, port);
    if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
      give_up("connect");
  }
  // Empty after an error, such as an ICMP message about an earlier datagram.
  std::string receive(sockaddr_in* from = nullptr) {
    std::array<char, 65536> buffer{};
    socklen_t size = sizeof *from;
    const auto got = recvfrom(fd_.get(), buffer.data(), buffer.size(), 0,
                              reinterpret_cast<sockaddr*>(from), from ? &size : nullptr);
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
  }
  void send(std::string_view octets, const sockaddr_in* to = nullptr) {
    (void)sendto(fd_.get(), octets.data(), octets.size(), 0, reinterpret_cast<const sockaddr*>(to),
                 to ? sizeof *to : 0);
  }
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  static sockaddr_in address(const char* host, const char* port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) give_up("address");
    return address;
  }

  Fd fd_;
};

// Each datagram that comes to the socket PATH, as one line.
int listen(const char* path) {
  const Fd fd{socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (std::strlen(path) >= sizeof address.sun_path) give_up("path");
  std::strcpy(address.sun_path, path);
  if (bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) give_up("bind");
  for (;;) {
    std::array<char, 4096> buffer{};
    const auto got = recv(fd.get(), buffer.data(), buffer.size(), 0);
    if (got < 0) give_up("recv");
    std::string text{buffer.data(), static_cast<std::size_t>(got)};
    std::ranges::replace(text, '\n', ' ');
    std::puts(text.c_str());
    std::fflush(stdout);
  }
}

// Passes on what comes to PORT, and keeps the UPDATEs as files DIRECTORY/1, DIRECTORY/2 ...
int relay(const char* port, const char* host, const char* host_port, const std::string& directory) {
  Udp near, far;
  near.bind(port);
  far.connect(host, host_port);
  std::map<std::string, sockaddr_in> asker;  // by the message's ID
  int kept = 0;
  for (;;) {
    std::array<pollfd, 2> both{pollfd{near.fd(), POLLIN, 0}, pollfd{far.fd(), POLLIN, 0}};
    if (poll(both.data(), both.size(), -1) < 0) give_up("poll");
    if (both[0].revents != 0) {
      sockaddr_in from{};
      const auto message = near.receive(&from);
      if (message.size() < dns_header) continue;
      asker[message.substr(0, 2)] = from;
      if ((static_cast<unsigned char>(message[2]) >> 3U & 15U) == opcode_update)
        std::ofstream{directory + '/' + std::to_string(++kept)} << message;
      far.send(message);
    }
    if (both[1].revents != 0) {
      const auto answer = far.receive();
      const auto to = asker.find(answer.substr(0, 2));
      if (to != asker.end()) near.send(answer, &to->second);
    }
  }
}

// Sends the content of FILE and prints the RCODE of the answer.
int send(const char* host, const char* port, const char* file) {
  std::ifstream in{file, std::ios::binary};
  const std::string octets{std::istreambuf_iterator<char>{in}, {}};
  Udp udp;
  udp.connect(host, port);
  udp.send(octets);
  pollfd answer{udp.fd(), POLLIN, 0};
  if (poll(&answer, 1, 5000) != 1) give_up("no answer");
  const auto message = udp.receive();
  if (message.size() < dns_header) give_up("answer");
  std::printf("%d\n", message[3] & 15);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "";
  if (verb == "listen" && argc == 3) return listen(argv[2]);
  if (verb == "relay" && argc == 6) return relay(argv[2], argv[3], argv[4], argv[5]);
  if (verb == "send" && argc == 5) return send(argv[2], argv[3], argv[4]);
  std::fputs(
      "usage: datagram listen PATH\n"
      "       datagram relay PORT HOST PORT DIRECTORY\n"
      "       datagram send HOST PORT FILE\n",
      stderr);
  return 1;
}
