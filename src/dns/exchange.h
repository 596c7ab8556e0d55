// SPDX-License-Identifier: MIT
// One signed request to one address of a server, and the wait for an answer that can be believed.
#pragma once
#include <functional>
#include <vector>
#include "core/server_clock.h"
#include "dns/answer.h"
#include "dns/stream.h"
#include "uv/udp.h"

namespace nsfollow::dns {

struct Timings {
  // Since the first datagram.  The same octets are sent again: an update that lands twice fails
  // its guard the second time, and a new signature would not change that.  Where half of all round
  // trips are lost, six tries leave 2 % to the next exchange.
  std::vector<Duration> resend{std::chrono::milliseconds{250}, std::chrono::milliseconds{800},
                               std::chrono::milliseconds{1600}, std::chrono::milliseconds{2500},
                               std::chrono::milliseconds{3500}};
  Duration udp = std::chrono::seconds{5};
  Duration tcp = std::chrono::seconds{5};  // from connecting to the last octet of the answer
  // How long the true answer may still come after an error that nobody signed.  Whoever forges that
  // error sees our packets, or guessed port and ID; the first could as well swallow them, so more
  // patience gains nothing, and to the second the true answer is hardly a second late.  The resends
  // within this time give a server whose answer got lost another chance.
  Duration hint = std::chrono::seconds{1};
  Duration resolve = std::chrono::seconds{5};  // for the addresses of a server's name
};

// How an exchange ended, with the RRset when a question was `done`.
struct Ended {
  core::Reply reply;
  core::Rrset found;
  bool is_alias = false;              // the name that was asked about is a CNAME
  std::optional<core::DnsName> zone;  // when it was `done` and wanted
};

// How a request travels.
struct Road {
  core::Carrier carrier = core::Carrier::udp;
  uv::Binding binding{};                         // of UDP, and of TCP in its stead
  std::function<void(const Buffer&)> connect{};  // for TCP and TLS: sends it over a connection that
                                                 // others use as well, and tells what comes
};

// UDP where the request fits into 512 octets, and TCP instead of it or beside it, once, when an
// answer was cut short or was junk; or a connection alone.  What cannot be believed is ignored
// until the time is up. It decides nothing beyond this one request: trying again is up to the
// engine.
class Exchange {
 public:
  struct Listener {
    std::function<void(const uv::Endpoint&)> on_source;  // a socket is connected, from here
    std::function<void(Ended)> on_end;                   // once, nothing follows
    std::function<void()> on_due;                        // due() has changed
  };
  // `clock` signed the request.  The callbacks may come within start() and tick(), and none of them
  // may destroy the Exchange.
  Exchange(uv::Loop& loop, Request request, core::ServerClock clock, const uv::Endpoint& server,
           const Timings& timings, Listener listener, Road road = {});
  Exchange(const Exchange&) = delete;  // its sockets call it by its address
  Exchange& operator=(const Exchange&) = delete;

  void start();
  [[nodiscard]] std::optional<TimePoint> due() const;  // when tick() has work; none: it has ended
  void tick(TimePoint now);
  // What came over the Road's connection, perhaps for others; and that nothing comes any more.
  void hear_connection(Octets message, core::Carrier by);
  void lose_connection(core::Outcome outcome, std::string why);

 private:
  void start_udp();
  void send_datagram();
  void udp_trouble(const uv::SocketError& error);
  void start_tcp();
  void use_connection();

  void hear(Octets message, core::Carrier by);
  void hear_edns(Octets message, Answer& answer);
  void hear_junk(const Answer& answer);
  void hear_hint(const Answer& answer);
  [[nodiscard]] bool has_way() const { return udp_ || tcp_running_ || tcp_begin_; }
  void lose_way(core::Outcome outcome, std::string detail);
  void end(core::Outcome outcome, std::string detail);
  void end(Answer answer);
  void end_without_answer();

  uv::Loop& loop_;
  const Request request_;
  const core::ServerClock clock_;
  const uv::Endpoint server_;
  const Timings timings_;
  const Listener listener_;
  const Road road_;

  TimePoint started_{};
  bool ended_ = false;

  std::optional<uv::Udp> udp_;
  std::size_t resends_ = 0;
  unsigned refusals_ = 0;

  std::optional<Stream> tcp_;           // kept when over: it may be the one that is calling
  std::optional<TimePoint> tcp_begin_;  // set while TCP is still to be tried because of junk
  bool tcp_tried_ = false, tcp_running_ = false;
  TimePoint tcp_end_{};

  std::optional<core::Carrier> heard_by_;  // what brought the answer, or the hint
  std::optional<std::chrono::seconds> lease_;
  std::optional<Answer> hint_;  // the first one
  TimePoint hint_end_{};
  unsigned junk_ = 0;
  std::string junk_why_;                           // of the last one
  core::Outcome trouble_ = core::Outcome::silent;  // how the last way to the server was lost
  std::string trouble_why_;
};

}  // namespace nsfollow::dns
