// SPDX-License-Identifier: MIT
#include "settings/key_file.h"
#include <stdlib.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <random>
#include "settings/base64.h"
#include "settings/sample.h"
#include "support/catch.h"

namespace nsfollow::settings {
namespace {

using core::TsigAlgorithm;

const std::string secret{test::secret};

struct Algorithm {
  TsigAlgorithm algorithm;
  std::string word;
  std::string number;  // dnssec-keygen's
};
const std::vector<Algorithm> algorithms{
    {TsigAlgorithm::hmac_md5, "hmac-md5", "157"},
    {TsigAlgorithm::hmac_sha1, "hmac-sha1", "161"},
    {TsigAlgorithm::hmac_sha224, "hmac-sha224", "162"},
    {TsigAlgorithm::hmac_sha256, "hmac-sha256", "163"},
    {TsigAlgorithm::hmac_sha384, "hmac-sha384", "164"},
    {TsigAlgorithm::hmac_sha512, "hmac-sha512", "165"},
};

std::string bind_key(const std::string& algorithm, const std::string& base64 = secret) {
  return "key \"host1.d.example.com\" {\n\talgorithm " + algorithm + ";\n\tsecret \"" + base64 +
         "\";\n};\n";
}

std::string private_key(const std::string& number) {
  return "Private-key-format: v1.3\nAlgorithm: " + number + " (HMAC)\nKey: " + secret +
         "\nBits: AAA=\nCreated: 20200101000000\n";
}

void check_key(const Result<KeyFile>& file, TsigAlgorithm algorithm) {
  REQUIRE(test::error_of(file) == "");
  CHECK(file->key.name.to_text() == "host1.d.example.com");
  CHECK(file->key.algorithm == algorithm);
  CHECK(file->key.secret == *decode_base64(secret));
}

TEST_CASE("a key is read in every form, with every algorithm") {
  for (const auto& [algorithm, word, number] : algorithms) {
    CAPTURE(word);
    check_key(parse_key(bind_key(word), "k"), algorithm);
    check_key(parse_key(word + ":host1.d.example.com.:" + secret + "\n", "k"), algorithm);
    check_key(parse_key(private_key(number), "/a/Khost1.d.example.com.+" + number + "+1.private"),
              algorithm);
    check_key(parse_key("# " + word + ":host1.d.example.com:" + secret +
                            "\nkey:\n  - id: host1.d.example.com\n    algorithm: " + word +
                            "\n    secret: " + secret + "\n",
                        "k"),
              algorithm);
  }
}

TEST_CASE("a key that tsig-keygen made is read") {
  if (::access("/usr/sbin/tsig-keygen", X_OK) != 0) return;
  for (const auto& [algorithm, word, number] : algorithms) {
    CAPTURE(word);
    const auto command = "/usr/sbin/tsig-keygen -a " + word + " host1.d.example.com";
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), pipe));
    REQUIRE(::pclose(pipe) == 0);
    const auto file = parse_key(text, "k");
    REQUIRE(test::error_of(file) == "");
    CHECK(file->key.name.to_text() == "host1.d.example.com");
    CHECK(file->key.algorithm == algorithm);
    CHECK(file->key.secret.bytes().size() >= 16);
  }
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
      {"", "k: is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"},
      {secret, "k: is no TSIG key: neither key \"name\" { ... }; nor algorithm:name:secret"},
      {bind_key("hmac-sha265"),
       "k:1: has an unknown algorithm; did you mean \"hmac-sha256\"? " + algorithms_known},
      {bind_key("hmac-sha256-128"),
       "k:1: has an unknown algorithm; did you mean \"hmac-sha256\"? " + algorithms_known},
      {bind_key("hmac-sha256", ""), "k:3: wants a value here"},
      {bind_key("hmac-sha256", "QUJD"),
       "k:1: has a secret of 3 bytes; less than 16 can be guessed"},
      {bind_key("hmac-sha256", secret.substr(0, 43)), "k:1: has a secret that is not base64"},
      {bind_key("hmac-sha256", secret.substr(0, 40) + "\n" + secret.substr(40)),
       "k:3: has a string or a comment that does not end"},
      {bind_key("hmac-sha256") + bind_key("hmac-sha1"),
       "k: holds several keys (lines 1, 5); leave one in it"},
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
      {"a. IN KEY 512 3 163 " + secret,
       "Ka.+163+1.key: is the public half; name the .private file "
       "beside it",
       "Ka.+163+1.key"},
      {"# hmac-sha256:a\nkey:\n",
       "k:1: is no TSIG key: neither key \"name\" { ... }; nor "
       "algorithm:name:secret"},
  };
  for (const auto& [text, error, file] : table) {
    CAPTURE(text);
    CHECK(test::error_of(parse_key(text, file)) == error);
  }
}

// No run of six letters of it: fewer may stand in any sentence.
bool tells_the_secret(const std::string& text) {
  for (std::size_t i = 0; i + 6 <= secret.size(); ++i)
    if (text.find(secret.substr(i, 6)) != std::string::npos) return true;
  return false;
}

std::vector<std::pair<std::string, std::string>> samples() {
  return {{bind_key("hmac-sha256"), "k"},
          {"# c\n/* d */ " + bind_key("hmac-sha1") + bind_key("hmac-md5"), "k"},
          {private_key("163"), "Ka.+163+1.private"},
          {"hmac-sha512:a.b:" + secret + "\n", "k"},
          {"# hmac-sha256:a:" + secret + "\nkey:\n  - id: a\n    secret: " + secret + "\n", "k"}};
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
