// SPDX-License-Identifier: MIT
#include "dns/wire_scan.h"

namespace nsfollow::dns {

namespace {

Question read_question(Reader& reader) {
  Question question;
  question.name = reader.name();
  question.type = reader.u16();
  question.rr_class = reader.u16();
  return question;
}

Record read_record(Reader& reader, Section section) {
  Record record;
  record.section = section;
  record.at = reader.at();
  record.owner = reader.name();
  record.type = reader.u16();
  record.rr_class = reader.u16();
  record.ttl = static_cast<std::uint32_t>(reader.number(4));
  const auto length = reader.u16();
  record.rdata_at = reader.at();
  record.rdata = reader.octets(length);
  return record;
}

}  // namespace

std::optional<Scan> scan(Octets message) {
  const auto header = read_header(message);
  if (!header) return std::nullopt;
  Scan scan{*header, {}, {}};
  Reader reader{message, header_size};
  // The counts are only claims: each turn consumes octets or ends the walk.
  for (unsigned i = 0; i < header->counts[0] && reader.ok(); ++i)
    scan.questions.push_back(read_question(reader));
  for (const auto section : {Section::answer, Section::authority, Section::additional})
    for (unsigned i = 0; i < header->counts[static_cast<std::size_t>(section)] && reader.ok(); ++i)
      scan.records.push_back(read_record(reader, section));
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  return scan;
}

}  // namespace nsfollow::dns
