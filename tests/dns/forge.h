// SPDX-License-Identifier: MIT
// Answers as a server would sign them, or as somebody else would.
#pragma once
#include <functional>
#include "core/change.h"
#include "dns/answer.h"

namespace nsfollow::test {

// The fields of the TSIG record; each can be made wrong.
struct SignAs {
  std::string owner{};             // a WireName; empty: the key's name
  std::string algorithm{};         // a WireName; empty: the key's algorithm
  std::optional<WallTime> time{};  // none: the request's
  std::uint16_t fudge = 300, error = 0;
  dns::Buffer other{};
  std::size_t mac_size = 64;  // longest; what is beyond is cut off
  std::uint16_t rr_class = 255;
  std::uint32_t ttl = 0;
  bool over_request = true;  // false: signed over no request, as a request itself is
};

// The request's header and question with QR and AA set, and the records given.
[[nodiscard]] dns::Buffer answer_to(dns::Octets request, unsigned rcode = 0,
                                    std::uint16_t more_flags = 0);
// Appends a record to the answer (1), authority (2) or additional (3) section, which is the last
// that has any.
void add_record(dns::Buffer& message, std::size_t section, const dns::WireName& owner,
                std::uint16_t type, std::uint32_t ttl, dns::Octets rdata,
                std::uint16_t rr_class = dns::class_in);

// Signs the answer with the key, over the request's MAC.
void sign_answer(dns::Buffer& answer, const core::TsigKey& key, dns::Octets request_mac,
                 WallTime request_time, const SignAs& how = {});

// The MAC in a request that somebody signed with dns::sign, and its time.
[[nodiscard]] dns::Signature signature_of(dns::Octets request);

// A request of ours, ready to be answered.
[[nodiscard]] dns::Request make_question(const core::RrsetKey& asked, const core::TsigKey& key,
                                         WallTime time);
[[nodiscard]] dns::Request make_update(const core::DnsName& zone, std::vector<core::Change> changes,
                                       const core::TsigKey& key, WallTime time);

}  // namespace nsfollow::test
