// SPDX-License-Identifier: MIT
// Part of a checkup: what the name servers of a zone tell everybody, beside its primary.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>
#include "core/action.h"
#include "core/checkup_report.h"
#include "core/checkup_soa.h"
#include "core/event.h"

namespace nsfollow::core {

class CheckupNameServers {
 public:
  // `names`: of the zone's NS records.  The server at `asked` is taken for the primary, and has
  // the serial of `soa`.
  void begin(const DnsName& zone, const std::set<DnsName>& names, Soa soa, std::string asked,
             ExchangeId& last_id, std::vector<Action>& actions);
  // True when the answer was awaited.
  bool hear(const NameServerTold& answer);
  void give_up(std::vector<Action>& actions);

  [[nodiscard]] bool is_over() const { return waiting_.empty(); }
  [[nodiscard]] std::vector<Finding> take_findings();
  // Where the SOA says that the primary is, if that is not the server that was asked:
  // "ns1.example.com (192.0.2.1)".
  [[nodiscard]] std::string other_primary() const;

 private:
  [[nodiscard]] Finding judge(const DnsName& subject, const NameServerTold& answer) const;

  DnsName zone_;
  Soa soa_;
  std::string asked_;
  std::set<DnsName> names_;
  std::map<ExchangeId, DnsName> waiting_;
  std::map<DnsName, Finding> findings_;
  std::string primary_at_;  // by what address it answered
};

}  // namespace nsfollow::core
