// SPDX-License-Identifier: MIT
#include "core/checkup_words.h"
#include <cstdlib>
#include "core/words.h"

namespace nsfollow::core::checkup_words {

namespace {

using namespace std::chrono_literals;
using Topic = Finding::Topic;
using Verdict = Finding::Verdict;

std::string behind(const std::string& text) { return text.empty() ? "" : " (" + text + ')'; }

std::string described(const CheckupKey& key) {
  return "key " + key.name.to_text() + " (" + std::string{describe(key.algorithm)} + ')';
}

Finding of_path(const Reply& reply, const std::string& sentence, std::string advice) {
  return {
      Topic::server, Verdict::unreachable, {}, sentence + behind(reply.detail), std::move(advice)};
}

// Whom to look at when the clocks differ.
std::string whose_clock(const CheckupMachine& machine) {
  if (machine.ntp && machine.ntp->is_synchronised)
    return "NTP keeps this clock: look at the server's";
  return "set this clock, and keep it with NTP";
}

}  // namespace

Finding ntp(const NtpState& state) {
  if (!state.is_synchronised)
    return {Topic::clock,
            Verdict::warning,
            {},
            "nothing keeps this clock: the kernel calls it "
            "unsynchronised",
            "run an NTP client; signatures need the time to within 5 min"};
  return {Topic::clock,
          Verdict::ok,
          {},
          "NTP keeps this clock (error at most " + words::duration(state.most_error) + ')'};
}

Finding skew(std::chrono::seconds ahead, std::chrono::seconds margin, std::chrono::seconds fudge,
             const CheckupMachine& machine) {
  const auto apart = std::chrono::abs(ahead);
  std::string sentence = "this clock agrees with the server's";
  if (apart > margin)
    sentence = "this clock is " + std::to_string(apart.count()) + " s " +
               (ahead > 0s ? "behind" : "ahead of") + " the server's";
  if (margin > 1s) sentence += " (give or take " + std::to_string(margin.count()) + " s)";
  if (apart <= fudge / 2) return {Topic::clock, Verdict::ok, {}, std::move(sentence)};
  if (apart > fudge)
    sentence +=
        ": what is signed with it is refused; the watcher signs with the "
        "server's time instead";
  return {Topic::clock, Verdict::warning, {}, std::move(sentence), whose_clock(machine)};
}

Finding untold_clock(std::chrono::seconds fudge) {
  return {Topic::clock,
          Verdict::ok,
          {},
          "the server accepts this clock's time, and does not tell "
          "its own: they differ by " +
              std::to_string(fudge.count()) + " s at most"};
}

std::string without_question(const std::string& detail, const RrsetKey& asked) {
  const auto question = describe(asked);
  if (!detail.starts_with(question)) return detail;
  const auto rest = detail.substr(question.size());
  return rest.starts_with(": ") ? rest.substr(2) : rest;
}

Finding answers(const Reply& reply, bool is_prompt) {
  std::string sentence = "answers";
  if (reply.carrier) sentence += " over " + std::string{describe(*reply.carrier)};
  if (is_prompt) sentence += " in " + words::duration(reply.took);
  return {Topic::server, Verdict::ok, {}, std::move(sentence)};
}

Finding good_key(const CheckupKey& key) {
  return {Topic::key, Verdict::ok, {}, described(key) + " and its secret are right"};
}

Finding no_answer(const Reply& reply, const DnsName& zone, const CheckupKey& key) {
  const auto of_key = [&](std::string sentence, std::string advice) {
    return Finding{Topic::key, Verdict::refused, {}, std::move(sentence), std::move(advice)};
  };
  const auto of_zone = [&](const std::string& sentence, std::string advice) {
    return Finding{
        Topic::zone, Verdict::refused, {}, sentence + behind(reply.detail), std::move(advice)};
  };
  switch (reply.outcome) {
    case Outcome::silent:
      return of_path(reply, "does not answer",
                     "is it running, and does a firewall let port 53 through, UDP and TCP?");
    case Outcome::unreachable:
      return of_path(reply, "cannot be reached", "does a name server run there, on this port?");
    case Outcome::unresolved:
      return of_path(reply, "has no address that could be found",
                     "look at \"server\" in the configuration, and at this machine's resolver");
    case Outcome::untrusted:
      return {Topic::server,
              Verdict::refused,
              {},
              "is not whom the configuration trusts as the other end of TLS" + behind(reply.detail),
              "look at the zone's TLS settings and at the server's certificate"};
    case Outcome::bad_key:
      return of_key("BADKEY: the server knows no key of the name " + key.name.to_text() +
                        ", or (Knot) no acl of the zone names it",
                    "compare the name in the key file with the server's, or give the server the "
                    "key");
    case Outcome::bad_signature:
      return of_key("BADSIG: the secret of " + described(key) + " differs from the server's",
                    "copy the secret once more");
    case Outcome::bad_truncation:
      return of_key("BADTRUNC: the server wants another length of MAC from " + described(key),
                    "write the algorithm here as it stands there, with its number of bits");
    case Outcome::bad_time:
      return {Topic::clock,
              Verdict::refused,
              {},
              "BADTIME: the server does not accept even the time that it told",
              "is its clock steady?"};
    case Outcome::refused:
    case Outcome::unsigned_refused:
      return of_zone(
          "REFUSED: the server has no zone " + zone.to_text() + ", or does not answer this machine",
          "look at the zone's name and \"server\" here, and at allow-query there");
    case Outcome::not_authoritative:
    case Outcome::unsigned_not_auth:
      return of_zone("the server does not have the zone " + zone.to_text(),
                     "is \"server\" a resolver, or another name server than the zone's?");
    case Outcome::server_failed:
      return of_zone(
          "SERVFAIL: the server could not load the zone " + zone.to_text() + ", or it has expired",
          "look into the server's log");
    case Outcome::done:
    case Outcome::guard_failed:
    case Outcome::not_zone:
    case Outcome::malformed:
    case Outcome::unexpected:
    case Outcome::unsigned_error:
    case Outcome::ignored:
    case Outcome::alias:
      break;
  }
  return of_zone("the server's answer about the zone " + zone.to_text() + " does not fit",
                 "look into the server's log");
}

Finding other_algorithm(const CheckupKey& key, TsigAlgorithm known) {
  return {Topic::key,
          Verdict::refused,
          {},
          "the server has the key " + key.name.to_text() + " with the algorithm " +
              std::string{describe(known)} + ", not " + std::string{describe(key.algorithm)},
          "correct the algorithm in the key file"};
}

Finding key_or_clock(const CheckupKey& key, const CheckupMachine& machine) {
  constexpr WallTime nsfollow_began = std::chrono::sys_days{2025y / 1 / 1};
  std::string what = "the server says no to " + described(key) + ", and does not sign why";
  if (machine.clock < nsfollow_began)
    return {Topic::clock,
            Verdict::refused,
            {},
            what + ": this clock is wrong by years, and maybe the key as well",
            "set this clock, and keep it with NTP; then check again"};
  if (machine.ntp && machine.ntp->is_synchronised)
    return {Topic::key,
            Verdict::refused,
            {},
            what +
                ": its name, algorithm or secret is wrong, or the server's clock is off by more "
                "than 18 h (NTP keeps this one)",
            "compare the key's name, algorithm and secret with the server's"};
  return {Topic::key,
          Verdict::refused,
          {},
          what +
              ": its name, algorithm or secret is wrong, or this clock is off by more than 18 h "
              "(nothing keeps it)",
          "look at the date, and set it if it is wrong; else compare the key's name, algorithm "
          "and secret with the server's"};
}

Finding no_such_zone(const DnsName& zone, const std::optional<DnsName>& within) {
  std::string sentence = zone.to_text() + " is no zone";
  if (within && *within != zone) sentence += ": at this server it lies in " + within->to_text();
  return {Topic::zone,
          Verdict::refused,
          {},
          std::move(sentence),
          "name the zone in the configuration as the server does"};
}

}  // namespace nsfollow::core::checkup_words
