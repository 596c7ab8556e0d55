// SPDX-License-Identifier: MIT
// TSIG keys as people keep them.  No error or warning of this file quotes what it read, because a
// broken key file has its secret in an unexpected place; only names of good keys are told.
#pragma once
#include <filesystem>
#include <optional>
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

enum class KeyAccess : std::uint8_t {
  guarded,  // the file must be ours or root's, and closed to others; see access.h
  open,     // any file, but warn
  foreign,  // somebody else has seen to it: a credential of systemd's
};

struct KeyPlace {
  std::filesystem::path file;
  KeyAccess access = KeyAccess::guarded;
  std::optional<core::DnsName> name{};  // which key, of those in the file; none: the only one
};

// Errors begin with the file's name, with ":line" where there is one.
[[nodiscard]] Result<KeyFile> read_key_file(const KeyPlace& place);

// The file holds keys in one of these forms, several of each but the last:
// - BIND's `key "name" { algorithm hmac-sha256; secret "..."; };`
// - Knot's, as `keymgr -t` prints it: YAML, or the comment before it
// - lines `algorithm:name:secret`, or `key algorithm:name secret` as nsupdate reads it
// - a K*.private or K*.key of dnssec-keygen (one name stands in the file's name)
[[nodiscard]] Result<KeyFile> parse_key(std::string_view text, std::string_view file_name,
                                        const std::optional<core::DnsName>& name = std::nullopt);

// `algorithm:name:secret` alone, also nsupdate -y's; the error is a predicate: "has no ...".
[[nodiscard]] Result<KeyFile, std::string> parse_inline_key(std::string_view text);

}  // namespace nsfollow::settings
