// SPDX-License-Identifier: MIT
// The sentences a person reads: outcome first, then cause, then what happens next.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/change.h"
#include "core/reply.h"
#include "core/server.h"

namespace nsfollow::core::words {

[[nodiscard]] std::string duration(Duration d);  // "12 ms", "5 s", "3 min", "2 h", "4 d"

// "host1.d.example.com A 192.0.2.7 published at ns1 (12 ms), was 192.0.2.3"
[[nodiscard]] std::string published(const Change& change, const Server& server, Duration took);

// "host1.d.example.com A at ns1 is 192.0.2.3, not 192.0.2.7 as published: somebody changed it, ..."
[[nodiscard]] std::string drifted(const Change& change, const Server& server);

// What was being done when it failed.
[[nodiscard]] std::string confirming(const DnsName& zone, const std::vector<Change>& changes);
[[nodiscard]] std::string asking(const DnsName& zone);

// "no answer in 2.5 s": a Reply's detail where nothing was heard.
[[nodiscard]] std::string no_answer_in(Duration time);

// "could not `doing`: ns1 did not answer (no answer in 5 s)"
[[nodiscard]] std::string trouble(const std::string& doing, const Server& server,
                                  const Reply& reply);

// "could not `doing`: ns1 did not answer (no answer in 5 s); next try in 10 s"
[[nodiscard]] std::string failed(const std::string& doing, const Server& server, const Reply& reply,
                                 std::optional<Duration> next_try);

// "ns1 says BADTIME: this clock is 412 s behind the server; going on with the server's time ..."
[[nodiscard]] std::string clock_differs(const Server& server, const ClockSample& sample);

// "ns1 does not tell its time; by its answers this clock is about 412 s behind it; going on ..."
[[nodiscard]] std::string clock_was_found(const Server& server, std::chrono::seconds ahead);

// "ns1 accepts no time within 18 h of this clock's: the key is wrong, or ..."
[[nodiscard]] std::string clock_was_not_found(const Server& server);

// "ns1 answers again after 5 min and 12 failed tries"; "ns2 serves instead after ..." where it is
// another server that had failed
[[nodiscard]] std::string recovered(const Server& server, bool failed_before, Duration outage,
                                    unsigned tries);

// "somebody else keeps changing host1.d.example.com A at ns1: 4 times within an hour; ..."
[[nodiscard]] std::string rival(const RrsetKey& key, const Server& server, std::size_t times);

// "ns1 took the update of host1.d.example.com A and does not show it yet; asking again in 300 ms"
[[nodiscard]] std::string shows_nothing_yet(const DnsName& zone, const std::vector<Change>& changes,
                                            const Server& server, Duration pause);

// NOERROR was said, and yet: "it was to be 192.0.2.7 and is 192.0.2.3"
[[nodiscard]] std::string ignored(const Change& change, const Rrset& found);

}  // namespace nsfollow::core::words
