// SPDX-License-Identifier: MIT
// What the answers to updates mean that could not happen.
#include <algorithm>
#include "core/checkup_words.h"

namespace nsfollow::core::checkup_words {

namespace {

using Topic = Finding::Topic;
using Verdict = Finding::Verdict;

std::string in_brackets(const std::string& text) { return text.empty() ? "" : " (" + text + ')'; }

Finding no_right(const CheckupKey& key) {
  return {Topic::update,
          Verdict::refused,
          {},
          "the server knows the key " + key.name.to_text() +
              ", and gives it no right to update the zone",
          "give it one there: an acl with this key and \"action: update\""};
}

// REFUSED to an UPDATE that changes nothing, by a server that has the zone and knows the key.
Finding closed(const CheckupKey& key, const Circumstances& circumstances) {
  Finding finding{Topic::update, Verdict::refused, {}, "REFUSED: ", {}};
  if (circumstances.echoes_time) {
    finding.sentence += "the key " + key.name.to_text() +
                        " may not update the zone, or this machine may not, or nobody may";
    finding.advice = "look at dnsupdate, ALLOW-DNSUPDATE-FROM and TSIG-ALLOW-DNSUPDATE there";
  } else if (!circumstances.other_primary.empty()) {
    finding.sentence += "this server is probably a secondary, since the SOA names " +
                        circumstances.other_primary +
                        " as the primary; else the zone is frozen, or the key " +
                        key.name.to_text() + " may not update it";
    finding.advice = "let \"server\" name the primary";
  } else {
    finding.sentence += "the zone is frozen, or this server is a secondary of it, or the key " +
                        key.name.to_text() + " may not update it";
    finding.advice =
        "thaw it (rndc thaw, knotc zone-thaw), let \"server\" name the primary, or "
        "look at allow-update there";
  }
  return finding;
}

std::string with_ttl(RrType type, const Rrset& rrset) {
  return describe(type, rrset) +
         (rrset.empty() ? "" : ", TTL " + std::to_string(rrset.ttl.count()) + " s");
}

// What is there and what it would become.
std::string prospect(const Tried& tried) {
  const auto type = tried.record.key.type;
  const auto& to = tried.record.to;
  if (tried.record.is_made_up) return "; what it should be is not known now";
  if (!tried.found) return "";
  const auto& found = *tried.found;
  const bool holds_all = std::ranges::includes(found.records, to.records);
  if (holds_all && (found.ttl == to.ttl || tried.record.beside_others) &&
      (tried.record.beside_others || found.records.size() == to.records.size()))
    return ", and holds " + describe(type, found);
  if (found.empty()) return "; it is not there yet";
  if (found.records == to.records)
    return "; its TTL is " + std::to_string(found.ttl.count()) + " s and will be " +
           std::to_string(to.ttl.count()) + " s";
  return "; it holds " + with_ttl(type, found) +
         (tried.record.beside_others ? ", and will get " : ", and will hold ") + with_ttl(type, to);
}

std::string name_or_type(const Tried& tried) {
  const auto type = describe(tried.record.key.type);
  if (tried.may_instead)
    return "the key has no right to the type " + type + " at this name, only to others (" +
           describe(*tried.may_instead) + ')';
  return "the key has no right to this name";
}

Finding refused_record(const Tried& tried, const Circumstances& circumstances) {
  return {Topic::record,
          Verdict::refused,
          {},
          "may not be changed: " + name_or_type(tried),
          circumstances.echoes_time ? "look at the server's policy for updates"
                                    : "look at update-policy (BIND) or acl (Knot) there"};
}

Finding of_trial(const Tried& tried, const Reply& reply, const Circumstances& circumstances) {
  const auto is = [&](Verdict verdict, std::string sentence, std::string advice = {}) {
    return Finding{Topic::record, verdict, {}, std::move(sentence), std::move(advice)};
  };
  switch (reply.outcome) {
    case Outcome::guard_failed:
      return is(Verdict::ok, "may be changed" + prospect(tried));
    case Outcome::done:
      return is(Verdict::refused,
                "the server says NOERROR to an update that cannot be, so it does not read the "
                "prerequisites that guard its records",
                "look whether the record has changed, and tell the server's makers");
    case Outcome::refused:
    case Outcome::unsigned_refused:
    case Outcome::unsigned_not_auth:
    case Outcome::bad_key:
      return refused_record(tried, circumstances);
    case Outcome::not_zone:
      return is(Verdict::refused, "NOTZONE: the name lies outside of the zone",
                "look at the zone of this name in the configuration");
    case Outcome::malformed:
      return is(Verdict::refused, "the server does not take this type" + in_brackets(reply.detail));
    case Outcome::silent:
    case Outcome::unreachable:
    case Outcome::unresolved:
      return is(Verdict::unreachable, "got no answer" + in_brackets(reply.detail));
    case Outcome::server_failed:
      return is(Verdict::unreachable, "SERVFAIL: something fails there",
                "look into the server's log");
    case Outcome::bad_time:
    case Outcome::not_authoritative:
    case Outcome::unexpected:
    case Outcome::bad_signature:
    case Outcome::bad_truncation:
    case Outcome::unsigned_error:
    case Outcome::untrusted:
    case Outcome::ignored:
    case Outcome::alias:
      break;
  }
  return is(Verdict::refused, "got an answer that does not fit" + in_brackets(reply.detail));
}

}  // namespace

bool is_refusal(Outcome outcome) {
  // Knot says BADKEY, or NOTAUTH without a TSIG, of a key that its acl does not name.
  return outcome == Outcome::refused || outcome == Outcome::unsigned_refused ||
         outcome == Outcome::bad_key || outcome == Outcome::unsigned_not_auth;
}

Finding rights(const Reply& reply, const CheckupKey& key, const Circumstances& circumstances) {
  const auto is = [&](Verdict verdict, const std::string& sentence, std::string advice) {
    return Finding{
        Topic::update, verdict, {}, sentence + in_brackets(reply.detail), std::move(advice)};
  };
  switch (reply.outcome) {
    case Outcome::done:
    case Outcome::guard_failed:
      return {Topic::update, Verdict::ok, {}, "takes updates with this key"};
    case Outcome::bad_key:
    case Outcome::unsigned_not_auth:
      return no_right(key);
    case Outcome::refused:
    case Outcome::unsigned_refused:
      return closed(key, circumstances);
    case Outcome::not_authoritative:
      return is(Verdict::refused, "NOTAUTH: the server has the zone, and is no primary of it",
                "let \"server\" name the primary");
    case Outcome::malformed:
      return is(Verdict::refused, "the server takes no updates of this zone",
                "is it a secondary?  Let \"server\" name the primary");
    case Outcome::silent:
    case Outcome::unreachable:
    case Outcome::unresolved:
      return is(Verdict::unreachable, "answers questions, and not updates",
                "is the zone frozen (Knot 3.4 and later wait then), is the server busy with other "
                "updates, or does something on the way drop them?");
    case Outcome::server_failed:
      return is(Verdict::unreachable, "SERVFAIL: the server could not take an update",
                "can it write its journal?  A secondary that hands updates on says this, too, when "
                "the primary does not know the key");
    case Outcome::bad_time:
    case Outcome::not_zone:
    case Outcome::unexpected:
    case Outcome::bad_signature:
    case Outcome::bad_truncation:
    case Outcome::unsigned_error:
    case Outcome::untrusted:
    case Outcome::ignored:
    case Outcome::alias:
      break;
  }
  return is(Verdict::refused, "the server's answer to an update does not fit",
            "look into the server's log");
}

Finding record(const Tried& tried, const Circumstances& circumstances) {
  Finding finding;
  if (tried.alias_above)
    finding = {Topic::record,
               Verdict::refused,
               {},
               "cannot be: all names below " + tried.alias_above->to_text() +
                   " are moved elsewhere by a DNAME",
               "remove it there, or choose another name"};
  else if (tried.is_alias)
    finding = {Topic::record,
               Verdict::refused,
               {},
               "cannot be: a CNAME is in the way, beside which nothing stands",
               "remove it there, or choose another name"};
  else if (tried.not_read && !tried.reply)
    finding = {Topic::record, Verdict::unreachable, {}, "could not be asked for"};
  else if (tried.not_read && tried.not_read->outcome == Outcome::not_authoritative)
    finding = {Topic::record,
               Verdict::refused,
               {},
               "is not in this zone: the name belongs to another one, which is delegated there",
               "name that zone in the configuration"};
  else if (tried.reply)
    finding = of_trial(tried, *tried.reply, circumstances);
  else
    finding = {Topic::record, Verdict::unreachable, {}, "was not tried for want of time"};
  finding.subject = describe(tried.record.key);
  return finding;
}

}  // namespace nsfollow::core::checkup_words
