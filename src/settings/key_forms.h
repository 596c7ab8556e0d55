// SPDX-License-Identifier: MIT
// The forms in which name server tools write a TSIG key.
#pragma once
#include <string>
#include <string_view>
#include "settings/key_file.h"

namespace nsfollow::settings {

struct KeyFault {
  std::uint32_t line = 0;  // 0: the file as a whole
  std::string text;        // a predicate, or a sentence of its own; quotes nothing of the file
};

// Without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

// All of a key that was found in pieces: checks each, and adds the warnings about algorithms.
// The error is a predicate.  Secrets of less than 16 bytes are refused: 128 bits resist guessing.
[[nodiscard]] Result<KeyFile, std::string> make_key(std::string_view name,
                                                    std::string_view algorithm,
                                                    std::string_view secret);

// named.conf(5): key "name" { algorithm ...; secret "..."; };
[[nodiscard]] bool is_bind_key(std::string_view text);
[[nodiscard]] Result<KeyFile, KeyFault> parse_bind_key(std::string_view text);

// K*.private of dnssec-keygen: the name stands in the file's name alone.
[[nodiscard]] Result<KeyFile, KeyFault> parse_private_key(std::string_view text,
                                                          std::string_view file_name);

// Knot's `keymgr -t`: YAML behind a comment with algorithm:name:secret.
[[nodiscard]] bool is_keymgr_output(std::string_view text);
[[nodiscard]] Result<KeyFile, KeyFault> parse_keymgr_output(std::string_view text);

}  // namespace nsfollow::settings
