// SPDX-License-Identifier: MIT
// What the answers of a checkup mean, in sentences.
#pragma once
#include <optional>
#include <string>
#include "core/checkup_plan.h"
#include "core/checkup_report.h"
#include "core/reply.h"

namespace nsfollow::core::checkup_words {

// The kernel's word on its clock; and how far it is from a server's, which is ahead of it by this.
[[nodiscard]] Finding ntp(const NtpState& state);
[[nodiscard]] Finding skew(std::chrono::seconds ahead, std::chrono::seconds margin,
                           std::chrono::seconds fudge, const CheckupMachine& machine);
[[nodiscard]] Finding untold_clock(std::chrono::seconds fudge);

// The detail of a reply, without saying again what was asked.
[[nodiscard]] std::string without_question(const std::string& detail, const RrsetKey& asked);

// `is_prompt`: it was believed as soon as it came.
[[nodiscard]] Finding answers(const Reply& reply, bool is_prompt);
[[nodiscard]] Finding good_key(const CheckupKey& key);
// Why a signed question for the zone's SOA got no answer, or not that one.
[[nodiscard]] Finding no_answer(const Reply& reply, const DnsName& zone, const CheckupKey& key);
// The server has the key under this other algorithm.
[[nodiscard]] Finding other_algorithm(const CheckupKey& key, TsigAlgorithm known);
// It says no without a signature, whatever time it is told.
[[nodiscard]] Finding key_or_clock(const CheckupKey& key, const CheckupMachine& machine);
[[nodiscard]] Finding no_such_zone(const DnsName& zone, const std::optional<DnsName>& within);

// What an UPDATE without changes got.
struct Circumstances {
  bool echoes_time = false;   // as PowerDNS does
  std::string other_primary;  // where the SOA says that the primary is, if elsewhere
};
[[nodiscard]] Finding rights(const Reply& reply, const CheckupKey& key,
                             const Circumstances& circumstances);

// One of the records, as it is there and as it might become.
struct Tried {
  Intended record;
  std::optional<Rrset> found{};
  std::optional<DnsName> alias_above{};  // a DNAME's owner
  bool is_alias = false;
  std::optional<Reply> not_read{};
  std::optional<Reply> reply{};         // of the trial
  std::optional<RrType> may_instead{};  // this type may be changed at the name
};
[[nodiscard]] Finding record(const Tried& tried, const Circumstances& circumstances);
// True when this answer to an update means that the key has no right.
[[nodiscard]] bool is_refusal(Outcome outcome);

}  // namespace nsfollow::core::checkup_words
