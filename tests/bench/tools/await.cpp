// SPDX-License-Identifier: MIT
// Asks a name server every 20 ms for the A record of a name, until the answer is the wanted one.
// Prints when that was, in seconds since 1970.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>
#include "base/fd.h"
#include "command.h"

namespace nsfollow::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;
using Octets = std::vector<std::uint8_t>;

// RFC 1035 4.1: one question, no recursion.
Octets question(std::string_view name) {
  Octets all{0x4e, 0x53, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  while (!name.empty()) {
    const auto label = name.substr(0, name.find('.'));
    all.push_back(static_cast<std::uint8_t>(label.size()));
    all.insert(all.end(), label.begin(), label.end());
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  all.insert(all.end(), {0, 0, 1, 0, 1});
  return all;
}

// Exactly one answer, whose RDATA is the address (type A, class IN, any TTL, four octets).
bool is_right(const Octets& question, const std::uint8_t* answer, std::size_t size, in_addr want) {
  const std::size_t at = question.size();
  if (size < at + 16 || (answer[3] & 15) != 0 || answer[6] != 0 || answer[7] != 1) return false;
  const std::uint8_t* record = answer + at + 2;  // after a compressed name
  return record[1] == 1 && record[9] == 4 && std::memcmp(record + 10, &want, 4) == 0;
}

bool ask(int fd, const Octets& question, in_addr want) {
  std::array<std::uint8_t, 4096> answer{};
  while (recv(fd, answer.data(), answer.size(), MSG_DONTWAIT) > 0) {
  }
  if (send(fd, question.data(), question.size(), 0) < 0) return false;
  pollfd ready{fd, POLLIN, 0};
  if (poll(&ready, 1, 20) != 1) return false;
  const auto size = recv(fd, answer.data(), answer.size(), MSG_DONTWAIT);
  return size > 0 && is_right(question, answer.data(), static_cast<std::size_t>(size), want);
}

}  // namespace

int await(Words words) {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(static_cast<std::uint16_t>(number(words[1])));
  in_addr want{};
  if (inet_pton(AF_INET, words[0], &server.sin_addr) != 1 ||
      inet_pton(AF_INET, words[3], &want) != 1) {
    std::fprintf(stderr, "bench_tool: not an address\n");
    return 1;
  }
  const Octets asked = question(words[2]);
  const auto deadline = system_clock::now() + std::chrono::seconds{number(words[4])};
  for (auto now = system_clock::now(); now < deadline; now = system_clock::now()) {
    const Fd fd{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    if (connect(fd.get(), reinterpret_cast<sockaddr*>(&server), sizeof server) == 0 &&
        ask(fd.get(), asked, want)) {
      const std::chrono::duration<double> since = system_clock::now().time_since_epoch();
      std::printf("%.6f\n", since.count());
      return 0;
    }
    const auto rest = milliseconds{20} - (system_clock::now() - now);
    if (rest > rest.zero())
      poll(nullptr, 0, static_cast<int>(std::chrono::ceil<milliseconds>(rest).count()));
  }
  return 2;
}

}  // namespace nsfollow::bench
