// SPDX-License-Identifier: MIT
// The top level of the file, and the way from drafts to Settings.
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

struct Draft : Drafts {
  Settings settings;
  HostDraft defaults;
  bool has_tls = true;
};

void read_state_dir(const Field& field, Draft& draft) {
  const auto* text = read_text(field, "a path such as \"/var/lib/nsfollow\"");
  if (!text) return;
  if (!text->starts_with('/') || text->find('\0') != std::string::npos) {
    field.error(quote(*text) + " is no absolute path");
    return;
  }
  draft.settings.state_dir = *text;
  draft.settings.state_dir_given = true;
}

void read_settle(const Field& field, Draft& draft) {
  const auto* ends = std::get_if<Array>(&field.value.held);
  if (!ends || ends->size() != 2) {
    field.error("wants two durations, such as [\"2ms\", \"250ms\"]");
    return;
  }
  const auto least = read_duration({field.name, ends->front(), field.report}, {0s, 1min});
  const auto most = read_duration({field.name, ends->back(), field.report}, {0s, 1min});
  if (!least || !most) return;
  if (*least > *most) {
    field.error("wants the shorter duration first");
    return;
  }
  auto& settle = draft.settings.policy.settle;
  settle = {*least, *most, std::max(settle.longest, *most)};
}

void read_level(const Field& field, Settings& settings) {
  static constexpr std::array choices{
      Choice<log::Level>{"error", log::Level::error},
      Choice<log::Level>{"warning", log::Level::warning},
      Choice<log::Level>{"notice", log::Level::notice},
      Choice<log::Level>{"info", log::Level::info},
      Choice<log::Level>{"debug", log::Level::debug},
  };
  if (const auto level = read_choice(field, choices)) settings.log_level = *level;
}

void read_format(const Field& field, Settings& settings) {
  static constexpr std::array choices{
      Choice<log::Format>{"text", log::Format::text},
      Choice<log::Format>{"journal", log::Format::journal},
      Choice<log::Format>{"syslog", log::Format::syslog},
  };
  if (const auto format = read_choice(field, choices)) settings.log_format = *format;
}

constexpr std::array log_keys{
    Key<Settings>{"level", read_level},
    Key<Settings>{"format", read_format},
};

void read_log(const Field& field, Draft& draft) {
  const auto* table = read_table(field, "a header: [log]");
  if (table) read_section<Settings>(*table, log_keys, "[log]", draft.settings, field.report);
}

// In the order of reading: a host begins with what [defaults] says.
constexpr std::array top_keys{
    Key<Draft>{"state_dir", read_state_dir},
    Key<Draft>{"settle", read_settle},
    Key<Draft>{"log", read_log},
    Key<Draft>{"defaults", [](const Field& f, Draft& d) { read_defaults(f, d.defaults); }},
    Key<Draft>{"zone", [](const Field& f, Draft& d) { d.zones = read_zones(f, d.has_tls); }},
    Key<Draft>{"host", [](const Field& f, Draft& d) { d.hosts = read_hosts(f, d.defaults); }},
    Key<Draft>{"record", [](const Field& f, Draft& d) { d.records = read_records(f); }},
    Key<Draft>{"echo", [](const Field& f, Draft& d) { read_echo(f, d.echo); }},
    Key<Draft>{"scripts",
               [](const Field& f, Draft& d) { read_scripts(f, d.settings.policy.scripts); }},
};

void report_missing(const Table& table, Report& report) {
  if (!table.find("zone"))
    report.error({}, "no zone: it wants at least one [zone.\"NAME\"] with a key");
  if (!table.find("host") && !table.find("record"))
    report.error({}, "no host: it wants at least one [[host]] with a name");
}

}  // namespace

Result<Settings> parse(std::string_view toml, std::string_view file_name, const Outside& outside) {
  Report report{file_name};
  const auto document = parse_document(toml);
  if (!document) {
    report.error(document.error().place, document.error().text);
    return report.to_error();
  }
  Draft draft;
  draft.has_tls = outside.has_tls;
  read_section<Draft>(*document, top_keys, "", draft, report);
  report_missing(*document, report);
  join(draft, report);
  auto& settings = draft.settings;
  for (auto& zone : draft.zones) {
    auto key = find_key(zone, file_name, outside, report);
    if (key) settings.keys.emplace(zone.zone.label(), std::move(*key));
    for (auto& each : with_mirrors(std::move(zone)))
      settings.policy.zones.push_back(std::move(each));
  }
  for (auto& host : draft.hosts) settings.policy.hosts.push_back(std::move(host.host));
  for (auto& record : draft.records) settings.policy.records.push_back(std::move(record.record));
  settings.policy.echo = std::move(draft.echo.policy);
  settings.warnings = report.warnings();
  if (!report.is_clean()) return report.to_error();
  return std::move(settings);
}

std::vector<SectionKeys> known_keys() {
  return {{"", names_of<Draft>(top_keys)},
          {"[log]", names_of<Settings>(log_keys)},
          default_keys(),
          zone_keys(),
          host_keys(),
          record_keys(),
          echo_keys(),
          service_keys(),
          script_keys()};
}

}  // namespace nsfollow::settings
