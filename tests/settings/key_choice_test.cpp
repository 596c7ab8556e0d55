// SPDX-License-Identifier: MIT
// Which key of a file is taken, and how long its MACs are.
#include "settings/key_texts.h"

namespace nsfollow::settings {
namespace {

using core::TsigAlgorithm;
using test::bind_key;
using test::check_key;
using test::private_key;

const std::string secret{test::secret};

TEST_CASE("MACs are truncated where the algorithm says so, in every form that can") {
  const auto bits = GENERATE(as<std::string>{}, "128", "136", "256");
  const auto word = "hmac-sha256-" + bits;
  const auto check_bits = [&](const std::string& text, const std::string& file = "k") {
    CAPTURE(text);
    const auto key = parse_key(text, file);
    check_key(key, TsigAlgorithm::hmac_sha256);
    CHECK(key->key.mac_bits == std::stoi(bits));
  };
  check_bits(bind_key(word));
  check_bits(bind_key("HMAC-SHA256-" + bits));
  check_bits(word + ":host1.d.example.com:" + secret);
  check_bits("key " + word + ":host1.d.example.com " + secret);
  check_bits("# " + word + ":host1.d.example.com:" + secret);
  check_bits("key:\n- id: host1.d.example.com\n  algorithm: " + word + "\n  secret: " + secret);
  const auto number = static_cast<unsigned>(std::stoi(bits));
  const std::vector<std::uint8_t> octets{static_cast<std::uint8_t>(number >> 8U),
                                         static_cast<std::uint8_t>(number)};
  check_bits("Private-key-format: v1.3\nAlgorithm: 163\nKey: " + secret +
                 "\nBits: " + encode_base64(octets) + '\n',
             "Khost1.d.example.com.+163+1.private");
  CHECK(parse_key(bind_key("hmac-sha256"), "k")->key.mac_bits == 0);
}

TEST_CASE("MACs that no server takes are refused when the key is read") {
  const auto error = [](const std::string& word) {
    const auto key = parse_inline_key(word + ":a:" + secret);
    return key ? "" : key.error();
  };
  const auto limits = [](const std::string& what) {
    return "has an algorithm with MACs of so many bits that no server takes them: " + what +
           ", and whole bytes";
  };
  for (const auto* bits : {"0", "8", "120", "127", "129", "257", "264", "512", "65664", "99999999"})
    CHECK(error(std::string{"hmac-sha256-"} + bits) == limits("hmac-sha256 has 128 to 256"));
  CHECK(error("hmac-md5-72") == limits("hmac-md5 has 80 to 128"));
  CHECK(error("hmac-sha1-72") == limits("hmac-sha1 has 80 to 160"));
  CHECK(error("hmac-md5-80") == "");
  CHECK(error("hmac-sha1-80") == "");
  CHECK(error("hmac-sha384-192") == "");
  for (const auto* word : {"hmac-sha256-", "hmac-sha256-128-128", "hmac-sha256-+128", "hmac-128",
                           "hmac-sha256-128 ", "-128"})
    CHECK_THAT(error(word), test::ContainsSubstring("has an unknown algorithm"));
}

struct Several {
  std::string text;
  std::vector<int> lines;
};

std::vector<Several> several() {
  return {
      {"key a { algorithm hmac-sha256; secret \"" + secret +
           "\"; };\nkey \"b.c\" {\n"
           "algorithm hmac-sha512; secret \"" +
           secret + "\"; };\n",
       {1, 2}},
      {"hmac-sha256:a:" + secret + "\n# old\n\nhmac-sha512:b.c:" + secret + "\n", {1, 4}},
      {"key:\n- id: a\n  algorithm: hmac-sha256\n  secret: " + secret +
           "\n- id: b.c\n  algorithm: hmac-sha512\n  secret: " + secret + '\n',
       {2, 5}},
      {"# hmac-sha256:a:" + secret + "\n# hmac-sha512:b.c:" + secret + "\n", {1, 2}},
  };
}

TEST_CASE("of several keys in a file one is taken by its name") {
  for (const auto& one : several()) {
    const auto& text = one.text;
    const auto& lines = one.lines;
    CAPTURE(text);
    const auto choose = [&](const char* name) {
      return parse_key(text, "k", *core::DnsName::parse(name));
    };
    const auto first = choose("A."), second = choose("b.c"), none = choose("c");
    REQUIRE(test::error_of(first) == "");
    REQUIRE(test::error_of(second) == "");
    CHECK(first->key.name.to_text() == "a");
    CHECK(first->key.algorithm == TsigAlgorithm::hmac_sha256);
    CHECK(second->key.name.to_text() == "b.c");
    CHECK(second->key.algorithm == TsigAlgorithm::hmac_sha512);
    const auto names =
        "a (line " + std::to_string(lines[0]) + "), b.c (line " + std::to_string(lines[1]) + ')';
    CHECK(test::error_of(none) == "k: holds no key of the name c, but: " + names);
    CHECK(test::error_of(parse_key(text, "k")) ==
          "k: holds several keys; choose one by key_name: " + names);
  }
}

TEST_CASE("a name that several keys of a file have chooses none of them") {
  const auto text = bind_key("hmac-sha256") + bind_key("hmac-sha1");
  CHECK(test::error_of(parse_key(text, "k", *core::DnsName::parse("host1.d.example.com"))) ==
        "k: holds several keys of the name host1.d.example.com (line 1), host1.d.example.com "
        "(line 5)");
}

TEST_CASE("the name must be that of the only key, too") {
  const auto named = [](const std::string& text, const std::string& file, const char* name) {
    return test::error_of(parse_key(text, file, *core::DnsName::parse(name)));
  };
  CHECK(named(bind_key("hmac-sha256"), "k", "host1.d.example.com") == "");
  CHECK(named(bind_key("hmac-sha256"), "k", "host2") ==
        "k: holds no key of the name host2, but: host1.d.example.com (line 1)");
  CHECK(named(private_key("163"), "Ka.+163+1.private", "a") == "");
  CHECK(named(private_key("163"), "Ka.+163+1.private", "b") ==
        "Ka.+163+1.private: holds no key of the name b, but: a");
}

TEST_CASE("of many keys only the first names are told") {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "hmac-sha256:k" + std::to_string(i) + ':' + secret + '\n';
  const auto error = test::error_of(parse_key(text, "k"));
  CHECK_THAT(error, test::ContainsSubstring("k9 (line 10), ..."));
  CHECK(error.size() < 300);
  CHECK(parse_key(text, "k", *core::DnsName::parse("k399"))->key.name.to_text() == "k399");
}

TEST_CASE("a line in a comment is a key only where nothing else is") {
  const auto key = parse_key("# hmac-sha1:old:" + secret + "\nhmac-sha256:new:" + secret, "k");
  REQUIRE(key);
  CHECK(key->key.name.to_text() == "new");
}

}  // namespace
}  // namespace nsfollow::settings
