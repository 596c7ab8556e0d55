// SPDX-License-Identifier: MIT
#include "capture.h"
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace nsfollow::bench {

namespace {

using Octets = std::span<const std::uint8_t>;

void require(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::exit(1);
}

unsigned u16(Octets octets, std::size_t at) {
  return static_cast<unsigned>(octets[at] << 8 | octets[at + 1]);
}

// The part of an IPv4 packet that is a DNS message, as far as it is in there; empty: it has none.
Octets dns_of(Octets packet) {
  if (packet.size() < 20 || packet[0] >> 4 != 4) return {};
  const std::size_t header = (packet[0] & 15U) * 4U;
  const auto total = std::min<std::size_t>(packet.size(), u16(packet, 2));
  if (total < header + 8) return {};
  const auto segment = packet.subspan(header, total - header);
  if (u16(segment, 0) != 53 && u16(segment, 2) != 53) return {};
  if (packet[9] == IPPROTO_UDP) return segment.subspan(8);
  if (packet[9] != IPPROTO_TCP || segment.size() < 20) return {};
  const std::size_t skip = (segment[12] >> 4) * 4U + 2U;  // RFC 1035 4.2.2: two octets of length
  return skip < segment.size() ? segment.subspan(skip) : Octets{};
}

// The name in the question, RFC 1035 3.1; empty when this is no beginning of a message.
std::string first_name(Octets dns) {
  std::string name;
  std::size_t at = 12;
  while (at < dns.size() && dns[at] != 0) {
    const std::size_t length = dns[at];
    if (length > 63 || at + 1 + length >= dns.size()) return {};
    for (const auto octet : dns.subspan(at + 1, length)) name += static_cast<char>(octet);
    name += '.';
    at += 1 + length;
  }
  return name;
}

Stamp stamp_of(msghdr& header) {
  for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPNS) continue;
    timespec time{};
    std::memcpy(&time, CMSG_DATA(part), sizeof time);
    return Stamp{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
  }
  return std::chrono::system_clock::now();
}

std::optional<Message> parse(Octets dns) {
  if (dns.size() < 17 || u16(dns, 4) != 1) return std::nullopt;
  Message message;
  message.zone = first_name(dns);
  if (message.zone.empty()) return std::nullopt;
  message.id = u16(dns, 0);
  message.is_update = (dns[2] >> 3 & 15) == 5;
  message.rcode = dns[3] & 15U;
  message.payload.assign(dns.begin(), dns.end());
  return message;
}

}  // namespace

bool Message::carries(Octets octets) const { return !std::ranges::search(payload, octets).empty(); }

Capture::Capture(const char* netns, const char* interface) {
  const Fd home{open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)};
  const Fd there{open(netns, O_RDONLY | O_CLOEXEC)};
  require(home && there, netns);
  require(setns(there.get(), CLONE_NEWNET) == 0, "setns");
  fd_ = Fd{socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL))};
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(interface));
  require(bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
  const int on = 1;
  require(setsockopt(fd_.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0, "timestamps");
  const int room = 8 << 20;
  setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  require(setns(home.get(), CLONE_NEWNET) == 0, "setns back");
}

std::optional<Message> Capture::next(Stamp until) {
  for (;;) {
    if (auto message = read()) return message;
    const auto left = until - std::chrono::system_clock::now();
    if (left <= left.zero()) return std::nullopt;
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    pollfd ready{fd_.get(), POLLIN, 0};
    poll(&ready, 1, static_cast<int>(ms));
  }
}

// Skips what is no DNS message; none when nothing more is there at the moment.
std::optional<Message> Capture::read() {
  for (;;) {
    sockaddr_ll from{};
    alignas(cmsghdr) std::array<char, 256> control{};
    iovec part{packet_.data(), packet_.size()};
    msghdr header{};
    header.msg_name = &from;
    header.msg_namelen = sizeof from;
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto size = recvmsg(fd_.get(), &header, 0);
    if (size < 0) return std::nullopt;
    const bool goes_out = from.sll_pkttype == PACKET_OUTGOING;
    auto message = parse(dns_of(Octets{packet_}.first(static_cast<std::size_t>(size))));
    // On `lo` each packet passes twice; a request is taken where it comes in.
    if (!message || ((message->payload[2] & 0x80) != 0) != goes_out) continue;
    message->from_server = goes_out;
    message->time = stamp_of(header);
    return message;
  }
}

}  // namespace nsfollow::bench
