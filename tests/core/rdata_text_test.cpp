// SPDX-License-Identifier: MIT
#include "core/rdata_text.h"
#include <random>
#include "core/rdata_by_bind.h"
#include "core/rdata_layout.h"
#include "core/rdata_words.h"
#include "support/catch.h"

using namespace nsfollow::core;
using nsfollow::test::ContainsSubstring;
using nsfollow::test::rdata_by_bind;

namespace {

RrType type(std::string_view name) { return *parse_rr_type(name); }

std::string hex(std::string_view type_name, std::string_view text) {
  const auto rdata = parse_rdata(type(type_name), text);
  return rdata ? to_hex(*rdata) : "error: " + rdata.error().text;
}

std::string told(std::string_view type_name, std::string_view text) {
  const auto rdata = parse_rdata(type(type_name), text);
  return rdata ? describe(type(type_name), *rdata) : "error: " + rdata.error().text;
}

bool is_fit_for_a_terminal(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
}

}  // namespace

TEST_CASE("a record's text makes the octets that BIND makes of it", "[rdata]") {
  for (const auto& row : rdata_by_bind) {
    INFO(row.type << ' ' << row.text);
    CHECK(hex(row.type, row.text) == row.hex);
  }
}

TEST_CASE("what is told of a record makes the same record again", "[rdata]") {
  for (const auto& row : rdata_by_bind) {
    const auto text = told(row.type, row.text);
    INFO(row.type << ' ' << row.text << " is told as " << text);
    CHECK(is_fit_for_a_terminal(text));
    CHECK(hex(row.type, text) == row.hex);
  }
}

TEST_CASE("any record may be written octet by octet, and is the same", "[rdata]") {
  for (const auto& row : rdata_by_bind) {
    const std::string octets = row.hex;
    INFO(row.type << " \\# " << octets);
    CHECK(hex(row.type, "\\# " + std::to_string(octets.size() / 2) + ' ' + octets) == octets);
  }
}

TEST_CASE("a record cut off anywhere is refused or is one", "[rdata]") {
  for (const auto& row : rdata_by_bind) {
    const std::string_view text = row.text;
    for (std::size_t size = 0; size < text.size(); ++size) {
      const auto rdata = parse_rdata(type(row.type), text.substr(0, size));
      if (!rdata) continue;
      INFO(row.type << ' ' << text.substr(0, size));
      CHECK(parse_rdata(type(row.type), describe(type(row.type), *rdata)).operator bool());
    }
    const auto whole = *parse_rdata(type(row.type), text);
    for (std::size_t size = 0; size < whole.size(); ++size)
      CHECK(is_fit_for_a_terminal(describe(type(row.type), whole.substr(0, size))));
  }
}

TEST_CASE("garbled octets are told safely, and truly", "[rdata]") {
  std::mt19937 random{20240919};
  for (int round = 0; round < 20; ++round)
    for (const auto& row : rdata_by_bind) {
      auto octets = *parse_hex(row.hex);
      if (octets.empty()) continue;
      octets[random() % octets.size()] = static_cast<char>(random());
      const auto text = describe(type(row.type), octets);
      INFO(row.type << ' ' << text);
      REQUIRE(is_fit_for_a_terminal(text));
      if (text.starts_with("\\# ")) continue;
      auto lower = octets;  // all that may differ is the case of letters
      for (auto* each : {&lower, &octets})
        for (char& c : *each) c |= 0x20;
      auto again = *parse_rdata(type(row.type), text);
      for (char& c : again) c |= 0x20;
      REQUIRE(again == lower);
    }
}

TEST_CASE("the names of a record are absolute, and their case does not matter", "[rdata]") {
  CHECK(told("MX", "10 Mail.Example.COM.") == "10 mail.example.com");
  CHECK(hex("SRV", "0 0 80 WWW.example.com") == hex("SRV", "0 0 80 www.example.com."));
  CHECK(hex("CNAME", "\\# 7 0141026263 00 00").starts_with("error"));
  CHECK(hex("CNAME", "\\# 6 014102426300") == hex("CNAME", "a.bc"));
  CHECK(told("RP", "John\\.Doe.example.com .") == "john\\.doe.example.com .");
  CHECK(told("PTR", "My\\032Printer._ipp._tcp.example.com") ==
        "my\\032printer._ipp._tcp.example.com");
  CHECK(told("CNAME", "\\# 3 012300") == "\\035");  // never to be taken for "\#"
}

TEST_CASE("the names of a record have the length that RFC 1035 allows", "[rdata]") {
  const std::string label(63, 'a');
  const auto longest = label + '.' + label + '.' + label + '.' + std::string(61, 'b');
  CHECK(told("PTR", longest) == longest);
  CHECK(told("PTR", longest + '.') == longest);
  CHECK_THAT(told("PTR", longest + 'b'), ContainsSubstring("more than 255 octets"));
  CHECK_THAT(told("PTR", label + "a.b"), ContainsSubstring("a label of more than 63"));
  const auto escaped = [&] {
    std::string text;
    for (int i = 0; i < 63; ++i) text += "\\001";
    return text;
  }();
  CHECK(told("PTR", escaped) == escaped);
  const Rdata too_long = std::string(1, '\x40') + std::string(64, 'a') + '\0';
  CHECK(describe(RrType::ptr, too_long).starts_with("\\# 66 "));
}

TEST_CASE("a TXT without quotes is one text, and needs no escapes", "[rdata]") {
  CHECK(told("TXT", "v=spf1 ip4:192.0.2.7  -all") == "\"v=spf1 ip4:192.0.2.7  -all\"");
  CHECK(told("TXT", "v=DMARC1; p=none; rua=mailto:a@example.com") ==
        "\"v=DMARC1; p=none; rua=mailto:a@example.com\"");
  CHECK(told("TXT", "  padded ") == "\"padded\"");
  CHECK(told("TXT", " kept\\ ") == "\"kept \"");
  CHECK(told("TXT", "\"v=spf1\" \" -all\"") == "\"v=spf1\" \" -all\"");
  CHECK(told("SPF", "v=spf1 -all") == "\"v=spf1 -all\"");
  CHECK(told("TXT", "a \"b\"") == "error: wants quotes around every text of it, or none");
  CHECK(told("TXT", "\"a\" b") == "\"a\" \"b\"");
  CHECK(told("TXT", "b\xc3\xbc") == "\"b\\195\\188\"");
}

TEST_CASE("a text too long for one string goes on in the next", "[rdata]") {
  const std::string key(700, 'k');
  const auto rdata = parse_rdata(RrType::txt, '"' + key + '"');
  REQUIRE(rdata);
  CHECK(rdata->size() == 703);
  CHECK((*rdata)[0] == '\xff');
  CHECK((*rdata)[256] == '\xff');
  CHECK((*rdata)[512] == '\xbe');
  CHECK(*rdata == *parse_rdata(RrType::txt, key));
  CHECK(parse_rdata(RrType::txt, std::string(255, 'k'))->size() == 256);
  CHECK(parse_rdata(RrType::txt, std::string(65279, 'k')).operator bool());
  CHECK(hex("TXT", std::string(65280, 'k')) == "error: is longer than 65535 octets");
}

TEST_CASE("what is wrong with a record's text is said field by field", "[rdata]") {
  struct Row {
    const char *type, *text, *complaint;
  };
  const auto row = GENERATE(
      Row{"A", "2001:db8::1", "wants an IPv4 address"}, Row{"AAAA", "", "wants an IPv6 address"},
      Row{"MX", "mail.example.com", "wants a preference of 0 to 65535 first"},
      Row{"MX", "65536 a", "wants a preference of 0 to 65535 first"},
      Row{"MX", "\"1\" a", "wants a preference of 0 to 65535 first"},
      Row{"MX", "10", "wants a mail server's name second"},
      Row{"MX", "10 a..b", "wants a mail server's name second, not an empty label"},
      Row{"MX", "10 \"a\"", "wants a mail server's name second, not one in quotes"},
      Row{"MX", "10 @", "a character other than letters"},
      Row{"MX", "10 b\xc3\xbc", "in its \"xn--\" form"},
      Row{"MX", "10 a b", "wants nothing after a mail server's name"},
      Row{"CNAME", "a\\256.b", "not a \"\\\" that begins no escape"},
      Row{"CNAME", "a\\25.b", "not a \"\\\" that begins no escape"}, Row{"TXT", "", "wants a text"},
      Row{"TXT", "\"a", "has a quote without an end"},
      Row{"TXT", "\"a\"b", "wants a blank after a closing quote"},
      Row{"TXT", "a\x1b[2J", "has a control character"},
      Row{"TXT", "\"a\nb\"", "has a control character"}, Row{"HINFO", "a", "wants an OS second"},
      Row{"CAA", "256 issue a", "wants flags of 0 to 255 first"},
      Row{"CAA", "0 is-sue a", "other characters than letters and digits"},
      Row{"SSHFP", "1 2 00ff", "not 2 octets where type 2 has 32"},
      Row{"TLSA", "3 1 0 0", "wants the certificate's data in hexadecimal fourth"},
      Row{"OPENPGPKEY", "AA=", "wants a key in Base64"},
      Row{"OPENPGPKEY", "AB==", "wants a key in Base64"},
      Row{"HTTPS", "0 a.example alpn=h2", "wants no parameters where the priority is 0"},
      Row{"TYPE65280", "abcd", "wants the form \"\\# 4 c0000207\""},
      Row{"TYPE65280", "\\# 3 abcd", "has 2 octets and says 3"},
      Row{"TYPE65280", "\\# 2 abc", "wants a number of octets after"},
      Row{"A", "\\# 2 abcd", "has octets that are no A"});
  INFO(row.type << ' ' << row.text);
  const auto rdata = parse_rdata(type(row.type), row.text);
  REQUIRE_FALSE(rdata);
  CHECK_THAT(rdata.error().text, ContainsSubstring(row.complaint));
  CHECK(is_fit_for_a_terminal(rdata.error().text));
}

TEST_CASE("a type of records is known by its name or its number", "[rdata]") {
  CHECK(parse_rr_type("txt") == RrType::txt);
  CHECK(parse_rr_type("Https") == RrType::https);
  CHECK(parse_rr_type("TYPE16") == RrType::txt);
  CHECK(parse_rr_type("type65280") == RrType{65280});
  for (const auto* text : {"", "TYPE", "TYPE0", "TYPE41", "TYPE128", "TYPE250", "TYPE255",
                           "TYPE65535", "TYPE65536", "TYPE-1", "TYPE1x", "ANY", "AXFR", "A "}) {
    INFO(text);
    CHECK_FALSE(parse_rr_type(text));
  }
  for (const auto* name : {"A", "NAPTR", "OPENPGPKEY", "URI"}) CHECK(describe(type(name)) == name);
}
