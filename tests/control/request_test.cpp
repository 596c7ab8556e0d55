// SPDX-License-Identifier: MIT
#include "control/request.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::control;

namespace {

Request parsed(const std::string& line) {
  const auto request = parse_request(line);
  INFO(line);
  REQUIRE(request);
  return *request;
}

Trigger trigger(const std::string& line) { return std::get<Trigger>(parsed(line)); }

}  // namespace

TEST_CASE("every request is read as it was written") {
  const auto request =
      GENERATE(Request{AskStatus{}}, Request{AskStatus{Format::colour, true, {}}},
               Request{AskStatus{Format::json, false, *core::DnsName::parse("*.d.example.com")}},
               Request{AskStatus{Format::prometheus, false, core::DnsName{}}}, Request{Trigger{}},
               Request{Trigger::from("wan0", "5.6.7.8", false, "dhclient")},
               Request{Trigger::from("eth0:1", "2a00:1234::1", true, "NetworkManager")},
               Request{Reload{}}, Request{Force{}});
  auto line = to_line(request);
  INFO(line);
  REQUIRE(line.back() == '\n');
  line.pop_back();
  CHECK(line.find('\n') == std::string::npos);
  CHECK(parsed(line) == request);
}

TEST_CASE("words may have more blanks between them, and letters that are spelt") {
  CHECK(parsed("  status   text  ") == Request{AskStatus{}});
  CHECK(parsed("%73tatus te%78t") == Request{AskStatus{}});
}

TEST_CASE("a line that is no request is refused, and never crashes anything") {
  const std::string line =
      GENERATE(as<std::string>{}, "", " ", "statu", "status", "status xml", "status text a b",
               "status text a..b", "STATUS text", "reload now", "force x", "trigger now",
               "trigger interface", "status%20text", "status text %00", "status text %",
               "status text %4", "status text %+1", "status text %zz", "status\ttext",
               "status text \xff", "status text a;b", "\x1b[31mstatus text", "a b c d e f g h i",
               std::string("status text\0", 12), std::string(4000, '%'), std::string(4000, 'a'));
  INFO(line);
  CHECK_FALSE(parse_request(line));
}

TEST_CASE("what a hook tells is checked, and dropped where it cannot be right") {
  CHECK(trigger("trigger interface=wan0").interface == "wan0");
  CHECK(trigger("trigger interface=ppp0.7%40eth:1").interface == "ppp0.7@eth:1");
  CHECK(trigger("trigger interface=123456789012345").interface.size() == 15);
  for (const std::string bad :
       {"interface=", "interface=1234567890123456", "interface=a%20b", "interface=a%2fb",
        "interface=%1b%5b31m", "interface=$(id)%60", "interface=%0a", "interface=%c3%a4"})
    if (const auto request = parse_request("trigger " + bad))
      CHECK(std::get<Trigger>(*request).interface.empty());
  CHECK(trigger("trigger address=5.6.7.8").event().announced == core::IpAddress::parse("5.6.7.8"));
  for (const std::string bad : {"", "5.6.7", "5.6.7.8%2f24", "::1%25eth0", "x", "05.6.7.8"})
    CHECK_FALSE(trigger("trigger address=" + bad).event().announced);
  CHECK_FALSE(trigger("trigger address=5.6.7.8 down").event().announced);
  CHECK(trigger("trigger source=a%1bb").source.empty());
  CHECK(trigger("trigger source=" + std::string(33, 'a')).source.empty());
  CHECK(trigger("trigger interface=wan0 source=pppd down").to_text() == "pppd, wan0 down");
}

TEST_CASE("who sets the clock is known by name") {
  for (const std::string who : {"ntp", "chrony", "clock"})
    CHECK(trigger("trigger source=" + who).event().clock_was_set);
  for (const std::string who : {"", "NTP", "dhclient", "clock2"})
    CHECK_FALSE(trigger("trigger source=" + who).event().clock_was_set);
}

TEST_CASE("the head of an answer is one line, whatever is in it") {
  CHECK(to_line(Head{Head::Kind::ok, 5, {}}) == "ok 5\n");
  CHECK(to_line(Head{Head::Kind::wrong, 0, "a\nb\x1b"}) == "wrong a\\nb\\x1b\n");
  CHECK(parse_head("ok 0")->code == 0);
  CHECK(parse_head("refused because")->kind == Head::Kind::refused);
  CHECK(parse_head("wrong because")->text == "because");
  for (const auto* line : {"", "ok", "ok ", "ok x", "ok -1", "ok 256", "ok 1 ", "ok 99999999999",
                           "OK 0", "HTTP/1.1 200 OK"})
    CHECK_FALSE(parse_head(line));
}
