// SPDX-License-Identifier: MIT
#include "core/words.h"
#include <array>
#include <cstdlib>
#include <string_view>

namespace nsfollow::core::words {

namespace {

using namespace std::chrono_literals;

// What the server (or the lack of one) said, and what a person can do about it.
std::string cause(Outcome outcome, const std::string& server) {
  switch (outcome) {
    case Outcome::done:
      return server + " answered";
    case Outcome::guard_failed:
      return server + " holds other records than it told a moment ago; somebody else changes them";
    case Outcome::bad_time:
      return server + " does not accept the time even after it told its own";
    case Outcome::silent:
      return server + " did not answer";
    case Outcome::unreachable:
      return server + " cannot be reached";
    case Outcome::unresolved:
      return "the address of " + server + " could not be found";
    case Outcome::server_failed:
      return server +
             " says SERVFAIL: something failed there (its disk, too many records of a type, "
             "another client's update, or its own primary where it forwards)";
    case Outcome::refused:
      return server +
             " says REFUSED: it does not serve this zone, the zone is frozen, or the key has no "
             "right to this name and type; look at update-policy or allow-update there";
    case Outcome::not_authoritative:
      return server +
             " says NOTAUTH: it does not serve this zone as a primary; check the zone's "
             "name and \"server\"";
    case Outcome::not_zone:
      return server + " says NOTZONE: the name lies outside the zone; check the zone's name";
    case Outcome::malformed:
      return server + " could not read the request (FORMERR or NOTIMP)";
    case Outcome::unexpected:
      return server + " gave an answer that does not fit";
    case Outcome::bad_key:
      return server +
             " says BADKEY: it does not know a key of this name and algorithm, or (Knot) the key "
             "has no right to this name and type; check \"key\" here, the key's name and acl there";
    case Outcome::bad_signature:
      return server + " says BADSIG: the secret here differs from the one there; check \"key\"";
    case Outcome::bad_truncation:
      return server + " says BADTRUNC: it wants a longer MAC";
    case Outcome::unsigned_error:
      return server + " answered with an error that nobody signed";
    case Outcome::unsigned_refused:
      return server +
             " says REFUSED and does not sign it: the key, its secret or this clock is wrong "
             "(PowerDNS tells no more), or it serves no such zone; run `nsfollow check --online`";
    case Outcome::unsigned_not_auth:
      return server +
             " says NOTAUTH and does not sign it: it has no such zone or the key no right "
             "(Knot), or key, secret or clock is wrong (PowerDNS); run `nsfollow check --online`";
    case Outcome::untrusted:
      return server + " is not trusted as the other end of TLS";
    case Outcome::ignored:
      return server + " said NOERROR and did not do it";
    case Outcome::alias:
      return "the name is a CNAME at " + server +
             ", and nothing else can stand beside that; remove it there, or choose another name";
  }
  return server;
}

constexpr const char* going_on = "going on with the server's time until this clock has been set";

// By how much the server's clock is ahead, said of ours: "412 s behind".
std::string apart(std::chrono::seconds ahead) {
  return std::to_string(std::abs(ahead.count())) + " s " +
         (ahead.count() >= 0 ? "behind" : "ahead of");
}

std::string those(const DnsName& zone, const std::vector<Change>& changes) {
  if (changes.size() == 1) return describe(changes.front().key);
  return std::to_string(changes.size()) + " RRsets of " + zone.to_text();
}

std::string was(const Change& change) {
  return change.from.empty() ? "" : ", was " + describe(change.key.type, change.from);
}

}  // namespace

std::string duration(Duration d) {
  struct Unit {
    Duration size;
    const char* name;
  };
  static constexpr std::array units{Unit{24h, " d"}, Unit{1h, " h"}, Unit{1min, " min"},
                                    Unit{1s, " s"}};
  for (const auto& unit : units)
    if (d >= 2 * unit.size || (unit.size == 1s && d >= 1s))
      return std::to_string((d + unit.size / 2) / unit.size) + unit.name;
  return std::to_string(std::chrono::ceil<std::chrono::milliseconds>(d).count()) + " ms";
}

std::string published(const Change& change, const Server& server, Duration took) {
  const std::string where = " at " + describe(server) + " (" + duration(took) + ')';
  if (change.to.empty()) return describe(change.key) + " withdrawn" + where + was(change);
  std::string before = was(change);
  if (change.from == change.to)
    before = " once more";
  else if (change.from.records == change.to.records)
    before = ", TTL was " + std::to_string(change.from.ttl.count()) + " s";
  return describe(change.key) + ' ' + describe(change.key.type, change.to) + " published" + where +
         before;
}

std::string drifted(const Change& change, const Server& server) {
  return describe(change.key) + " at " + describe(server) + " is " +
         describe(change.key.type, change.from) + ", not " + describe(change.key.type, change.to) +
         " as published: somebody changed it, or an older zone came back";
}

std::string confirming(const DnsName& zone, const std::vector<Change>& changes) {
  return "confirm " + those(zone, changes);
}

std::string asking(const DnsName& zone) { return "ask what " + zone.to_text() + " holds"; }

std::string no_answer_in(Duration time) {
  const auto tenths = std::chrono::round<std::chrono::milliseconds>(time).count() / 100;
  auto text = "no answer in " + std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += '.' + std::to_string(tenths % 10);
  return text + " s";
}

std::string trouble(const std::string& doing, const Server& server, const Reply& reply) {
  std::string text = "could not " + doing + ": " + cause(reply.outcome, describe(server));
  if (!reply.detail.empty()) text += " (" + reply.detail + ')';
  return text;
}

std::string failed(const std::string& doing, const Server& server, const Reply& reply,
                   std::optional<Duration> next_try) {
  return trouble(doing, server, reply) +
         (next_try ? "; next try in " + duration(*next_try) : "; trying again");
}

std::string clock_differs(const Server& server, const ClockSample& sample) {
  return describe(server) + " says BADTIME: this clock is " +
         apart(sample.server.time - sample.local) + " the server; " + going_on;
}

std::string clock_was_found(const Server& server, std::chrono::seconds ahead) {
  return describe(server) + " does not tell its time; by its answers this clock is about " +
         apart(ahead) + " it; " + going_on;
}

std::string clock_was_not_found(const Server& server) {
  return describe(server) +
         " accepts no time within 18 h of this clock's: the key is wrong, or this clock by more "
         "than that, and must be set (NTP)";
}

std::string recovered(const Server& server, bool failed_before, Duration outage, unsigned tries) {
  return describe(server) + (failed_before ? " answers again" : " serves instead") + " after " +
         duration(outage) + " and " + std::to_string(tries) +
         (tries == 1 ? " failed try" : " failed tries");
}

std::string rival(const RrsetKey& key, const Server& server, std::size_t times) {
  return "somebody else keeps changing " + describe(key) + " at " + describe(server) + ": " +
         std::to_string(times) +
         " times within an hour; two programs want this name, or several machines, which need "
         "\"shared = true\"";
}

std::string shows_nothing_yet(const DnsName& zone, const std::vector<Change>& changes,
                              const Server& server, Duration pause) {
  return describe(server) + " took the update of " + those(zone, changes) +
         " and does not show it yet; asking again in " + duration(pause);
}

std::string ignored(const Change& change, const Rrset& found) {
  return "it was to be " + describe(change.key.type, change.to) + " and is " +
         describe(change.key.type, found);
}

}  // namespace nsfollow::core::words
