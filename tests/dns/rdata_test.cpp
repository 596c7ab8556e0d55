// SPDX-License-Identifier: MIT
#include "dns/rdata.h"
#include "core/rdata_text.h"
#include "core/rdata_words.h"
#include "dns/asked.h"

using namespace nsfollow;
using namespace nsfollow::dns;
using namespace nsfollow::test;

namespace {

// An answer whose question names host.example.test at octet 12, and so "example" at 17.
struct Told {
  core::RrsetKey key;
  Asked asked{};

  explicit Told(const char* type) : key{host.owner, *core::parse_rr_type(type)} {
    asked.request = make_question(key, asked.key, when);
  }
  [[nodiscard]] Answer judged(const std::string& octets) const {
    auto answer = answer_to(asked.request.wire);
    const Buffer rdata(octets.begin(), octets.end());
    add_record(answer, 1, "\xc0\x0c", static_cast<std::uint16_t>(key.type), 300, rdata);
    asked.sign(answer);
    return asked.judged(answer);
  }
  [[nodiscard]] std::string read(const std::string& octets) const {
    const auto answer = judged(octets);
    if (answer.outcome != Outcome::done || answer.found.records.size() != 1) return answer.detail;
    const auto& rdata = *answer.found.records.begin();
    const auto text = describe(key.type, rdata);
    CHECK(*core::parse_rdata(key.type, text) == rdata);
    return text;
  }
};

std::string octets(const char* hex) { return *core::parse_hex(hex); }

}  // namespace

TEST_CASE("names in a record's data are written out, whatever their case") {
  struct Row {
    const char *type, *hex, *text;
  };
  const auto row =
      GENERATE(Row{"NS", "024e53c011", "ns.example.test"},
               Row{"CNAME", "c00c", "host.example.test"}, Row{"PTR", "c011", "example.test"},
               Row{"PTR", "00", "."}, Row{"MX", "000a044d61494cc011", "10 mail.example.test"},
               Row{"SRV", "000100020050c00c", "1 2 80 host.example.test"},
               Row{"RP", "0141c0110142c00c", "a.example.test b.host.example.test"},
               Row{"AFSDB", "0001c011", "1 example.test"}, Row{"DNAME", "c011", "example.test"},
               Row{"NAPTR", "0001000201530000c011", "1 2 \"S\" \"\" \"\" example.test"},
               Row{"SOA", "c00c0141c0110000000100000002000000030000000400000005",
                   "host.example.test a.example.test 1 2 3 4 5"});
  INFO(row.type);
  CHECK(Told{row.type}.read(octets(row.hex)) == row.text);
}

TEST_CASE("data without names is read as it is") {
  CHECK(Told{"TXT"}.read("\3AbC\1d") == "\"AbC\" \"d\"");
  CHECK(Told{"TYPE65280"}.read("\xc0\x0c") == "\\# 2 c00c");
  CHECK(Told{"HTTPS"}.read(octets("0001000003000201bb")) == "1 . port=443");
  CHECK(*Told{"SVCB"}.judged(octets("0001014100")).found.records.begin() == octets("0001014100"));
}

TEST_CASE("data that is none of its type makes the answer unusable") {
  struct Row {
    const char *type, *hex;
  };
  const auto row = GENERATE(
      Row{"MX", ""}, Row{"MX", "00"}, Row{"MX", "000a"}, Row{"MX", "000ac0"}, Row{"MX", "000a0141"},
      Row{"MX", "000ac00c00"}, Row{"MX", "000a00ff"}, Row{"NS", "c0ff"}, Row{"NS", "ffff"},
      Row{"NS", "0141c03f"}, Row{"SRV", "0001000200"}, Row{"NAPTR", "00010002ff"}, Row{"A", "0506"},
      Row{"AAAA", "05060708"}, Row{"RP", "c00c"}, Row{"CAA", "00"}, Row{"HTTPS", "0001c00c"},
      Row{"HTTPS", "000140"}, Row{"HTTPS", "00010141"}, Row{"SOA", "c00cc00c00000001"});
  INFO(row.type << ' ' << row.hex);
  const auto answer = Told{row.type}.judged(octets(row.hex));
  CHECK(answer.outcome == Outcome::unexpected);
  CHECK(answer.detail == "a record whose data is none of its type");
  CHECK(answer.found.empty());
}

TEST_CASE("a name that leads out of its record's data forwards is not followed") {
  // Nor one whose labels run on into the next record.
  const Told told{"NS"};
  auto answer = answer_to(told.asked.request.wire);
  add_record(answer, 1, "\xc0\x0c", 2, 300, Buffer{5, 'a'});
  add_record(answer, 1, "\xc0\x0c", 2, 300, Buffer{0});
  told.asked.sign(answer);
  CHECK(told.asked.judged(answer).outcome == Outcome::unexpected);
}
