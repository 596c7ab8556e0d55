// SPDX-License-Identifier: MIT
// Who may read a file with a secret in it, and the reading of small files.
#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>
#include <string>
#include "base/result.h"
#include "settings/account.h"

namespace nsfollow::settings {

struct Owned {  // what fstat(2) says of an open file
  uid_t owner = 0;
  gid_t group = 0;
  mode_t mode = 0;
};

// Who asks.  Root also judges for the account that the daemon runs as, so that `nsfollow check` by
// root agrees with the daemon.
struct Reader {
  Account self;
  std::optional<Account> service;  // the user nsfollow, where self is root
};

// A secret must be owned by root or by the reader and closed to all others, with one exception:
// root:nsfollow 0640, readable by the reader's own group.  Says what is wrong and what to type;
// empty when all is well.
[[nodiscard]] std::string complain_of_access(const std::filesystem::path& file, const Owned& owned,
                                             const Reader& reader);
// The same where this process is the reader.
[[nodiscard]] std::string complain_of_access(const std::filesystem::path& file, const Owned& owned);

struct Content {
  std::string text;
  Owned owned;
  Content() = default;
  Content(Content&&) noexcept = default;
  Content& operator=(Content&&) noexcept = default;
  ~Content();  // wipes the text
};

// Follows symbolic links; what they lead to must be a regular file of at most `most` bytes.
// The error begins with the file's name.
[[nodiscard]] Result<Content> read_file(const std::filesystem::path& file, std::size_t most);

}  // namespace nsfollow::settings
