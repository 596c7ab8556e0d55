// SPDX-License-Identifier: MIT
#include "base/json.h"
#include "cli/check.h"

namespace nsfollow::cli {

using namespace core;

namespace {

void put(Json& json, const std::vector<Finding>& findings) {
  json.key("findings").begin_array();
  for (const auto& finding : findings) {
    json.begin_object();
    json.key("topic").text(describe(finding.topic));
    json.key("verdict").text(describe(finding.verdict));
    json.key("subject").text(finding.subject);
    json.key("sentence").text(finding.sentence);
    json.key("advice").text(finding.advice);
    json.end();
  }
  json.end();
}

template <class Value>
void put(Json& json, std::string_view key, const std::optional<Value>& value) {
  json.key(key);
  value ? json.number(*value) : json.null();
}

void put(Json& json, std::string_view key, const std::string& value) {
  json.key(key);
  value.empty() ? json.null() : json.text(value);
}

void put(Json& json, const Examined& server) {
  std::optional<std::int64_t> took, behind, margin, serial;
  if (server.took) took = std::chrono::ceil<std::chrono::milliseconds>(*server.took).count();
  if (server.clock_behind) behind = server.clock_behind->count();
  if (server.clock_behind) margin = server.clock_margin.count();
  if (server.serial) serial = *server.serial;
  json.begin_object();
  json.key("zone").text(server.zone).key("apex").text(server.zone_name.to_text());
  put(json, "server", server.server.host.empty() ? "" : describe(server.server));
  put(json, "address", server.address);
  put(json, "carrier", server.carrier ? std::string{describe(*server.carrier)} : "");
  put(json, "took_ms", took);
  put(json, "clock_behind_s", behind);
  put(json, "clock_margin_s", margin);
  put(json, "serial", serial);
  put(json, server.findings);
  json.end();
}

}  // namespace

std::string to_json(const CheckupReport& report) {
  Json json;
  json.begin_object().key("exit_status").number(report.exit_code());
  put(json, report.machine);
  json.key("servers").begin_array();
  for (const auto& server : report.servers) put(json, server);
  json.end();
  return json.end().take();
}

}  // namespace nsfollow::cli
