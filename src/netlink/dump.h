// SPDX-License-Identifier: MIT
// Asks the kernel for everything at once: links, addresses, default routes.  One picture or none.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include "core/event.h"
#include "netlink/picture.h"
#include "netlink/route_socket.h"
#include "uv/loop.h"
#include "uv/poll.h"
#include "uv/timer.h"

namespace nsfollow::netlink {

// A dump that the kernel marks as interrupted (NLM_F_DUMP_INTR) is read to its end, because the
// socket takes no other request before, then thrown away and asked for again after a pause.
class Dump {
 public:
  // on_answer gets KernelSeen or KernelUnreadable and must not destroy the Dump.
  Dump(uv::Loop& loop, std::function<void(core::Event)> on_answer);

  // One answer, later.  While a dump runs: it begins again, so that the answer is of after now.
  void start();

  // The one answer is KernelUnreadable, later.
  void refuse(std::string why);

  [[nodiscard]] std::uint64_t thrown_away() const { return thrown_away_; }

 private:
  enum class State : std::uint8_t { idle, asking, pausing, refusing };
  enum class Part : std::uint8_t { links, addresses, ipv4_routes, ipv6_routes };

  void begin();
  void ask();
  void hear();
  bool take(Bytes datagram);
  bool take_message(Bytes message);
  void keep(Message message);
  bool end_of_part(int error);
  void try_again(std::string why);
  void finish(core::Event answer);
  void alarm();
  [[nodiscard]] Result<Nothing> connect();
  void disconnect();

  uv::Loop* loop_;
  std::function<void(core::Event)> on_answer_;
  uv::Timer alarm_;
  std::size_t buffer_ = RouteSocket::usual_buffer;
  std::optional<RouteSocket> socket_;
  std::optional<uv::Poll> poll_;  // after socket_: it must be destroyed first

  State state_ = State::idle;
  Part part_ = Part::links;
  Picture picture_;
  std::uint32_t sequence_ = 0;  // of the request under way
  unsigned tries_ = 0;
  bool spoiled_ = false;  // this part will be thrown away
  bool moved_ = false;    // something was heard since the alarm was set
  bool again_ = false;    // start() was called meanwhile
  std::string why_not_;
  std::uint64_t thrown_away_ = 0;
};

}  // namespace nsfollow::netlink
