// SPDX-License-Identifier: MIT
#include "settings/key_file.h"
#include <stdlib.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <random>
#include "settings/key_texts.h"

namespace nsfollow::settings {
namespace {

using core::TsigAlgorithm;
using test::algorithms;
using test::bind_key;
using test::check_key;
using test::private_key;

const std::string secret{test::secret};

TEST_CASE("a key is read in every form, with every algorithm") {
  for (const auto& [algorithm, word, number] : algorithms) {
    CAPTURE(word);
    check_key(parse_key(bind_key(word), "k"), algorithm);
    check_key(parse_key(word + ":host1.d.example.com.:" + secret + "\n", "k"), algorithm);
    check_key(parse_key(private_key(number), "/a/Khost1.d.example.com.+" + number + "+1.private"),
              algorithm);
    const auto comment = "# " + word + ":host1.d.example.com:" + secret + "\n";
    const auto yaml = "key:\n  - id: host1.d.example.com\n    algorithm: " + word +
                      "\n    secret: " + secret + "\n";
    check_key(parse_key(comment + yaml, "k"), algorithm);
    check_key(parse_key(comment, "k"), algorithm);
    check_key(parse_key(yaml, "k"), algorithm);
    check_key(parse_key("key " + word + ":host1.d.example.com " + secret + "\n", "k"), algorithm);
    check_key(parse_key("host1.d.example.com. IN KEY 512 3 " + number + ' ' + secret + '\n',
                        "/a/Khost1.d.example.com.+" + number + "+1.key"),
              algorithm);
  }
}

std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe);
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), pipe));
  REQUIRE(::pclose(pipe) == 0);
  return text;
}

void check_made_key(const std::string& text, TsigAlgorithm algorithm) {
  const auto file = parse_key(text, "k");
  REQUIRE(test::error_of(file) == "");
  CHECK(file->key.name.to_text() == "host1.d.example.com");
  CHECK(file->key.algorithm == algorithm);
  CHECK(file->key.secret.bytes().size() >= 16);
}

TEST_CASE("a key that tsig-keygen made is read") {
  if (::access("/usr/sbin/tsig-keygen", X_OK) != 0) return;
  for (const auto& [algorithm, word, number] : algorithms) {
    CAPTURE(word);
    check_made_key(output_of("/usr/sbin/tsig-keygen -a " + word + " host1.d.example.com"),
                   algorithm);
  }
}

TEST_CASE("a key that keymgr made is read, with its comment and without") {
  if (::access("/usr/sbin/keymgr", X_OK) != 0) return;
  for (const auto& [algorithm, word, number] : algorithms) {
    CAPTURE(word);
    const auto text = output_of("/usr/sbin/keymgr -t host1.d.example.com " + word);
    check_made_key(text, algorithm);
    check_made_key(text.substr(0, text.find('\n')), algorithm);
    check_made_key(text.substr(text.find('\n') + 1), algorithm);
  }
}

TEST_CASE("the key that BIND makes for its own machine at each start is read") {
  // Of named 9.18's session-keyfile, but for the secret.
  const auto file = parse_key(
      "key \"local-ddns\" {\n\talgorithm hmac-sha256;\n\tsecret \"" + secret + "\";\n};\n",
      "/run/named/session.key");
  REQUIRE(test::error_of(file) == "");
  CHECK(file->key.name.to_text() == "local-ddns");
  CHECK(file->key.algorithm == TsigAlgorithm::hmac_sha256);
}

TEST_CASE("BIND's grammar of comments and white space is understood") {
  const auto text =
      GENERATE(as<std::string>{},
               "// made by hand\nkey host1.d.example.com{algorithm hmac-sha256;secret "
               "\"@\";};",
               "/* a\n b */ KEY \"host1.d.example.com\"\n{ # c\n Secret \"@\" ;\n"
               "ALGORITHM \"HMAC-SHA256.\" ; // d\n} ; // e",
               "\r\n# x\r\nkey \"HOST1.d.example.com.\" {\r\nalgorithm "
               "hmac-sha256;\r\nsecret @;\r\n};\r\n");
  auto whole = text;
  whole.replace(whole.find('@'), 1, secret);
  check_key(parse_key(whole, "k"), TsigAlgorithm::hmac_sha256);
}

TEST_CASE("Knot's YAML may be spaced, quoted and commented as Knot allows") {
  const auto text = GENERATE(
      as<std::string>{},
      "\n# made by hand\nkey: # mine\r\n- secret: \"@\"\r\n  id: host1.d.example.com. # it\r\n"
      "  algorithm: HMAC-SHA256\r\n",
      "key:\n  -\n    id: 'host1.d.example.com'\n\n    # old: hmac-sha1\n"
      "    algorithm: hmac-sha256\n    secret: @",
      "key:\n\t- id : host1.d.example.com\n\t  algorithm : hmac-sha256\n\t  secret : @\n",
      "# hmac-sha512:other:@\nkey:\n  - id: host1.d.example.com\n    algorithm: hmac-sha256\n"
      "    secret: @\n");
  auto whole = text;
  for (auto at = whole.find('@'); at != whole.npos; at = whole.find('@'))
    whole.replace(at, 1, secret);
  check_key(parse_key(whole, "k"), TsigAlgorithm::hmac_sha256);
}

TEST_CASE("old algorithms are taken with a warning") {
  const auto warnings = [](const std::string& word) {
    auto file = parse_key(bind_key(word), "k");
    REQUIRE(file);
    return file->warnings;
  };
  const std::string remedy = "; `tsig-keygen -a hmac-sha256 NAME` makes a better one";
  CHECK(warnings("hmac-md5") ==
        std::vector<std::string>{"uses hmac-md5, which is broken" + remedy});
  CHECK(warnings("hmac-sha1") ==
        std::vector<std::string>{"uses hmac-sha1, which is out of date" + remedy});
  CHECK(warnings("hmac-sha224").empty());
  CHECK(warnings("hmac-sha256").empty());
}

struct Broken {
  std::string text;
  std::string error;
  std::string file = "k";
};

TEST_CASE("a broken key file is refused with its line and its cause") {
  const std::string algorithms_known =
      "Choices: hmac-md5, hmac-sha1, hmac-sha224, hmac-sha256, hmac-sha384, hmac-sha512";
  const std::string named = "Ka.+163+1.private";
  const std::vector<Broken> table{
      {"", "k: holds no key"},
      {" \n# a\n; b\n// c\n", "k: holds no key"},
      {secret, "k:1: is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"},
      {"hmac-sha256:a:" + secret + "\n" + secret,
       "k:2: is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"},
      {"# hmac-sha256:a:" + secret.substr(1), "k: holds no key"},
      {"key a " + secret, "k:1: lacks the algorithm; write: key hmac-sha256:NAME SECRET"},
      {"\n# x\nkey hmac-sah1:a " + secret,
       "k:3: has an unknown algorithm; did you mean \"hmac-sha1\"? " + algorithms_known},
      {"key:\n", "k: holds no key"},
      {"key:\n  id: a\n", "k:2: wants \"- id:\" here"},
      {"key:\n- id: a\n  id: b\n", "k:3: has \"id\" twice"},
      {"key:\n- id: a\n  secrte: " + secret + "\n",
       "k:3: wants \"id:\", \"algorithm:\" or \"secret:\" here"},
      {"key:\n- id: a\n  algorithm: hmac-sha256\n", "k:2: lacks \"secret\""},
      {"key:\n- id: a\n  secret: " + secret + "\n", "k:2: lacks \"algorithm\""},
      {"key:\n- algorithm: hmac-sha256\n  secret: " + secret + "\n", "k:2: lacks \"id\""},
      {"key:\n- id: a\n  algorithm: hmac-sha256\n  secret:\n", "k:4: wants a value here"},
      {"key:\n- id: a\n  algorithm: hmac-sha256\n  secret: \"" + secret + "\n",
       "k:4: wants a value here"},
      {"key:\n- id: a\n  algorithm: hmac-sha256\n  secret: " + secret.substr(1) + "\n",
       "k:2: has a secret that is not base64"},
      {"key:\n- id: a\n  algorithm: hmac-sha256\n  secret: " + secret + "\nserver:\n",
       "k:5: wants \"id:\", \"algorithm:\" or \"secret:\" here"},
      {"server:\nkey:\n",
       "k:1: is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"},
      {bind_key("hmac-sha265"),
       "k:1: has an unknown algorithm; did you mean \"hmac-sha256\"? " + algorithms_known},
      {bind_key("hmac-sah256-128"),
       "k:1: has an unknown algorithm; did you mean \"hmac-sha256\"? " + algorithms_known},
      {bind_key("hmac-sha256", ""), "k:3: wants a value here"},
      {bind_key("hmac-sha256", "QUJD"),
       "k:1: has a secret of 3 bytes; less than 16 can be guessed"},
      {bind_key("hmac-sha256", secret.substr(0, 43)), "k:1: has a secret that is not base64"},
      {bind_key("hmac-sha256", secret.substr(0, 40) + "\n" + secret.substr(40)),
       "k:3: has a string or a comment that does not end"},
      {bind_key("hmac-sha256") + bind_key("hmac-sha1"),
       "k: holds several keys; choose one by key_name: host1.d.example.com (line 1), "
       "host1.d.example.com (line 5)"},
      {bind_key("hmac-sha256") + "options { };", "k:5: wants key \"name\" { ... }; here"},
      {"\nkey a { secret \"" + secret + "\"; };", "k:2: lacks \"algorithm\""},
      {"key a { algorithm hmac-sha256; };", "k:1: lacks \"secret\""},
      {"key a { algorithm hmac-sha256; algorithm hmac-sha256; };", "k:1: has \"algorithm\" twice"},
      {"key a {\n secrte \"" + secret + "\"; };",
       "k:2: wants \"algorithm\", \"secret\" or \"}\" here"},
      {"key a {\n secret \"" + secret + "\"\n};", "k:3: wants \";\" here"},
      {"key { algorithm hmac-sha256; };", "k:1: wants the name of the key here"},
      {"key a secret \"" + secret + "\";", "k:1: wants \"{\" here"},
      {"key a { secret \"" + secret + "\"; }", "k:1: wants \";\" after \"}\" here"},
      {"/* key", "k:1: has a string or a comment that does not end"},
      {private_key("163"),
       "k: holds no key name; it must be called as dnssec-keygen does, Kname.+163+12345.private"},
      {private_key("13"), named + ":2: is no TSIG key: the algorithm is none of 157 and 161 to 165",
       named},
      {private_key("163abc"),
       named + ":2: is no TSIG key: the algorithm is none of 157 and 161 to 165", named},
      {private_key("163"), "Ka.+163abc+1.private:2: has another algorithm than its file name",
       "Ka.+163abc+1.private"},
      {private_key("165"), named + ":2: has another algorithm than its file name", named},
      {"Private-key-format: v2.0\n", named + ":1: has a format other than v1", named},
      {"Private-key-format: v1.3\n", named + ": lacks the line \"Algorithm:\"", named},
      {"Private-key-format: v1.3\nAlgorithm: 163\n",
       named + ": has a secret of 0 bytes; less than 16 can be guessed", named},
      {private_key("163") + "Bits: AA==\n", named + ":6: has \"Bits\" that cannot be read", named},
      {"", "Ka.+163+1.key: holds no key", "Ka.+163+1.key"},
      {"; c\na. IN KEY 512 3 13 " + secret,
       "Ka.+163+1.key:2: is no TSIG key: the algorithm is none of 157 and 161 to 165",
       "Ka.+163+1.key"},
      {"a. IN TXT 512 3 163 " + secret, "Ka.+163+1.key:1: is no KEY record", "Ka.+163+1.key"},
      {"a. IN KEY 512 3 163",
       "Ka.+163+1.key:1: has a secret of 0 bytes; less than 16 can be guessed", "Ka.+163+1.key"},
      {"# hmac-sha256:a\nkey:\n", "k: holds no key"},
  };
  for (const auto& [text, error, file] : table) {
    CAPTURE(text);
    CHECK(test::error_of(parse_key(text, file)) == error);
  }
}

// No run of six letters of it: fewer may stand in any sentence.  The names that a choice is made
// from are those of good keys, into which no test puts a secret on purpose.
bool tells_the_secret(std::string text) {
  const auto names = std::min(text.find("choose one by key_name"), text.size());
  text.resize(names);
  for (std::size_t i = 0; i + 6 <= secret.size(); ++i)
    if (text.find(secret.substr(i, 6)) != std::string::npos) return true;
  return false;
}

std::vector<std::pair<std::string, std::string>> samples() {
  return {{bind_key("hmac-sha256"), "k"},
          {"# c\n/* d */ " + bind_key("hmac-sha1") + bind_key("hmac-md5"), "k"},
          {private_key("163"), "Ka.+163+1.private"},
          {"hmac-sha512:a.b:" + secret + "\n", "k"},
          {"hmac-sha512-256:a:" + secret + "\nhmac-sha1:b:" + secret + "\n", "k"},
          {"key hmac-sha256:a " + secret + "\n", "k"},
          {"a. 3600 IN KEY 512 3 163 " + secret + "\n", "Ka.+163+1.key"},
          {"# hmac-sha256:a:" + secret +
               "\nkey:\n  - id: a\n    algorithm: hmac-sha256\n    secret: " + secret +
               "\n  - id: b\n    algorithm: hmac-sha512\n    secret: \"" + secret + "\"\n",
           "k"}};
}

TEST_CASE("a key file cut anywhere is a key or an error, and never tells the secret") {
  for (const auto& [text, file] : samples())
    for (std::size_t size = 0; size < text.size(); ++size)
      CHECK_FALSE(tells_the_secret(test::error_of(parse_key(text.substr(0, size), file))));
}

TEST_CASE("a key file with wrong bytes is a key or an error, and never tells the secret") {
  std::mt19937 random{1};
  int refused = 0;
  for (int round = 0; round < 4000; ++round) {
    const auto all = samples();
    auto [text, file] = all[random() % all.size()];
    for (auto n = random() % 4 + 1; n > 0; --n) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 8);
          break;
        case 2:
          text.insert(at, text.substr(random() % text.size(), random() % 30));
          break;
      }
      if (text.empty()) text = "x";
    }
    const auto key = parse_key(text, file);
    if (key) continue;
    ++refused;
    CAPTURE(text);
    CHECK_FALSE(key.error().text.empty());
    CHECK_FALSE(tells_the_secret(key.error().text));
  }
  CHECK(refused > 1000);
}

TEST_CASE("base64 is read strictly") {
  const auto bytes = [](std::string_view text) {
    const auto secret_bytes = decode_base64(text);
    REQUIRE(secret_bytes);
    return std::string{secret_bytes->bytes().begin(), secret_bytes->bytes().end()};
  };
  // RFC 4648 10
  CHECK(bytes("") == "");
  CHECK(bytes("Zg==") == "f");
  CHECK(bytes("Zm8=") == "fo");
  CHECK(bytes("Zm9v") == "foo");
  CHECK(bytes("Zm9vYmFy") == "foobar");
  CHECK(bytes("+/+/") == "\xfb\xff\xbf");
  for (const auto* wrong : {"Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Zh==", "Zm9=", "Zm 9v",
                            "Zm9v\n", "Zg==Zg==", "Zm9-", "Zm9\xff"}) {
    CAPTURE(wrong);
    CHECK_FALSE(decode_base64(wrong));
  }
}

TEST_CASE("base64 is written as it is read") {
  std::vector<std::uint8_t> bytes;
  for (unsigned i = 0; i < 70; ++i) {
    const auto text = encode_base64(bytes);
    CAPTURE(text);
    CHECK(text.size() == (bytes.size() + 2) / 3 * 4);
    const auto read = decode_base64(text);
    REQUIRE(read);
    CHECK(std::ranges::equal(read->bytes(), bytes));
    bytes.push_back(static_cast<std::uint8_t>(251 * i + 250));
  }
  CHECK(encode_base64(std::vector<std::uint8_t>{'f'}) == "Zg==");  // RFC 4648 10
}

}  // namespace
}  // namespace nsfollow::settings
