// SPDX-License-Identifier: MIT
// What setup understands and makes.  That servers take it is shown in tests/system.
#include "cli/setup.h"
#include <sys/stat.h>
#include <unistd.h>
#include <regex>
#include "cli/program.h"
#include "settings/base64.h"
#include "settings/settings.h"
#include "support/catch.h"

using namespace nsfollow;
using namespace nsfollow::test;
using cli::Setup;
namespace fs = std::filesystem;

namespace {

const cli::Grammar grammar{{"--write"},
                           32,
                           {"--server-type", "--zone", "--server", "--key-name", "--algorithm",
                            "--rights", "--reverse", "--user"}};

// With a secret that shows.
Result<Setup> parse(std::vector<std::string> words) {
  std::vector<char*> given;
  for (auto& word : words) given.push_back(word.data());
  const auto arguments = cli::Arguments::parse(given, grammar);
  REQUIRE(arguments);
  auto setup = Setup::parse(*arguments);
  if (setup)
    for (auto& client : setup->clients) client.secret = "c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbg==";
  return setup;
}

Setup bind(std::vector<std::string> words) {
  words.insert(words.end(), {"--server-type", "bind", "--server", "ns1.example.com"});
  auto setup = parse(words);
  REQUIRE(setup);
  return *std::move(setup);
}

std::string error_of(std::vector<std::string> words) {
  const auto setup = parse(std::move(words));
  if (setup) return "";
  CHECK(setup.error().code == Error::Code::use);
  return setup.error().text;
}

std::string error_of_bind(std::vector<std::string> words) {
  words.insert(words.end(), {"--server-type", "bind"});
  return error_of(std::move(words));
}

std::string all(const std::vector<cli::SetupPart>& parts) {
  std::string text;
  for (const auto& part : parts) text += to_text(part);
  return text;
}

std::vector<std::string> secrets_in(const std::string& text) {
  const std::regex secret{"secret \"([^\"]+)\""};
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), secret}, end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

}  // namespace

TEST_CASE("a name alone is enough: its zone, its key and the narrowest rights follow", "[setup]") {
  const auto setup = bind({"Host1.D.example.com."});
  CHECK(setup.zone.to_text() == "d.example.com");
  REQUIRE(setup.clients.size() == 1);
  CHECK(setup.clients[0].key.to_text() == "host1.d.example.com");
  CHECK(setup.rights == Setup::Rights::host);
  CHECK(setup.algorithm == core::TsigAlgorithm::hmac_sha256);
  CHECK(setup.reverse_zones.empty());
  CHECK_THAT(all(bind_parts(setup)), ContainsSubstring("\tupdate-policy {\n"
                                                       "\t\tgrant \"host1.d.example.com\" name "
                                                       "\"host1.d.example.com\" A AAAA;\n"
                                                       "\t};\n"));
}

TEST_CASE("every user has a key and rights of its own", "[setup]") {
  const auto setup = bind({"a.d.example.com", "b.d.example.com", "--key-name", "mine", "--user",
                           "c.d.example.com,x.c.d.example.com", "--user=e.d.example.com"});
  REQUIRE(setup.clients.size() == 3);
  const auto text = all(bind_parts(setup));
  CHECK_THAT(text, ContainsSubstring("grant \"mine\" name \"a.d.example.com\" A AAAA;\n"
                                     "\t\tgrant \"mine\" name \"b.d.example.com\" A AAAA;\n"
                                     "\t\tgrant \"c.d.example.com\" name \"c.d.example.com\" A "
                                     "AAAA;\n"
                                     "\t\tgrant \"c.d.example.com\" name \"x.c.d.example.com\" A "
                                     "AAAA;\n"
                                     "\t\tgrant \"e.d.example.com\" name \"e.d.example.com\" A "
                                     "AAAA;\n\t};"));
  CHECK(secrets_in(text).size() == 3);
}

TEST_CASE("a wildcard has a key without the star, which would be a pattern", "[setup]") {
  const auto setup = bind({"*.d.example.com"});
  CHECK(setup.zone.to_text() == "d.example.com");
  CHECK(setup.clients[0].key.to_text() == "d.example.com");
  CHECK_THAT(error_of_bind({"a.d.example.com", "--key-name=*.d.example.com"}),
             ContainsSubstring("the key name \"*.d.example.com\" is a wildcard"));
}

TEST_CASE("rights of a zone name their types as well", "[setup]") {
  const auto setup = bind({"host1.d.example.com", "--rights=zone"});
  CHECK_THAT(
      all(bind_parts(setup)),
      ContainsSubstring("grant \"host1.d.example.com\" zonesub A AAAA CNAME MX TXT SRV SSHFP "
                        "TLSA CAA SVCB HTTPS;\n\t};"));
}

TEST_CASE("a prefix is the reverse zone of its labels", "[setup]") {
  const auto [prefix, zone] = GENERATE(table<std::string, std::string>({
      {"192.0.2.0/24", "2.0.192.in-addr.arpa"},
      {"10.0.0.0/8", "10.in-addr.arpa"},
      {"192.0.2.7/32", "7.2.0.192.in-addr.arpa"},
      {"2001:db8::/32", "8.b.d.0.1.0.0.2.ip6.arpa"},
      {"2001:db8:0:1200::/56", "2.1.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"},
  }));
  const auto setup = bind({"host1.d.example.com", "--reverse", prefix, "--reverse", prefix});
  REQUIRE(setup.reverse_zones.size() == 1);
  CHECK(setup.reverse_zones[0].to_text() == zone);
  CHECK_THAT(all(bind_parts(setup)), ContainsSubstring("zonesub PTR;"));
  CHECK_THAT(config_text(setup, setup.clients[0]), ContainsSubstring("\nreverse = true\n"));
}

TEST_CASE("the client's configuration is one that nsfollow reads", "[setup]") {
  const TempDir dir;
  const auto setup = bind({"host1.d.example.com", "b.d.example.com", "--reverse=5.6.7.0/24",
                           "--config=" + (dir / "n.toml").string()});
  CHECK(key_file(setup, setup.clients[0]) == dir / "host1.d.example.com.key");
  REQUIRE(*cli::write_new(key_file(setup, setup.clients[0]), key_text(setup, setup.clients[0])));
  REQUIRE(*cli::write_new(setup.config, config_text(setup, setup.clients[0])));
  const auto settings = settings::load(setup.config);
  REQUIRE(settings);
  CHECK(settings->warnings.empty());
  CHECK(settings->policy.zones.size() == 2);
  REQUIRE(settings->policy.hosts.size() == 2);
  CHECK(settings->policy.hosts[1].name.to_text() == "b.d.example.com");
  CHECK(settings->policy.hosts[1].reverse);
}

TEST_CASE("a server that is not known yet is an error until it is filled in", "[setup]") {
  const TempDir dir;
  const auto setup =
      parse({"host1.d.example.com", "--server-type=knot", "--config=" + (dir / "n.toml").string()});
  REQUIRE(setup);
  REQUIRE(
      *cli::write_new(key_file(*setup, setup->clients[0]), key_text(*setup, setup->clients[0])));
  REQUIRE(*cli::write_new(setup->config, config_text(*setup, setup->clients[0])));
  const auto settings = settings::load(setup->config);
  REQUIRE_FALSE(settings);
  CHECK_THAT(settings.error().text, ContainsSubstring("server"));
}

TEST_CASE("a new zone gets a file where the server's address is known", "[setup]") {
  const auto file_for = [](const std::string& server) {
    const auto setup = parse({"h.d.example.com", "--server-type=knot", "--server=" + server});
    REQUIRE(setup);
    return all(knot_parts(*setup));
  };
  CHECK_THAT(file_for("192.0.2.1:5353"),
             ContainsSubstring("@ SOA ns1.d.example.com. hostmaster.d.example.com. 1 ") &&
                 ContainsSubstring("\nns1 A 192.0.2.1\n"));
  CHECK_THAT(file_for("2001:db8::1"), ContainsSubstring("\nns1 AAAA 2001:db8::1\n"));
  CHECK_THAT(file_for("ns.example.net"), ContainsSubstring("\n@ NS ns.example.net.\n"));
  CHECK_THAT(file_for("ns.d.example.com"), !ContainsSubstring("\n@ NS "));
  CHECK_THAT(file_for("nsbox"), !ContainsSubstring("\n@ NS "));
}

TEST_CASE("PowerDNS has rights of a whole zone, and says so, unless a policy is asked for",
          "[setup]") {
  const auto wide = parse({"h.d.example.com", "--server-type=powerdns"});
  REQUIRE(wide);
  CHECK(wide->rights == Setup::Rights::zone);
  CHECK_THAT(all(powerdns_parts(*wide)),
             ContainsSubstring("each key below may change every record") &&
                 !ContainsSubstring("lua-dnsupdate-policy-script"));
  const auto narrow = parse({"h.d.example.com", "--server-type=powerdns", "--rights=host"});
  REQUIRE(narrow);
  CHECK_THAT(all(powerdns_parts(*narrow)),
             ContainsSubstring("lua-dnsupdate-policy-script=/etc/powerdns/nsfollow.lua") &&
                 ContainsSubstring("[\"h.d.example.com\"] = { [\"h.d.example.com\"] = true, }"));
}

TEST_CASE("PowerDNS is told who may update before it is told that anybody may", "[setup]") {
  const auto setup = parse({"h.d.example.com", "--server-type=powerdns", "--reverse=192.0.2.0/24"});
  REQUIRE(setup);
  const auto text = all(powerdns_parts(*setup));
  for (const std::string zone : {"d.example.com", "2.0.192.in-addr.arpa"}) {
    const auto who = text.find("add-meta " + zone + " TSIG-ALLOW-DNSUPDATE h.d.example.com");
    const auto from = text.find("set-meta " + zone + " ALLOW-DNSUPDATE-FROM");
    CHECK(who != std::string::npos);
    CHECK(from != std::string::npos);
    CHECK(who < from);
  }
}

TEST_CASE("wrong words for setup are told with the right ones", "[setup]") {
  CHECK(error_of({"--server-type", "bind"}) ==
        "setup wants the name that shall follow this machine");
  CHECK(error_of({"h.d.example.com"}) == "setup wants --server-type: bind, knot or powerdns");
  CHECK(error_of({"h.d.example.com", "--server-type", "bnd"}) ==
        "--server-type is one of bind, knot, powerdns, not \"bnd\"; did you mean \"bind\"?");
  CHECK_THAT(error_of_bind({"h.d.example.com", "--rights=hosts"}),
             ContainsSubstring("did you mean \"host\"?"));
  CHECK_THAT(error_of_bind({"h.d.example.com", "--algorithm=hmac-md5"}),
             ContainsSubstring("--algorithm is one of hmac-sha224, hmac-sha256, "));
  CHECK(error_of_bind({"h.d.example.com", "--zone=e.example.com"}) ==
        "h.d.example.com is not in the zone e.example.com");
  CHECK(error_of_bind({"example.com"}) == "--zone must say which zone example.com is in");
  CHECK(error_of_bind({"host1"}) == "--zone must say which zone host1 is in");
  CHECK(error_of_bind({"h.d.example.com", "h.d.example.com."}) == "h.d.example.com is there twice");
  CHECK_THAT(error_of_bind({"h.d.example.com", "--user=i.d.example.com", "--user=j.d.example.com",
                            "--key-name=i.d.example.com"}),
             ContainsSubstring("two machines would have the key i.d.example.com"));
  CHECK_THAT(error_of_bind({"h.d.example.com", "--server=192.0.2.300"}),
             ContainsSubstring("is neither an address nor a host name"));
  CHECK_THAT(error_of_bind({"h.d.example.com", "--reverse=192.0.2.0/25"}),
             ContainsSubstring("must be 8, 16, 24 or 32"));
  CHECK_THAT(error_of_bind({"h.d.example.com", "--reverse=192.0.2.1/24"}),
             ContainsSubstring("did you mean \"192.0.2.0/24\"?"));
  CHECK_THAT(error_of_bind({"h.d.example.com", "--reverse=2001:db8::/33"}),
             ContainsSubstring("a multiple of 4"));
}

TEST_CASE("nothing that a shell or a server would obey gets into what is pasted", "[setup]") {
  const std::string hostile =
      GENERATE(as<std::string>{}, "h;reboot.d.example.com", "$(reboot).d.example.com",
               "h\n.d.example.com", "h\".d.example.com", "-h.d.example.com", "'.d.example.com",
               "h d.example.com", "\x1b[2J.d.example.com", "", "..", ".");
  for (const std::string option :
       {"--user=", "--zone=", "--key-name=", "--server=", "--reverse="}) {
    if (option == "--server=" && hostile == "-h.d.example.com") continue;  // no word of a command
    if (hostile.empty() && option != "--user=") continue;                  // no value at all
    auto words = std::vector<std::string>{"a.d.example.com", option + hostile};
    if (hostile.empty()) words[1] = "--user=,";
    const auto text = error_of_bind(words);
    CHECK(text != "");
    CHECK_THAT(text, !ContainsSubstring("\x1b") && !ContainsSubstring("\n"));
  }
}

TEST_CASE("a new file is closed to others, and an old one stays", "[setup]") {
  const TempDir dir;
  const auto file = dir / "a.key";
  const auto umask_before = ::umask(GENERATE(0U, 0777U));
  const auto made = cli::write_new(file, "first");
  ::umask(umask_before);
  REQUIRE(made);
  CHECK(*made);
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  const bool group_may = (status.st_mode & 0777) == 0640 && ::geteuid() == 0;
  CHECK(((status.st_mode & 0777) == 0600 || group_may));
  const auto again = cli::write_new(file, "second");
  REQUIRE(again);
  CHECK_FALSE(*again);
  CHECK(read_file(file) == "first");

  SECTION("also where it is a link to nowhere") {
    fs::create_symlink(dir / "elsewhere", dir / "link");
    CHECK_FALSE(*cli::write_new(dir / "link", "x"));
    CHECK_FALSE(fs::exists(dir / "elsewhere"));
  }
  SECTION("and a directory that is not there is an error") {
    const auto nowhere = cli::write_new(dir / "none/a.key", "x");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == Error::Code::system);
  }
}

TEST_CASE("each time there is another key of 32 bytes, the same for both sides", "[setup]") {
  const std::vector<std::string> words{"setup", "h.d.example.com", "--server-type", "bind"};
  const auto first = nsfollow_says(words), second = nsfollow_says(words);
  CHECK(first.code == 0);
  CHECK(first.err == "");
  const auto secrets = secrets_in(first.out);
  REQUIRE(secrets.size() == 2);
  CHECK(secrets[0] == secrets[1]);
  CHECK(settings::decode_base64(secrets[0])->bytes().size() == 32);
  CHECK_THAT(second.out, !ContainsSubstring(secrets[0]));
}

TEST_CASE("setup --write makes this machine's files and prints the rest", "[setup]") {
  const TempDir dir;
  const auto config = (dir / "nsfollow.toml").string();
  const std::vector<std::string> words{"setup",
                                       "h.d.example.com",
                                       "--server-type=bind",
                                       "--server=ns1.example.com",
                                       "--write",
                                       "--config",
                                       config};
  auto without_server = words;
  without_server.erase(without_server.begin() + 3);
  CHECK(nsfollow_says(without_server).code == 1);
  CHECK(fs::is_empty(dir.path()));

  const auto ended = nsfollow_says(words);
  CHECK(ended.code == 0);
  CHECK(secrets_in(ended.out).size() == 1);
  CHECK_THAT(ended.out, ContainsSubstring("# Written already: " + config));
  CHECK(secrets_in(read_file(dir / "h.d.example.com.key")) == secrets_in(ended.out));
  CHECK(nsfollow_says({"check", "--config", config}).code == 0);

  SECTION("it never writes over a key") {
    const auto key = read_file(dir / "h.d.example.com.key");
    const auto again = nsfollow_says(words);
    CHECK(again.code == 3);
    CHECK(again.out == "");
    CHECK_THAT(again.err, ContainsSubstring("there is a key in "));
    CHECK(read_file(dir / "h.d.example.com.key") == key);
  }
  SECTION("and says what to add to a configuration that is there") {
    auto other = words;
    other[1] = "i.d.example.com";
    const auto before = read_file(config);
    const auto more = nsfollow_says(other);
    CHECK(more.code == 0);
    CHECK(read_file(config) == before);
    CHECK_THAT(more.out, ContainsSubstring(
                             "# ==== this machine, in place of the example or added to: " + config +
                             " ====\n"
                             "[zone.\"d.example.com\"]\n"));
    CHECK(fs::exists(dir / "i.d.example.com.key"));
  }
}
