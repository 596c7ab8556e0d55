// SPDX-License-Identifier: MIT
// TSIG keys as people keep them.  No error or warning of this file ever quotes what it read,
// because a broken key file has its secret in an unexpected place.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>
#include "base/result.h"
#include "core/tsig_key.h"

namespace nsfollow::settings {

struct KeyFile {
  core::TsigKey key;
  std::vector<std::string> warnings;  // without the file's name
};

// guarded: the file must be ours or root's, and closed to others; see access.h.  open: any file.
enum class KeyAccess : std::uint8_t { guarded, open };

// Errors begin with the file's name, with ":line" where there is one.
[[nodiscard]] Result<KeyFile> read_key_file(const std::filesystem::path& file, KeyAccess access);

// One of: BIND's `key "name" { algorithm hmac-sha256; secret "..."; };`, a K*.private file of
// dnssec-keygen (the key's name is in the file's name), the output of `keymgr -t`, or one line
// `algorithm:name:secret`.
[[nodiscard]] Result<KeyFile> parse_key(std::string_view text, std::string_view file_name);

// The last of these forms alone, also nsupdate -y's; the error is a predicate: "has no ...".
[[nodiscard]] Result<KeyFile, std::string> parse_inline_key(std::string_view text);

}  // namespace nsfollow::settings
