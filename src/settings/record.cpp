// SPDX-License-Identifier: MIT
#include "settings/name.h"
#include "settings/record_type.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_records = 1000;
constexpr std::size_t most_values = 64;
constexpr std::string_view a_record = "a header such as [[record]]";

void read_record_name(const Field& field, RecordDraft& draft) {
  auto name = read_name(field, "a name such as \"d.example.com\"");
  if (!name) return;
  draft.record.name = std::move(*name);
  draft.place = field.value.place;
  draft.is_named = true;
}

void read_type(const Field& field, RecordDraft& draft) {
  const auto* text = read_text(field, "a type such as \"TXT\"");
  if (!text) return;
  const auto type = parse_record_type(*text);
  if (type)
    draft.record.type = *type;
  else
    field.error(type.error());
}

void read_value(const Field& field, RecordDraft& draft) {
  for (auto& element : read_texts(field, "a text such as \"10 mail.example.com\""))
    draft.values.push_back(element);
  if (draft.values.size() <= most_values) return;
  field.error("has more than 64 texts");
  draft.values.clear();
}

void read_record_ttl(const Field& field, RecordDraft& draft) {
  if (const auto ttl = read_seconds(field, {1s, 24h})) draft.record.ttl = *ttl;
}

void read_record_zone(const Field& field, RecordDraft& draft) {
  const auto* text = read_text(field, "a zone such as \"d.example.com\"");
  if (text)
    draft.zone = ZoneChoice{*text, field.value.place};
  else
    draft.is_named = false;
}

constexpr std::array keys{
    Key<RecordDraft>{"name", read_record_name}, Key<RecordDraft>{"zone", read_record_zone},
    Key<RecordDraft>{"type", read_type},        Key<RecordDraft>{"value", read_value},
    Key<RecordDraft>{"ttl", read_record_ttl},
};

}  // namespace

std::vector<RecordDraft> read_records(const Field& field) {
  std::vector<RecordDraft> records;
  for (const auto& one : read_tables(field, a_record, most_records)) {
    auto& draft = records.emplace_back();
    draft.place = one.place;
    read_section<RecordDraft>(one.table, keys, "[[record]]", draft, field.report);
    for (const auto key : {"name", "type", "value"})
      require(one.table, key, "[[record]]", one.place, field.report);
  }
  return records;
}

SectionKeys record_keys() { return {"[[record]]", names_of<RecordDraft>(keys)}; }

}  // namespace nsfollow::settings
