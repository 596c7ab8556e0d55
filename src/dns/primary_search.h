// SPDX-License-Identifier: MIT
// One search for a zone's primary at the resolvers of this machine, one after another.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>
#include "core/action.h"
#include "dns/exchange.h"
#include "dns/zone_search.h"

namespace nsfollow::dns {

class PrimarySearch {
 public:
  // `resolvers`: at least one.  `most`: how long the search may take.
  // `on_due` may come within advance(), and must not call back.
  PrimarySearch(uv::Loop& loop, const core::FindPrimary& wanted,
                std::vector<uv::Endpoint> resolvers, Duration most, std::function<void()> on_due);
  PrimarySearch(const PrimarySearch&) = delete;  // its exchange calls it by its address
  PrimarySearch& operator=(const PrimarySearch&) = delete;

  void advance(TimePoint now);
  [[nodiscard]] TimePoint due() const;  // when advance() has work
  [[nodiscard]] core::ExchangeId id() const { return id_; }
  [[nodiscard]] const std::optional<core::PrimaryFound>& result() const { return result_; }

 private:
  void ask();
  void hear(const Ended& answer);
  void fail();
  void end(core::PrimaryFound result);

  uv::Loop& loop_;
  const core::ExchangeId id_;
  const core::DnsName zone_;
  const std::vector<uv::Endpoint> resolvers_;
  const TimePoint end_;
  const Timings timings_;
  const std::function<void()> on_due_;
  ZoneSearch search_;
  std::size_t asked_ = 0;     // the one of `resolvers_` that is asked now
  std::size_t failures_ = 0;  // in a row
  std::string why_not_;       // of the last failure
  std::optional<Exchange> exchange_;
  std::optional<Ended> answer_;
  std::optional<core::PrimaryFound> result_;
};

}  // namespace nsfollow::dns
