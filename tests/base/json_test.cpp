// SPDX-License-Identifier: MIT
#include "base/json.h"
#include "support/catch.h"

using nsfollow::Json;

TEST_CASE("objects, arrays and values follow each other with commas", "[json]") {
  Json json;
  json.begin_object().key("name").text("host1").key("ttl").number(-300);
  json.key("up").boolean(true).key("left").null().key("none").begin_array().end();
  json.key("all").begin_array().text("a").begin_object().end().number(2).end().end();
  CHECK(json.take() ==
        "{\"name\":\"host1\",\"ttl\":-300,\"up\":true,\"left\":null,\"none\":[],"
        "\"all\":[\"a\",{},2]}\n");
}

TEST_CASE("whatever bytes come, the text is valid UTF-8 without control characters", "[json]") {
  const auto quoted = [](std::string_view text) {
    Json json;
    return json.text(text).take();
  };
  CHECK(quoted("a\"b\\c\nd\x1b\x7f") == "\"a\\\"b\\\\c\\nd\\u001b\\u007f\"\n");
  CHECK(quoted("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80") ==
        "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"\n");
  // A lone tail, an overlong slash, a surrogate, beyond U+10FFFF, and a cut-off character.
  for (const std::string bad : {"\x80", "\xc0", "\xf5", "\xff"}) {
    INFO(static_cast<int>(bad[0]));
    CHECK(quoted(bad) == "\"\xef\xbf\xbd\"\n");
  }
  CHECK(quoted("\xe0\x80\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n");
  CHECK(quoted("\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n");
  CHECK(quoted("\xf4\x90\x80\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n");
  CHECK(quoted("\xe2\x82") == "\"\xef\xbf\xbd\xef\xbf\xbd\"\n");
}
