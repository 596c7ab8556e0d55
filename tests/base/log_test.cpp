// SPDX-License-Identifier: MIT
#include "base/log.h"
#include <fcntl.h>
#include <unistd.h>
#include <array>
#include "base/fd.h"
#include "support/catch.h"

using namespace nsfollow;
using log::Level;

namespace {

// What `speak` writes to standard error.
template <class Speak>
std::string heard(Speak speak) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  REQUIRE(::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
  const Fd read_end{ends[0]};
  Fd write_end{ends[1]};
  const Fd before{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)};
  ::dup2(write_end.get(), STDERR_FILENO);
  speak();
  ::dup2(before.get(), STDERR_FILENO);
  std::array<char, 4096> buffer{};
  const auto length = ::read(read_end.get(), buffer.data(), buffer.size());
  return {buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

}  // namespace

TEST_CASE("what a peer says cannot move the cursor, forge a line or turn the text around") {
  CHECK(log::escape("\x1b[2J") == "\\x1b[2J");
  CHECK(log::escape("one\ntwo\r\t\b\x7f") == "one\\ntwo\\x0d\\x09\\x08\\x7f");
  CHECK(log::escape(std::string_view{"a\0b", 3}) == "a\\x00b");
  CHECK(log::escape("\u009b"
                    "31m") == "\\xc2\\x9b31m");             // CSI as one C1 control
  CHECK(log::escape("\u202egnp") == "\\xe2\\x80\\xaegnp");  // right-to-left override
  CHECK(log::escape("\u2066x\u2069") == "\\xe2\\x81\\xa6x\\xe2\\x81\\xa9");
  CHECK(log::escape("\u200f\u200e\u061c") == "\\xe2\\x80\\x8f\\xe2\\x80\\x8e\\xd8\\x9c");
  CHECK(log::escape("a\u2028b\u2029") == "a\\xe2\\x80\\xa8b\\xe2\\x80\\xa9");  // line separators
  CHECK(log::escape("ns\u200b1") == "ns\\xe2\\x80\\x8b1");                     // invisible
  CHECK(log::escape("\ufeffns1") == "\\xef\\xbb\\xbfns1");
}

TEST_CASE("names and words of any script stay readable in the log") {
  const std::string text = "Straße müßte 日本語 🙂 — “home”";
  CHECK(log::escape(text) == text);
  CHECK(log::escape("").empty());
}

TEST_CASE("what is not UTF-8 is written as its octets") {
  CHECK(log::escape("\xff") == "\\xff");
  CHECK(log::escape("\x80z") == "\\x80z");
  CHECK(log::escape("\xc3") == "\\xc3");                    // cut off
  CHECK(log::escape("\xe2\x82") == "\\xe2\\x82");           // cut off
  CHECK(log::escape("\xc0\xaf") == "\\xc0\\xaf");           // overlong "/"
  CHECK(log::escape("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");  // overlong "/"
  CHECK(log::escape("\xf0\x80\x80\xaf") == "\\xf0\\x80\\x80\\xaf");
  CHECK(log::escape("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // a surrogate
  CHECK(log::escape("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
  CHECK(log::escape("\xc3(") == "\\xc3(");
}

TEST_CASE("escaping any two octets yields one line of printable text") {
  for (unsigned pair = 0; pair < 0x10000; ++pair) {
    const std::string text{static_cast<char>(pair >> 8U), static_cast<char>(pair & 255U)};
    for (const char c : log::escape(text)) {
      const auto octet = static_cast<unsigned char>(c);
      if (octet < 0x20 || octet == 0x7f) FAIL("octets " << pair << " let a control through");
    }
  }
}

TEST_CASE("each level has the name that the command line takes") {
  CHECK(log::parse_level("error") == Level::error);
  CHECK(log::parse_level("warning") == Level::warning);
  CHECK(log::parse_level("notice") == Level::notice);
  CHECK(log::parse_level("info") == Level::info);
  CHECK(log::parse_level("debug") == Level::debug);
  CHECK_FALSE(log::parse_level("Info"));
  CHECK_FALSE(log::parse_level(""));
  CHECK(log::parse_format("journal") == log::Format::journal);
  CHECK_FALSE(log::parse_format("json"));
}

TEST_CASE("only lines of the wanted level and above are written, one whole line each") {
  log::open(Level::notice, log::Format::text);
  CHECK(log::wants(Level::error));
  CHECK(log::wants(Level::notice));
  CHECK_FALSE(log::wants(Level::info));
  CHECK(heard([] { log::line(Level::info, "quiet"); }).empty());
  CHECK(heard([] { log::line(Level::warning, "two\nlines"); }) == "nsfollow: two\\nlines\n");
}

TEST_CASE("the journal is told the level of each line") {
  log::open(Level::debug, log::Format::journal);
  CHECK(heard([] { log::line(Level::error, "e"); }) == "<3>e\n");
  CHECK(heard([] { log::line(Level::warning, "w"); }) == "<4>w\n");
  CHECK(heard([] { log::line(Level::notice, "n"); }) == "<5>n\n");
  CHECK(heard([] { log::line(Level::info, "i"); }) == "<6>i\n");
  CHECK(heard([] { log::line(Level::debug, "d"); }) == "<7>d\n");
  log::open(Level::info, log::Format::text);
}

TEST_CASE("a text of several lines is as many lines of the log, each with its level") {
  log::open(Level::info, log::Format::journal);
  CHECK(heard([] { log::lines(Level::error, "one\ntwo"); }) == "<3>one\n<3>two\n");
  CHECK(heard([] { log::lines(Level::error, "one\n\x1b\n"); }) == "<3>one\n<3>\\x1b\n");
  CHECK(heard([] { log::lines(Level::error, ""); }).empty());
  CHECK(heard([] { log::lines(Level::debug, "one\ntwo"); }).empty());
  log::open(Level::info, log::Format::text);
}

TEST_CASE("a reader of the log that stands still does not stop the program") {
  log::open(Level::info, log::Format::text);
  CHECK(heard([] {
          for (int i = 0; i < 2000; ++i) log::line(Level::info, std::string(100, 'x'));
        }).size() == 4096);
}
