// SPDX-License-Identifier: MIT
#include "cli/setup.h"
#include <sys/random.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include "base/secret.h"
#include "cli/commands.h"
#include "settings/base64.h"

namespace nsfollow::cli {

namespace {

// RFC 8945 8: at least as long as what the algorithm makes of it.
std::size_t secret_size(core::TsigAlgorithm algorithm) {
  switch (algorithm) {
    case core::TsigAlgorithm::hmac_md5:
    case core::TsigAlgorithm::hmac_sha1:
    case core::TsigAlgorithm::hmac_sha224:
    case core::TsigAlgorithm::hmac_sha256:
      return 32;
    case core::TsigAlgorithm::hmac_sha384:
      return 48;
    case core::TsigAlgorithm::hmac_sha512:
      return 64;
  }
  return 64;
}

// Waits for the kernel's random numbers where a machine has only just started.
Result<std::string> make_secret(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t have = 0; have < size;) {
    const auto got = getrandom(bytes.data() + have, size - have, 0);
    if (got > 0) have += static_cast<std::size_t>(got);
    if (got < 0 && errno != EINTR)
      return Error{Error::Code::system,
                   "no random numbers: " + std::generic_category().message(errno)};
  }
  const Secret secret{std::move(bytes)};
  return settings::encode_base64(secret.bytes());
}

std::vector<SetupPart> server_parts(const Setup& setup) {
  switch (setup.server_type) {
    case Setup::ServerType::bind:
      return bind_parts(setup);
    case Setup::ServerType::knot:
      return knot_parts(setup);
    case Setup::ServerType::powerdns:
      return powerdns_parts(setup);
  }
  return {};
}

void add_client_parts(const Setup& setup, const SetupClient& client,
                      std::vector<SetupPart>& parts) {
  const bool here = &client == setup.clients.data();
  const auto machine = here ? std::string{"this machine"} : client.names[0].to_text();
  parts.push_back(
      {machine + ", new file, root:nsfollow, mode 0640: " + key_file(setup, client).string(),
       key_text(setup, client)});
  parts.push_back({machine + ": " + setup.config.string(), config_text(setup, client)});
}

// What --write has made, until all else has gone well.
class Made {
 public:
  Made() = default;
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;
  ~Made() {
    for (const auto& file : files_) ::unlink(file.c_str());
  }
  void add(const std::filesystem::path& file) { files_.push_back(file); }
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }
  void keep() { files_.clear(); }

 private:
  std::vector<std::filesystem::path> files_;
};

// This machine's part; what could not be written without changing a file of the user's is printed.
Result<Nothing> write_client(const Setup& setup, std::vector<SetupPart>& parts, Made& made) {
  const auto& client = setup.clients[0];
  const auto key = key_file(setup, client);
  const auto key_made = write_new(key, key_text(setup, client));
  if (!key_made) return key_made.error();
  if (!*key_made)
    return Error{Error::Code::system, "there is a key in " + log::escape(key.string()) +
                                          " already; --key-name gives the new one another name"};
  made.add(key);
  const auto text = config_text(setup, client);
  const auto config_made = write_new(setup.config, text);
  if (!config_made) return config_made.error();
  if (*config_made)
    made.add(setup.config);
  else
    parts.push_back(
        {"this machine, in place of the example or added to: " + setup.config.string(), text});
  return Nothing{};
}

bool print(const std::vector<SetupPart>& parts, const Made& made) {
  std::string text = "# What `nsfollow setup` asks to be done, and where.  It holds secrets.\n";
  for (const auto& file : made.files())
    text += "# Written already: " + log::escape(file.string()) + '\n';
  for (const auto& part : parts) text += '\n' + to_text(part);
  const bool whole = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  Secret::wipe(text);
  return whole;
}

}  // namespace

int setup(const Arguments& arguments) {
  auto setup = Setup::parse(arguments);
  if (!setup) return fail(setup.error());
  const bool write = arguments.has("--write");
  if (write && !setup->server)
    return fail({Error::Code::use, "--write wants --server, the primary of the zone"});
  for (auto& client : setup->clients) {
    auto secret = make_secret(secret_size(setup->algorithm));
    if (!secret) return fail(secret.error());
    client.secret = *std::move(secret);
  }
  auto parts = server_parts(*setup);
  Made made;
  if (write)
    if (auto written = write_client(*setup, parts, made); !written) return fail(written.error());
  for (const auto& client : setup->clients)
    if (!write || &client != setup->clients.data()) add_client_parts(*setup, client, parts);
  if (!print(parts, made))
    return fail({Error::Code::system, "cannot print: " + std::generic_category().message(errno)});
  made.keep();
  return 0;
}

}  // namespace nsfollow::cli
