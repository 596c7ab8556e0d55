// SPDX-License-Identifier: MIT
// One question to one gateway: what is your public address?
#pragma once
#include <functional>
#include <optional>
#include <string>
#include "core/action.h"
#include "core/event.h"
#include "gateway/nat_pmp.h"
#include "gateway/pcp.h"
#include "uv/timer.h"
#include "uv/udp.h"

namespace nsfollow::gateway {

struct Timings {
  // RFC 6886 3.1 doubles 250 ms nine times and waits for two minutes.  A gateway is one hop away
  // and answers within milliseconds or, mostly, never; and the engine asks again.
  Duration first_pause = std::chrono::milliseconds{250};
  Duration patience = std::chrono::seconds{4};
  // Questions by NAT-PMP alone, which leaves nothing behind in the gateway; then both are asked.
  int by_nat_pmp_alone = 2;
  // Tries to take the mapping of PCP away again.  It ends by itself if none gets through.
  int farewells = 3;
};

// NAT-PMP, then PCP beside it or instead of it, over one connected socket: both have one port
// (RFC 6887 A).  What cannot be believed is ignored until the time is up.
class Exchange {
 public:
  struct Listener {
    std::function<void(core::GatewayTold)> on_told;  // once; also within start()
    std::function<void()> on_over;                   // after it: nothing is left to be done
  };
  // The callbacks must not destroy the Exchange.
  Exchange(uv::Loop& loop, const core::AskGateway& order, const Timings& timings,
           Listener listener);
  ~Exchange();                         // deletes the mapping, as far as one datagram can
  Exchange(const Exchange&) = delete;  // its socket calls it by its address
  Exchange& operator=(const Exchange&) = delete;

  void start();
  [[nodiscard]] core::ExchangeId id() const { return order_.id; }
  [[nodiscard]] bool is_over() const { return stage_ == Stage::over; }

 private:
  enum class Stage { asking, leaving, over };

  [[nodiscard]] std::optional<std::string> open();  // why not
  void fire();
  void ask();
  void send(Octets datagram);
  void trouble(const uv::SocketError& error);

  void hear(Octets datagram);
  void hear_other_version(std::uint8_t version);
  void hear_nat_pmp(const NatPmpAnswer& answer);
  void hear_pcp(const PcpAnswer& answer);
  void rule_out(bool& way, std::string why_not);

  void note_sender(const char* protocol, std::chrono::seconds epoch);
  void tell_address(const core::IpAddress& address);
  void tell_why_not(std::string why_not);
  void leave();
  void end();

  const core::AskGateway order_;
  const Timings timings_;
  const Listener listener_;
  Stage stage_ = Stage::asking;
  bool nat_pmp_may_answer_ = true, pcp_may_answer_ = true;
  bool has_asked_pcp_ = false;
  bool may_be_mapped_ = false;
  int tries_ = 0;
  Duration pause_{};
  TimePoint end_{};
  int farewells_ = 0;
  std::string unsent_;  // why the last datagram did not leave this machine
  PcpMap map_;
  core::GatewayTold told_;  // holds a refusal while the other protocol may still answer
  uv::Udp udp_;
  uv::Timer timer_;
};

}  // namespace nsfollow::gateway
