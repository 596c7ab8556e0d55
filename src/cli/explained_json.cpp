// SPDX-License-Identifier: MIT
#include "base/json.h"
#include "cli/explained.h"
#include "core/eligibility.h"

namespace nsfollow::cli {

using namespace core;

namespace {

void put(Json& json, const std::optional<std::chrono::seconds>& lifetime) {
  lifetime ? json.number(lifetime->count()) : json.null();
}

void put(Json& json, const SeenAddress& seen) {
  json.key("prefix_length").number(seen.prefix_length);
  json.key("kind").text(describe(kind_of(seen)));
  json.key("flags").begin_array();
  const auto flag = [&](bool set, std::string_view name) {
    if (set) json.text(name);
  };
  flag(seen.secondary && seen.address.family() == Family::ipv4, "secondary");
  flag(seen.temporary, "temporary");
  flag(seen.makes_temporary, "mngtmpaddr");
  flag(seen.stable_privacy, "stable-privacy");
  flag(seen.permanent, "permanent");
  flag(seen.tentative, "tentative");
  flag(seen.optimistic, "optimistic");
  flag(seen.dad_failed, "dadfailed");
  flag(seen.deprecated, "deprecated");
  json.end();
  put(json.key("preferred"), seen.preferred);
  put(json.key("valid"), seen.valid);
}

void put(Json& json, const Candidate& candidate) {
  json.begin_object();
  json.key("address").text(candidate.address.to_text());
  json.key(candidate.seen ? "interface" : "source").text(candidate.origin);
  json.key("kept").boolean(candidate.kept);
  json.key("why").text(candidate.why);
  if (candidate.seen) put(json, *candidate.seen);
  json.end();
}

void put(Json& json, const RrsetKey& key, const std::optional<Rrset>& rrset) {
  if (!rrset) {
    json.null();
    return;
  }
  json.begin_object().key("ttl").number(rrset->ttl.count()).key("records").begin_array();
  for (const auto& rdata : rrset->records) json.text(describe(key.type, rdata));
  json.end().end();
}

void put(Json& json, const Explained& one) {
  json.begin_object();
  json.key("name").text(one.key.owner.to_text()).key("type").text(describe(one.key.type));
  json.key("zone").text(one.zone->label());
  if (one.selection) {
    json.key("considered").begin_array();
    for (const auto& candidate : one.selection->considered) put(json, candidate);
    json.end().key("remark").text(one.selection->remark);
  }
  put(json.key("wanted"), one.key, one.wanted);
  put(json.key("published"), one.key, one.published);
  json.end();
}

}  // namespace

std::string to_json(const std::vector<Explained>& all) {
  Json json;
  json.begin_array();
  for (const auto& one : all) put(json, one);
  return json.end().take();
}

}  // namespace nsfollow::cli
