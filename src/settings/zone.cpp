// SPDX-License-Identifier: MIT
#include "settings/name.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_zones = 1000;
constexpr std::size_t longest_label = 63;

void read_key(const Field& field, ZoneDraft& draft) { draft.key = &field.value; }

void read_key_name(const Field& field, ZoneDraft& draft) {
  draft.key_name = read_name(field, "the name of a key in the file, such as \"host1\"");
}

void read_allow_open_key(const Field& field, ZoneDraft& draft) {
  draft.allow_open_key = read_boolean(field).value_or(false);
}

void read_verify(const Field& field, ZoneDraft& draft) {
  if (const auto time = read_duration(field, {10s, 7 * 24h})) draft.zone.verify = *time;
}

// RFC 8945 10 recommends 300 s; a wider one only helps who replays.
void read_fudge(const Field& field, ZoneDraft& draft) {
  if (const auto time = read_seconds(field, {1s, 300s})) draft.zone.fudge = *time;
}

void read_lease(const Field& field, ZoneDraft& draft) {
  if (const auto time = read_seconds(field, {10s, 7 * 24h})) draft.zone.lease = *time;
}

void read_on_removal(const Field& field, ZoneDraft& draft) {
  if (const auto choice = read_afterwards(field)) draft.zone.on_removal = *choice;
}

std::string wildcard_fault(const core::DnsName& name) {
  return name.to_text().starts_with('*') ? "is a wildcard, and no zone is" : "";
}

// Where there is a name, what stands in the header is only what we call it.
void read_zone_name(const Field& field, ZoneDraft& draft) {
  auto name = read_name(field, "a name such as \"d.example.com\"");
  if (!name) return;
  const auto wrong = wildcard_fault(*name);
  if (!wrong.empty()) field.error(quote(name->to_text()) + ' ' + wrong);
  draft.zone.name = std::move(*name);
}

constexpr std::array keys{
    Key<ZoneDraft>{"name", read_zone_name},
    Key<ZoneDraft>{"server", read_server},
    Key<ZoneDraft>{"mirror", read_mirror},
    Key<ZoneDraft>{"key", read_key},
    Key<ZoneDraft>{"key_name", read_key_name},
    Key<ZoneDraft>{"allow_open_key", read_allow_open_key},
    Key<ZoneDraft>{"transport", read_transport},
    Key<ZoneDraft>{"tls", read_tls},
    Key<ZoneDraft>{"tls_name", read_tls_name},
    Key<ZoneDraft>{"tls_ca", read_tls_ca},
    Key<ZoneDraft>{"tls_pin", read_tls_pin},
    Key<ZoneDraft>{"source", read_source},
    Key<ZoneDraft>{"interface", read_interface},
    Key<ZoneDraft>{"verify", read_verify},
    Key<ZoneDraft>{"fudge", read_fudge},
    Key<ZoneDraft>{"lease", read_lease},
    Key<ZoneDraft>{"on_removal", read_on_removal},
};

// [zone.d.example.com] is TOML for a table in a table in a table: the name that was meant.
std::string unquoted_name(const Entry& entry) {
  const auto* table = std::get_if<Table>(&entry.value.held);
  if (!table) return "";
  for (const auto& inner : table->entries) {
    if (std::ranges::find(keys, inner.key, &Key<ZoneDraft>::name) != keys.end()) continue;
    if (!std::holds_alternative<Table>(inner.value.held)) continue;
    const auto rest = unquoted_name(inner);
    return entry.key + '.' + (rest.empty() ? inner.key : rest);
  }
  return "";
}

std::string complain_of_label(std::string_view label) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  if (!label.empty() && label.size() <= longest_label && std::ranges::all_of(label, is_allowed))
    return "";
  return quote(label) +
         " is no label: beside a \"name\", write 1 to 63 of the letters a to z, digits, \".\", "
         "\"_\" and \"-\"";
}

// What the header says: a name, or a label for one that stands below it.
bool take_header(const Field& field, const Entry& entry, bool has_name, core::Zone& zone) {
  if (has_name) {
    auto wrong = complain_of_label(entry.key);
    if (!wrong.empty()) field.error(entry.place, wrong);
    zone.alias = entry.key;
    return wrong.empty();
  }
  auto name = core::DnsName::parse(entry.key);
  const auto wrong = name ? wildcard_fault(*name) : name.error();
  if (!wrong.empty()) field.error(entry.place, quote(entry.key) + ' ' + wrong);
  if (name) zone.name = std::move(*name);
  return wrong.empty();
}

std::optional<ZoneDraft> read_zone(const Entry& entry, bool has_tls, Report& report) {
  const auto unquoted = unquoted_name(entry);
  if (!unquoted.empty()) {
    report.error(entry.place, "a zone's name needs quotes: [zone." + quote(unquoted) + ']');
    return std::nullopt;
  }
  const Field field{"zone", entry.value, report};
  const auto* table = read_table(field, "a header such as [zone.\"d.example.com\"]");
  if (!table) return std::nullopt;
  ZoneDraft draft;
  if (!take_header(field, entry, table->find("name"), draft.zone)) return std::nullopt;
  draft.place = entry.place;
  draft.header = "[zone." + quote(entry.key) + ']';
  read_section<ZoneDraft>(*table, keys, draft.header, draft, report);
  require(*table, "key", draft.header, draft.place, report);
  finish_path(draft, has_tls, report);
  if (draft.zone.alias == draft.zone.name.to_text()) draft.zone.alias.clear();
  return draft;
}

}  // namespace

std::vector<ZoneDraft> read_zones(const Field& field, bool has_tls) {
  std::vector<ZoneDraft> zones;
  std::map<core::ZoneLabel, Place> seen;
  const auto* table = read_table(field, "a header such as [zone.\"d.example.com\"]");
  if (!table) return zones;
  if (table->entries.size() > most_zones) {
    field.error("has more than 1000 zones");
    return zones;
  }
  for (const auto& entry : table->entries) {
    auto draft = read_zone(entry, has_tls, field.report);
    if (!draft) continue;
    const auto [first, is_new] = seen.emplace(draft->zone.label(), draft->place);
    if (is_new)
      zones.push_back(std::move(*draft));
    else
      field.error(entry.place, draft->zone.label() + " is there twice, first in line " +
                                   std::to_string(first->second.line));
  }
  return zones;
}

SectionKeys zone_keys() { return {"[zone.\"NAME\"]", names_of<ZoneDraft>(keys)}; }

}  // namespace nsfollow::settings
