// SPDX-License-Identifier: MIT
// What `nsfollow setup` prints: the configuration of a name server and of its clients, as text that
// can be pasted.  Everything in a Setup has been parsed, so nothing here needs quoting.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>
#include "base/result.h"
#include "cli/arguments.h"
#include "core/dns_name.h"
#include "core/server.h"
#include "core/tsig_key.h"

namespace nsfollow::cli {

struct SetupClient {  // one machine and its key
  core::DnsName key;
  std::vector<core::DnsName> names;  // at least one
  std::string secret = {};           // base64
};

struct Setup {
  enum class ServerType : std::uint8_t { bind, knot, powerdns };
  enum class Rights : std::uint8_t { host, zone };

  ServerType server_type = ServerType::bind;
  core::DnsName zone;
  std::optional<core::Server> server;
  core::TsigAlgorithm algorithm = core::TsigAlgorithm::hmac_sha256;
  Rights rights = Rights::host;
  std::vector<core::DnsName> reverse_zones;
  std::vector<SetupClient> clients;  // the first is this machine
  std::filesystem::path config;

  // Everything but the secrets.  Fails with Code::use.
  [[nodiscard]] static Result<Setup> parse(const Arguments& arguments);
};

// What goes into one place: a file, or a shell.
struct SetupPart {
  std::string place;
  std::string text;           // whole lines
  std::string comment = "#";  // how a comment begins there
};
[[nodiscard]] std::string to_text(const SetupPart& part);

[[nodiscard]] std::vector<SetupPart> bind_parts(const Setup& setup);
[[nodiscard]] std::vector<SetupPart> knot_parts(const Setup& setup);
[[nodiscard]] std::vector<SetupPart> powerdns_parts(const Setup& setup);

// "A AAAA", for rights of one name or of a whole zone.
[[nodiscard]] std::vector<std::string_view> types_of(Setup::Rights rights);

// The NS of a new zone, and its address where the zone itself must tell it.  None where `setup`
// does not say enough for that.
struct ZoneServer {
  std::string name;
  std::string address = {};
};
[[nodiscard]] std::optional<ZoneServer> zone_server(const Setup& setup);
[[nodiscard]] std::string soa(const ZoneServer& server, const core::DnsName& zone);
// The files of all zones, for where they are new.  `file`: of a zone.
[[nodiscard]] std::vector<SetupPart> zone_files(const Setup& setup,
                                                std::string (*file)(const core::DnsName&));

// What a client wants: its key file, in the form of BIND's configuration, and its nsfollow.toml.
[[nodiscard]] std::filesystem::path key_file(const Setup& setup, const SetupClient& client);
[[nodiscard]] std::string key_text(const Setup& setup, const SetupClient& client);
[[nodiscard]] std::string config_text(const Setup& setup, const SetupClient& client);

// Makes the file, for root and the watcher alone: mode 0640 and the group nsfollow where this
// process may give it to that, else 0600.  False when there is one already, which stays as it is.
[[nodiscard]] Result<bool> write_new(const std::filesystem::path& file, std::string_view text);

}  // namespace nsfollow::cli
