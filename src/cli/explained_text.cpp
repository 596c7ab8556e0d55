// SPDX-License-Identifier: MIT
#include "base/log.h"
#include "cli/explained.h"
#include "core/eligibility.h"
#include "core/words.h"

namespace nsfollow::cli {

using namespace core;

namespace {

constexpr std::size_t columns = 80;

void add(std::string& list, const std::string& item) {
  if (!item.empty()) list += (list.empty() ? "" : ", ") + item;
}

// "stable-privacy, tentative, preferred 30 min, valid 1 h"
std::string facts(const SeenAddress& seen) {
  std::string text = describe(kind_of(seen));
  if (seen.secondary && seen.address.family() == Family::ipv4) add(text, "secondary");
  if (seen.makes_temporary) add(text, "mngtmpaddr");
  if (seen.tentative) add(text, "tentative");
  if (seen.optimistic) add(text, "optimistic");
  if (seen.dad_failed) add(text, "dadfailed");
  if (seen.deprecated) add(text, "deprecated");
  if (seen.preferred && seen.preferred->count() > 0)
    add(text, "preferred " + words::duration(*seen.preferred));
  if (seen.valid) add(text, "valid " + words::duration(*seen.valid));
  return text;
}

void put(std::string& text, const Candidate& candidate) {
  std::string line = candidate.kept ? "  keep  " : "  drop  ";
  line += candidate.address.to_text();
  if (candidate.seen) {
    if (candidate.seen->address != candidate.address)
      line += " made from " + candidate.seen->address.to_text();
    line += '/' + std::to_string(candidate.seen->prefix_length) + " on " +
            log::escape(candidate.origin);
  } else {
    line +=
        candidate.origin.empty() ? " (written down)" : ", says " + log::escape(candidate.origin);
  }
  std::string details = candidate.seen ? facts(*candidate.seen) : "";
  if (!details.empty() && line.size() + details.size() + 3 <= columns)
    line += " (" + std::exchange(details, "") + ')';
  text += line + '\n';
  for (const auto& more : {details, candidate.why})
    if (!more.empty()) text += "        " + more + '\n';
}

void put(std::string& text, const Selection& selection) {
  for (const bool kept : {true, false})
    for (const auto& candidate : selection.considered)
      if (candidate.kept == kept) put(text, candidate);
  if (!selection.remark.empty()) text += "  " + selection.remark + '\n';
}

std::string with_ttl(const RrsetKey& key, const Rrset& rrset) {
  return describe(key.type, rrset) +
         (rrset.empty() ? "" : " (TTL " + std::to_string(rrset.ttl.count()) + " s)");
}

void put(std::string& text, const Explained& one) {
  if (!text.empty()) text += '\n';
  text += describe(one.key);
  if (!one.zone->alias.empty()) text += " in the zone \"" + one.zone->alias + '"';
  text += '\n';
  if (one.selection) put(text, *one.selection);
  text += "  wanted     " +
          (one.wanted ? with_ttl(one.key, *one.wanted) : "not known, so nothing is touched") + '\n';
  const auto* silent = one.was_asked ? "the primary did not answer" : "not asked";
  text += "  published  " + (one.published ? with_ttl(one.key, *one.published) : silent) + '\n';
}

}  // namespace

std::string to_text(const std::vector<Explained>& all) {
  std::string text;
  for (const auto& one : all) put(text, one);
  return text;
}

}  // namespace nsfollow::cli
