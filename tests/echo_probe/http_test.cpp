// SPDX-License-Identifier: MIT
// nsfollow-echo against web servers that mean no good.
#include "echo_probe/probe.h"
#include "support/netns.h"
#include "support/web_server.h"

using namespace nsfollow::test;
using namespace std::chrono_literals;

namespace {

std::string ask(const WebServer& server, std::vector<std::string> words = {}) {
  words.push_back(server.url());
  const auto ended = probe(words);
  CHECK(ended.complained == "");
  CHECK(ended.code == (ended.said.starts_with("address ") ? 0 : 1));
  return ended.said;
}

}  // namespace

TEST_CASE("a plain page gives its address, and the request says who asks and no more") {
  WebServer server{page("5.6.7.8\n")};
  CHECK(ask(server) == "address 5.6.7.8\n");
  const auto host = server.url().substr(7, server.url().size() - 10);
  CHECK(server.requests() == std::vector<std::string>{"GET /ip HTTP/1.1\r\nHost: " + host +
                                                      "\r\nUser-Agent: nsfollow/" NSFOLLOW_VERSION
                                                      "\r\nAccept: */*\r\n\r\n"});
}

TEST_CASE("a JSON page gives the member that was asked for") {
  const WebServer server{page(R"({"ip":"5.6.7.8"})")};
  CHECK(ask(server, {"--json", "ip"}) == "address 5.6.7.8\n");
  CHECK(ask(server, {"--json", "you"}) == "failed the JSON object has no \"you\"\n");
}

TEST_CASE("nothing in the environment changes a request") {
  const WebServer server{page("5.6.7.8")}, proxy{page("9.9.9.9")};
  const TempDir dir;
  const auto log = (dir / "keys").string();
  write_file(dir / ".curlrc", "proxy = " + proxy.url() + "\n");
  write_file(dir / ".netrc", "default login a password b\n");
  const auto by = proxy.url();
  const auto ended =
      probe({server.url()},
            {"http_proxy=" + by, "HTTP_PROXY=" + by, "https_proxy=" + by, "ALL_PROXY=" + by,
             "all_proxy=" + by, "NO_PROXY=", "no_proxy=", "HOME=" + dir.path().string(),
             "SSLKEYLOGFILE=" + log, "CURL_CA_BUNDLE=/none", "CURL_HOME=" + dir.path().string(),
             "OPENSSL_CONF=/none"});
  CHECK(ended.said == "address 5.6.7.8\n");
  CHECK_FALSE(std::filesystem::exists(log));
  WebServer fresh{page("5.6.7.8")};
  CHECK(ask(fresh) == "address 5.6.7.8\n");
  CHECK_THAT(fresh.requests().at(0), !ContainsSubstring("Authorization"));
}

TEST_CASE("a redirect is told and not followed, wherever it leads") {
  const WebServer elsewhere{page("9.9.9.9")};
  const auto there = elsewhere.url(), by_name = elsewhere.url("localhost");
  const auto to = GENERATE_COPY(as<std::string>{}, there, by_name, "file:///etc/passwd", "/ip",
                                "//127.0.0.1:22/", "gopher://x/");
  const auto status = GENERATE(as<std::string>{}, "301 Moved", "302 Found", "307 x", "308 x");
  WebServer server{page("9.9.9.9", status, "Location: " + to + "\r\n")};
  const auto said = ask(server);
  CHECK_THAT(said,
             ContainsSubstring("failed it redirects to \"" + (to == "/ip"            ? server.url()
                                                              : to.starts_with("//") ? "http:" + to
                                                                                     : to)));
  CHECK(server.requests().size() == 1);
}

TEST_CASE("who is asked too often says for how long to stay away, at most a day") {
  const auto [retry, told] = GENERATE(table<std::string, std::string>({
      {"", "-"},
      {"Retry-After: 120\r\n", "120"},
      {"Retry-After: 0\r\n", "-"},
      {"Retry-After: -5\r\n", "-"},
      {"Retry-After: soon\r\n", "-"},
      {"Retry-After: 86400\r\n", "86400"},
      {"Retry-After: 86401\r\n", "86400"},
      {"Retry-After: 99999999999999999999999999\r\n", "86400"},
      {"Retry-After: Fri, 31 Dec 2199 23:59:59 GMT\r\n", "86400"},
      {"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", "-"},
  }));
  const auto status = GENERATE(as<std::string>{}, "403", "429", "503");
  const WebServer server{page("5.6.7.8", status + " no", retry)};
  CHECK(ask(server) == "unwelcome " + status + " " + told + "\n");
}

TEST_CASE("a page with another status is none") {
  const auto status = GENERATE(as<std::string>{}, "201", "204", "404", "500", "304");
  const WebServer server{page(status == "204" || status == "304" ? "" : "5.6.7.8", status + " x")};
  CHECK(ask(server) == "failed it answers with HTTP status " + status + "\n");
}

TEST_CASE("a page without end is left after 4096 bytes") {
  const auto begin = GENERATE(as<std::string>{}, "HTTP/1.1 200 OK\r\n\r\n",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                              "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
  const WebServer server{[=](const Visitor& visitor, const std::string&) {
    visitor.say(begin);
    while (visitor.say("400\r\n" + std::string(1024, ' ') + "\r\n")) {
    }
  }};
  CHECK(ask(server) == "failed the page is longer than 4096 bytes\n");
}

TEST_CASE("a page of 4096 bytes is read, and one byte more is too long") {
  CHECK(ask(WebServer{page(std::string(4089, ' ') + "5.6.7.8")}) == "address 5.6.7.8\n");
  CHECK(ask(WebServer{page(std::string(4090, ' ') + "5.6.7.8")}) ==
        "failed the page is longer than 4096 bytes\n");
}

TEST_CASE("headers without end are left after 16 KiB") {
  const auto header = GENERATE(as<std::string>{}, "X-A: b\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
                               "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
  const WebServer server{[=](const Visitor& visitor, const std::string&) {
    if (header.starts_with("X")) visitor.say("HTTP/1.1 200 OK\r\n");
    while (visitor.say(header)) {
    }
  }};
  CHECK(ask(server) == "failed the headers of the page have no end\n");
}

TEST_CASE("a server that dawdles is left at the end of the time") {
  const WebServer server{[](const Visitor& visitor, const std::string&) {
    if (!visitor.say("HTTP/1.1 200 OK\r\n\r\n")) return;
    while (visitor.say(" ")) std::this_thread::sleep_for(50ms);
  }};
  const auto ended = probe({"--timeout", "1", server.url()});
  CHECK(ended.said == "failed no complete answer in 1 s\n");
  CHECK(ended.took < 3s);
}

TEST_CASE("nothing is unpacked, and nothing that is no answer is taken for one") {
  const auto [answer, told] = GENERATE(table<std::string, std::string>({
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08x",
       "failed what came is no address: \"\\x1f\\x8b\\x08x\"\n"},
      {"HTTP/1.1 200 OK\r\nX: 5.6.7.8\r\nSet-Cookie: ip=5.6.7.8\r\nContent-Length: 0\r\n\r\n",
       "failed the page is empty\n"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n5.6.7", "failed "},
      {"5.6.7.8\n", "failed "},
      {"", "failed "},
      {std::string(5000, '\0'), "failed "},
  }));
  const auto text = answer;
  const WebServer server{[=](const Visitor& visitor, const std::string&) { visitor.say(text); }};
  const auto said = ask(server);
  CHECK(said.starts_with(told));
  CHECK(said.find('\n') == said.size() - 1);
}

TEST_CASE("the family that is asked for is the one that a request takes") {
  if (!enter_private_network()) return;
  const WebServer v4{page("5.6.7.8")}, v6{page("2a00:1234::1"), true};
  const auto said = [](std::string family, const std::string& url) {
    return probe({"--family", std::move(family), "--timeout", "2", url}).said;
  };
  CHECK(said("ipv4", v4.url("localhost")) == "address 5.6.7.8\n");
  CHECK(said("ipv6", v6.url("localhost")) == "address 2a00:1234::1\n");
  CHECK(said("ipv6", v4.url("localhost")).starts_with("failed "));
  CHECK(said("ipv4", v6.url("localhost")).starts_with("failed "));
  CHECK(said("ipv4", v6.url("[::1]")).starts_with("failed "));
}

TEST_CASE("a request leaves by the interface that is named, or not at all") {
  const WebServer server{page("5.6.7.8")};
  CHECK(ask(server, {"--interface", "lo"}) == "address 5.6.7.8\n");
  CHECK(ask(server, {"--interface", "nosuch0"}).starts_with("failed "));
  CHECK(ask(server, {"--interface", "127.0.0.1"}).starts_with("failed "));
}

TEST_CASE("only http and https are spoken, and nothing is guessed") {
  const auto url = GENERATE(as<std::string>{}, "file:///etc/hostname", "ftp://127.0.0.1/",
                            "127.0.0.1", "gopher://127.0.0.1/", "HTTP://127.0.0.1/", "x");
  const auto ended = probe({url});
  CHECK(ended.code == 1);
  CHECK(ended.said == "failed the URL begins neither with http:// nor with https://\n");
}

TEST_CASE("wrong use is told, and nothing is asked") {
  WebServer server{page("5.6.7.8")};
  const auto url = server.url();
  const auto words = GENERATE_COPY(
      std::vector<std::string>{}, std::vector<std::string>{url, url},
      std::vector<std::string>{"--family", "ipv5", url},
      std::vector<std::string>{"--timeout", "0", url},
      std::vector<std::string>{"--timeout", "61", url},
      std::vector<std::string>{"--timeout", "1s", url}, std::vector<std::string>{"--insecure", url},
      std::vector<std::string>{"--json", "", url}, std::vector<std::string>{"--ca", "/none", url});
  const auto ended = probe(words);
  CHECK(ended.code == 1);
  CHECK(ended.said == "");
  CHECK(ended.complained.starts_with("nsfollow"));
  CHECK(server.requests().empty());
}

TEST_CASE("while it meets a server the probe can do nothing else", "[native]") {
  const auto ours = "\nPPid:\t" + std::to_string(getpid()) + '\n';
  std::string status;
  const WebServer server{[&](const Visitor& visitor, const std::string& request) {
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
      const auto text = read_file(entry.path() / "status");
      if (text.starts_with("Name:\tnsfollow-echo") && text.find(ours) != text.npos) status = text;
    }
    page("5.6.7.8")(visitor, request);
  }};
  CHECK(ask(server) == "address 5.6.7.8\n");
  CHECK_THAT(status, ContainsSubstring("\nNoNewPrivs:\t1\n"));
  CHECK_THAT(status, ContainsSubstring("\nCapEff:\t0000000000000000\n"));
  if (geteuid() == 0) {
    CHECK_THAT(status, ContainsSubstring("\nUid:\t65534\t65534\t65534\t65534\n"));
    CHECK_THAT(status, ContainsSubstring("\nGroups:\t \n"));
  }
}
