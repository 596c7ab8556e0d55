// SPDX-License-Identifier: MIT
#include "core/rdata_text.h"
#include "core/template.h"
#include "settings/mark.h"
#include "settings/record_type.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t longest_value = 4096;

// What stands for each mark while nobody knows the addresses.
std::vector<core::IpAddress> sample(const core::AddressMark& mark) {
  return {*core::IpAddress::parse(mark.family == core::Family::ipv4 ? "192.0.2.1" : "2001:db8::1")};
}

std::string plain_text(const core::Template& made) {
  std::string text;
  for (const auto& piece : made.pieces)
    if (const auto* plain = std::get_if<std::string>(&piece)) text += *plain;
  return text;
}

bool has_mark(const core::Template& made) {
  return std::ranges::any_of(made.pieces, [](const auto& piece) {
    return std::holds_alternative<core::AddressMark>(piece);
  });
}

using Value = std::variant<core::Rdata, core::Template>;

// The predicate of "value "10" of an MX ...".
Result<Value, std::string> parse_value(const std::string& text, const core::Record& record,
                                       const HostBook& hosts) {
  if (text.size() > longest_value) return std::string{"is longer than 4096 characters"};
  auto made = parse_template(text, hosts, record.zone);
  if (!made) return std::move(made).error();
  const auto marked = has_mark(*made);
  const auto filled = marked ? core::expand(*made, record.type, sample) : plain_text(*made);
  auto rdata = core::parse_rdata(record.type, filled);
  if (!rdata)
    return rdata.error().text + (marked ? " (with addresses in it: " + quote(filled) + ')' : "");
  if (marked) return Value{std::move(*made)};
  return Value{std::move(*rdata)};
}

void fill(RecordDraft& draft, const HostBook& hosts) {
  auto& record = draft.record;
  for (const auto& field : draft.values) {
    const auto& text = text_of(field);
    auto value = parse_value(text, record, hosts);
    if (!value)
      field.error(quote(text) + " of " + with_article(record.type) + ' ' + value.error());
    else if (std::ranges::find(record.values, *value) != record.values.end())
      field.error("has " + quote(text) + " twice");
    else
      record.values.push_back(std::move(*value));
  }
  if (is_single(record.type) && draft.values.size() > 1)
    draft.values.back().error("has " + std::to_string(draft.values.size()) +
                              " texts, and a name has one " + core::describe(record.type));
}

}  // namespace

void fill_records(Drafts& drafts) {
  const HostBook hosts{drafts.hosts};
  for (auto& draft : drafts.records)
    if (draft.is_named && draft.record.type != core::RrType{}) fill(draft, hosts);
}

}  // namespace nsfollow::settings
