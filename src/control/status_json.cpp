// SPDX-License-Identifier: MIT
#include "base/json.h"
#include "control/rendering.h"

namespace nsfollow::control {

using namespace core;

namespace {

std::int64_t milliseconds(Duration d) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}

void put(Json& json, const std::optional<Duration>& d) {
  d ? json.number(milliseconds(*d)) : json.null();
}

void put(Json& json, RrType type, const std::optional<Rrset>& rrset) {
  if (!rrset) {
    json.null();
    return;
  }
  json.begin_object().key("ttl").number(rrset->ttl.count()).key("records").begin_array();
  for (const auto& rdata : rrset->records) json.text(describe(type, rdata));
  json.end().end();
}

void put(Json& json, const Status::Name& name) {
  json.begin_object();
  json.key("name").text(name.key.owner.to_text()).key("type").text(describe(name.key.type));
  json.key("zone").text(name.zone);
  json.key("right").boolean(name.is_right());
  put(json.key("wanted"), name.key.type, name.wanted);
  put(json.key("published"), name.key.type, name.published);
  json.key("kept").boolean(name.is_kept);
  put(json.key("changed_ms_ago"), name.changed_ago);
  json.key("remark").text(name.remark);
  json.end();
}

void put(Json& json, const Status::NameServer& server) {
  json.begin_object();
  json.key("server").text(describe(server.server)).key("address").text(server.address);
  json.key("serves").boolean(server.serves);
  put(json.key("lag_ms"), server.lag);
  json.key("lacks").text(server.lacks).key("given_up").boolean(server.is_given_up);
  json.end();
}

void put(Json& json, const Status::Zone& zone) {
  json.begin_object();
  json.key("zone").text(zone.label).key("apex").text(zone.name.to_text());
  json.key("server").text(describe(zone.server));
  json.key("right").boolean(zone.is_right).key("busy").boolean(zone.is_busy);
  if (zone.trouble.empty()) {
    json.key("trouble").null();
  } else {
    json.key("trouble").begin_object().key("text").text(zone.trouble);
    json.key("needs_a_person").boolean(zone.needs_a_person);
    json.key("for_ms").number(milliseconds(zone.trouble_for));
    json.key("failed_tries").number(zone.tries).end();
  }
  put(json.key("answered_ms_ago"), zone.answered_ago);
  put(json.key("next_in_ms"), zone.next_in);
  json.key("clock_behind_s");
  zone.clock_behind ? json.number(zone.clock_behind->count()) : json.null();
  json.key("name_servers").begin_array();
  for (const auto& server : zone.name_servers) put(json, server);
  json.end();
  json.key("name_servers_unknown").text(zone.name_servers_unknown);
  json.key("hidden_primary").boolean(zone.has_hidden_primary);
  json.end();
}

void put(Json& json, const Status::Source& source) {
  json.begin_object();
  json.key("source").text(source.name).key("answer").text(source.answer);
  json.key("by").text(source.by).key("why_not").text(source.why_not);
  json.end();
}

template <class T>
void put_all(Json& json, std::string_view key, const std::vector<T>& all) {
  json.key(key).begin_array();
  for (const auto& one : all) put(json, one);
  json.end();
}

}  // namespace

std::string to_json(const Status& status) {
  Json json;
  json.begin_object();
  json.key("health").number(status.exit_code());
  json.key("running_for_ms").number(milliseconds(status.running_for));
  json.key("blind").boolean(status.is_blind);
  put_all(json, "names", status.names);
  put_all(json, "zones", status.zones);
  put_all(json, "sources", status.sources);
  return json.end().take();
}

}  // namespace nsfollow::control
