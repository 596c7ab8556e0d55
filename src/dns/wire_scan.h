// SPDX-License-Identifier: MIT
// One walk over a received message: it is wholly well-formed, or it is nothing.
#pragma once
#include "dns/wire.h"

namespace nsfollow::dns {

struct Question {
  WireName name;
  std::uint16_t type = 0, rr_class = 0;
  bool operator==(const Question&) const = default;
};

enum class Section : std::uint8_t { answer = 1, authority, additional };

struct Record {
  Section section = Section::answer;
  std::size_t at = 0;  // where its owner name begins
  WireName owner;
  std::uint16_t type = 0, rr_class = 0;
  std::uint32_t ttl = 0;
  std::size_t rdata_at = 0;
  Octets rdata;  // as it lies there, of the message's memory
};

struct Scan {
  Header header;
  std::vector<Question> questions;
  std::vector<Record> records;
};

// Nothing unless header, names and records lie within the octets and fill them to the last.
[[nodiscard]] std::optional<Scan> scan(Octets message);

}  // namespace nsfollow::dns
