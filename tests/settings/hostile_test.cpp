// SPDX-License-Identifier: MIT
// Texts that want to crash the reader.  Under AddressSanitizer, coming back is the test.
#include <fstream>
#include <random>
#include <sstream>
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

std::string repeat(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::string sample() {
  return "# comment \"[\nsettle = ['2ms', \"250ms\"]\nlog = { level = \"info\", format = 'text' "
         "}\n" +
         std::string{"[zone.\"d.example.com\"]\nserver = [\"ns1\", \"[2001:db8::1]:53\"]\n"} +
         "key = \"hmac-sha256:n:" + std::string{test::secret} + "\"\nverify = \"\"\"5m\"\"\"\n" +
         test::a_host + "ipv6 = [\n  'interface:a,!b', # c\n  \"interface:\\u0063\",\n]\n" +
         "allow = \"2001:db8::/32\"\nprefer = [\"eui64\"]\naddresses = \"first\"\n" +
         "[[host]]\nname = \"nas.d.example.com\"\nipv6 = \"prefix:br*/64 + "
         "mac:00:de:ad:00:be:ef\"\n" +
         "[[record]]\nname = \"d.example.com\"\ntype = \"TXT\"\n" +
         "value = [\"{{v}}=spf1 ip4:{host1.ipv4} ip6:{nas.d.ipv6/64} -all\", '\"a b\" c']\n" +
         "[echo]\nservices = [\"https://a.example/\", { url = \"https://[::1]:1\", json = "
         "\"ip\", " +
         "family = \"ipv6\" }]\nagree = 1\ninterval = \"1h\"\n";
}

// No run of eight letters of it.
bool tells_the_secret(const std::string& text) {
  for (std::size_t i = 0; i + 8 <= test::secret.size(); ++i)
    if (text.find(test::secret.substr(i, 8)) != std::string::npos) return true;
  return false;
}

TEST_CASE("the sample that is going to be broken is good") {
  REQUIRE(test::error_of(test::parse(sample())) == "");
}

TEST_CASE("a configuration cut anywhere loads or is refused") {
  const auto text = sample();
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto settings = test::parse(std::string_view{text}.substr(0, size));
    CHECK_FALSE(tells_the_secret(test::error_of(settings)));
  }
}

TEST_CASE("a configuration with wrong bytes loads or is refused") {
  const std::string special =
      "[]{}\"'=.,#\n\\\0\r\t -_:!*\x80\xff\xc3"
      "1eIn";
  std::mt19937 random{2};
  int refused = 0;
  for (int round = 0; round < 2500; ++round) {
    auto text = sample();
    for (auto n = random() % 5 + 1; n > 0; --n) {
      const auto at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text[at] = special[random() % special.size()];
          break;
        case 2:
          text.erase(at, random() % 12 + 1);
          break;
        case 3:
          text.insert(at, text.substr(random() % text.size(), random() % 40));
          break;
      }
      if (text.empty()) text = "x";
    }
    const auto settings = test::parse(text);
    if (settings) continue;
    ++refused;
    CHECK_FALSE(settings.error().text.empty());
  }
  CHECK(refused > 1000);
}

TEST_CASE("a value with wrong characters in it is taken or refused") {
  struct Good {
    std::string before, value;
  };
  const auto record = [](const std::string& type) {
    return "[[record]]\nname = 'd.example.com'\ntype = '" + type + "'\nvalue = ";
  };
  const std::vector<Good> all{
      {"ipv6 = ", "prefix:br*/64 + ::2de:adff:fe00:beef"},
      {"ipv6 = ", "prefix:br-lan + mac:00:de:ad:00:be:ef"},
      {"ipv4 = ", "interface:wan[0-9]*,!wan9"},
      {"ipv4 = ", "gateway:wan0"},
      {"deny = ", "2001:db8::/32"},
      {record("TXT"), "{{v}}=spf1 ip4:{host1.ipv4} ip6:{host1.d.ipv6/64} -all"},
      {record("HTTPS"), "1 . alpn=h2,h3 ipv4hint={host1.ipv4} ipv6hint={host1.ipv6}"},
      {record("MX"), "10 mail.example.com."},
      {record("CAA"), "0 issue \"ca.example\""},
      {"[echo]\nagree = 1\nservices = [", "https://[2001:db8::1]:8443/ip?a=b"},
  };
  const std::string special = "{}[]/:+.,!*? -=@\"\\#0129azAZ\x7f\xc3";
  std::mt19937 random{4};
  int refused = 0, taken = 0;
  for (int round = 0; round < 1500; ++round) {
    const auto& [before, good] = all[random() % all.size()];
    auto value = good;
    for (auto n = random() % 3; n > 0; --n) {
      const auto at = random() % value.size();
      if (random() % 2 == 0)
        value[at] = special[random() % special.size()];
      else
        value.insert(at, value.substr(random() % value.size(), random() % 8));
    }
    const auto text = test::a_zone + test::a_host + before + '\'' + value + '\'' +
                      (before.ends_with('[') ? "]\n" : "\n");
    CAPTURE(text);
    const auto settings = test::parse(text);
    if (value == good) CHECK(test::error_of(settings) == "");
    ++(settings ? taken : refused);
  }
  CHECK(refused > 300);
  CHECK(taken > 300);
}

TEST_CASE("random tokens load or are refused") {
  const std::vector<std::string> tokens{"[",
                                        "]",
                                        "[[",
                                        "]]",
                                        "{",
                                        "}",
                                        "\"",
                                        "'",
                                        "\"\"\"",
                                        "'''",
                                        "=",
                                        ".",
                                        ",",
                                        "#",
                                        "\n",
                                        "\\",
                                        " ",
                                        "a",
                                        "zone",
                                        "host",
                                        "record",
                                        "echo",
                                        "1",
                                        "-1",
                                        "0x",
                                        "1e9",
                                        "inf",
                                        "nan",
                                        "true",
                                        "1979-05-27",
                                        "T07:32:00Z",
                                        "\"x\"",
                                        "\xef\xbb\xbf",
                                        "\r\n",
                                        "\r",
                                        "\xc3\xa9",
                                        "\xe2\x80\x83",
                                        std::string(1, '\0'),
                                        "_"};
  std::mt19937 random{3};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto n = random() % 30; n > 0; --n) text += tokens[random() % tokens.size()];
    CHECK_FALSE(test::parse(text));
  }
}

TEST_CASE("nesting is limited before it can fill the stack") {
  const std::size_t many = 250000;
  const std::string brackets = "more than 16 brackets inside each other";
  const std::string dots = "more than 16 dots in one key";
  const auto refuses = [](const std::string& text, const std::string& why) {
    CHECK_THAT(test::error_of(test::parse(text)), test::ContainsSubstring(why));
  };
  refuses("x = " + repeat("[", many), brackets);
  refuses("x = " + repeat("[\n", many), brackets);
  refuses("x = " + repeat("[ [''],", many), brackets);
  refuses("x = " + repeat("{a=", many), brackets);
  refuses("x = [" + repeat("{a=[", many), brackets);
  refuses("x = [\"\"\"]\"\"\"," + repeat("[", many), brackets);
  refuses("x = ['\\'," + repeat("[", many), brackets);
  refuses("x = [\"\\\"]\"," + repeat("[", many), brackets);
  refuses("x = [\"\"\"\\\"\"\"\"," + repeat("[", many), brackets);
  refuses("x = ['''a''''," + repeat("[", many), brackets);
  refuses("x = [ # \"\n" + repeat("[", many), brackets);
  refuses(repeat("a.", many) + "a = 1", dots);
  refuses(repeat("\"a\" . ", many / 2) + "a = 1", dots);
  refuses("[" + repeat("a.", many) + "a]", dots);
  refuses("x = { " + repeat("'.'.", many) + "a = 1 }", dots);
  refuses(repeat("[", 10000000), "a header without a name");
}

TEST_CASE("what the limits of nesting allow still works") {
  CHECK_THAT(test::error_of(test::parse("x = " + repeat("[", 16) + repeat("]", 16))),
             test::ContainsSubstring("unknown key \"x\""));
  CHECK_THAT(test::error_of(test::parse("# " + repeat("[.", 100) + "\nx = '" + repeat("[.", 100) +
                                        "'\ny = \"\"\"" + repeat("[.\n", 100) + "\"\"\"\n")),
             test::ContainsSubstring("unknown key \"y\""));
  CHECK_THAT(test::error_of(test::parse("x = [" + repeat("1.5, ", 100) + "]\n")),
             test::ContainsSubstring("unknown key \"x\""));
}

TEST_CASE("bytes that no text has are refused where they stand") {
  using namespace std::string_literals;
  CHECK_THAT(test::error_of(test::parse("x = 1\n\0"s)),
             test::ContainsSubstring("nsfollow.toml:2:1: "));
  CHECK_THAT(test::error_of(test::parse("x = \"a\0b\"\n"s)),
             test::ContainsSubstring("nsfollow.toml:1:7: "));
  CHECK_THAT(test::error_of(test::parse("x = \"\xff\"\n")),
             test::ContainsSubstring("nsfollow.toml:1:"));
  // A NUL that TOML can spell is still no part of a path.
  CHECK_THAT(test::error_of(test::parse("state_dir = \"/a\\u0000b\"\n")),
             test::ContainsSubstring("state_dir \"/a\\x00b\" is no absolute path"));
}

TEST_CASE("characters outside ASCII stand in quotes and comments only") {
  const auto refuses = [](const std::string& text, const std::string& why) {
    CAPTURE(text);
    CHECK_THAT(test::error_of(test::parse(text)), test::ContainsSubstring(why));
  };
  const std::string bare = "a character outside ASCII, and not in quotes";
  const std::string loose = "a backslash that escapes nothing";
  for (const std::string c :
       {"\u00e9", "\u00a0", "\u0416", "\u1700", "\u1d00", "\u2c80", "\ufb00"}) {
    for (const auto& text : {c, c + " = 1", "x = " + c, "x = 1 " + c, "x = 1" + c, "[a" + c + "]",
                             "[a]" + c, "x = 'a'" + c, "x = [1, " + c + "]", "x = 1'" + c + "'",
                             "x = .'" + c + "'", "x = 'a''" + c + "'"})
      refuses(text, bare);
    refuses("x = \"\"\"a\\\n " + c + "\"\"\"", loose);
    refuses("x = \"\"\"a\\" + c + "\"\"\"", loose);
    refuses("x = \"a\\ " + c + "\"", loose);
    for (const auto& text : {"x = '" + c + "' # " + c, "x = \"" + c + "\"", "x = '''\n" + c + "'''",
                             "x = \"\"\"\n" + c + "\n\"\"\"", "x . '" + c + "' = 1"})
      refuses(text, "unknown key \"x\"");
  }
}

TEST_CASE("counts are limited") {
  std::string hosts = test::a_zone;
  for (int i = 0; i < 10001; ++i)
    hosts += "[[host]]\nname=\"h" + std::to_string(i) + ".d.example.com\"\n";
  CHECK_THAT(test::error_of(test::parse(hosts)),
             test::ContainsSubstring("host is there more than 10000 times"));
  std::string servers = "[zone.\"d.example.com\"]\nkey = \"k\"\nserver = [";
  for (int i = 0; i < 17; ++i) servers += "\"a" + std::to_string(i) + "\", ";
  CHECK_THAT(test::error_of(test::parse(servers + "]\n" + test::a_host)),
             test::ContainsSubstring("server has more than 16 servers"));
}

TEST_CASE("ten thousand hosts load") {
  std::string hosts = test::a_zone;
  for (int i = 0; i < 10000; ++i)
    hosts += "[[host]]\nname=\"h" + std::to_string(i) + ".d.example.com\"\n";
  const auto settings = test::parse(hosts);
  REQUIRE(test::error_of(settings) == "");
  CHECK(settings->policy.hosts.size() == 10000);
}

}  // namespace
}  // namespace nsfollow::settings
