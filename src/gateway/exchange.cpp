// SPDX-License-Identifier: MIT
#include "gateway/exchange.h"
#include <sys/random.h>
#include <algorithm>
#include <utility>
#include "core/words.h"
#include "uv/endpoint.h"

namespace nsfollow::gateway {

namespace {

// RFC 6887 15 wants servers to grant two minutes at least; whoever grants less is welcome to.
constexpr std::chrono::seconds mapping_lifetime{30};

Nonce random_nonce() {
  Nonce nonce;
  // Short reads do not happen below 256 octets (getrandom(2)).
  while (getrandom(nonce.data(), nonce.size(), 0) != static_cast<ssize_t>(nonce.size())) {
  }
  return nonce;
}

bool is_unspecified(const core::IpAddress& address) {
  return std::ranges::all_of(address.bytes(), [](auto octet) { return octet == 0; });
}

}  // namespace

Exchange::Exchange(uv::Loop& loop, const core::AskGateway& order, const Timings& timings,
                   Listener listener)
    : order_(order),
      timings_(timings),
      listener_(std::move(listener)),
      pause_(timings.first_pause),
      udp_(
          loop, [this](Octets datagram) { hear(datagram); },
          [this](const uv::SocketError& error) { trouble(error); }),
      timer_(loop, [this] { fire(); }) {
  told_.id = order.id;
  told_.by = order.gateway.to_text();
}

Exchange::~Exchange() {
  if (may_be_mapped_) (void)udp_.send(build_pcp_map(map_, std::chrono::seconds{0}));
}

void Exchange::start() {
  end_ = Clock::now() + timings_.patience;
  if (auto why_not = open()) return tell_why_not(std::move(*why_not));
  ask();
}

std::optional<std::string> Exchange::open() {
  const auto& gateway = order_.gateway;
  if (gateway.family() != core::Family::ipv4) return "it is not a gateway of IPv4";
  const auto connected =
      udp_.connect(*uv::Endpoint::literal(gateway.to_text(), server_port), order_.interface);
  if (!connected) return connected.error().text;
  const auto source = udp_.source();
  if (!source) return "no source address";
  map_ = {.nonce = random_nonce(),
          .client = *core::IpAddress::from_bytes(source->address_bytes()),
          .port = source->port()};
  return std::nullopt;
}

void Exchange::fire() {
  switch (stage_) {
    case Stage::asking:
      if (Clock::now() < end_) return ask();
      if (!told_.why_not.empty()) return tell_why_not(told_.why_not);
      return tell_why_not(unsent_.empty() ? core::words::no_answer_in(timings_.patience) : unsent_);
    case Stage::leaving:
      return leave();
    case Stage::over:
      return;
  }
}

void Exchange::ask() {
  const auto now = Clock::now();
  timer_.set(std::min(now + std::exchange(pause_, pause_ * 2), end_));
  if (nat_pmp_may_answer_) send(build_nat_pmp());
  const bool is_alone = nat_pmp_may_answer_ && tries_++ < timings_.by_nat_pmp_alone;
  // The first send() may have ended it.
  if (is_alone || !pcp_may_answer_ || stage_ != Stage::asking) return;
  has_asked_pcp_ = may_be_mapped_ = true;
  send(build_pcp_map(map_, mapping_lifetime));
}

void Exchange::send(Octets datagram) {
  const auto sent = udp_.send(datagram);
  unsent_ = sent ? "" : sent.error().text;
  if (!sent) trouble(sent.error());
}

void Exchange::trouble(const uv::SocketError& error) {
  if (error.passing || stage_ == Stage::over) return;
  // Both protocols have this port, so there is nobody else to ask.
  may_be_mapped_ = false;
  if (stage_ == Stage::leaving) return end();
  tell_why_not(error.refused ? "it speaks neither NAT-PMP nor PCP: its port is closed"
                             : error.text);
}

void Exchange::hear(Octets datagram) {
  const auto by_pcp = has_asked_pcp_ ? parse_pcp_map(datagram, map_) : std::nullopt;
  if (stage_ == Stage::leaving) {
    const bool is_gone = by_pcp && (by_pcp->result != 0 || by_pcp->lifetime.count() == 0);
    if (!is_gone) return;
    may_be_mapped_ = false;
    return end();
  }
  if (stage_ == Stage::over) return;
  if (by_pcp) return hear_pcp(*by_pcp);
  if (const auto version = parse_unsupported_version(datagram)) return hear_other_version(*version);
  const auto by_nat_pmp = parse_nat_pmp(datagram);
  if (by_nat_pmp && nat_pmp_may_answer_) hear_nat_pmp(*by_nat_pmp);
}

void Exchange::hear_other_version(std::uint8_t version) {
  // Where both were asked, who speaks NAT-PMP means the question by PCP, and the other way round.
  // That may be wrong, so an answer with our nonce counts all the same.
  const bool means_pcp = has_asked_pcp_ && (version == 0 || !nat_pmp_may_answer_);
  if (means_pcp) may_be_mapped_ = false;
  rule_out(means_pcp ? pcp_may_answer_ : nat_pmp_may_answer_,
           "it speaks neither NAT-PMP nor version 2 of PCP");
}

void Exchange::hear_nat_pmp(const NatPmpAnswer& answer) {
  note_sender("NAT-PMP", answer.epoch);
  if (answer.result == 0) return tell_address(answer.address);
  if (answer.result == nat_pmp_unsupported_opcode)
    return rule_out(nat_pmp_may_answer_, describe_nat_pmp(answer.result));
  tell_why_not(describe_nat_pmp(answer.result));
}

void Exchange::hear_pcp(const PcpAnswer& answer) {
  note_sender("PCP", answer.epoch);
  may_be_mapped_ = answer.result == 0;
  if (may_be_mapped_) return tell_address(answer.address);
  // Who may not map may still be told the address.
  told_.why_not = describe_pcp(answer.result);
  rule_out(pcp_may_answer_, told_.why_not);
}

void Exchange::rule_out(bool& way, std::string why_not) {
  way = false;
  if (!nat_pmp_may_answer_ && !pcp_may_answer_) return tell_why_not(std::move(why_not));
  if (has_asked_pcp_) return;
  pause_ = timings_.first_pause;
  ask();
}

void Exchange::note_sender(const char* protocol, std::chrono::seconds epoch) {
  told_.by = order_.gateway.to_text() + " (" + protocol + ")";
  told_.epoch = epoch;
}

void Exchange::tell_address(const core::IpAddress& address) {
  if (is_unspecified(address)) return tell_why_not("it has no public address now");
  if (address.family() != core::Family::ipv4)
    return tell_why_not("it told " + address.to_text() + ", which is not IPv4");
  told_.why_not.clear();
  told_.address = address;
  leave();
}

void Exchange::tell_why_not(std::string why_not) {
  told_.why_not = std::move(why_not);
  leave();
}

void Exchange::leave() {
  const bool is_first = std::exchange(stage_, Stage::leaving) == Stage::asking;
  if (is_first) listener_.on_told(told_);
  if (!may_be_mapped_ || farewells_++ == timings_.farewells) return end();
  timer_.set(Clock::now() + timings_.first_pause);
  send(build_pcp_map(map_, std::chrono::seconds{0}));
}

void Exchange::end() {
  may_be_mapped_ = false;
  stage_ = Stage::over;
  timer_.clear();
  listener_.on_over();
}

}  // namespace nsfollow::gateway
