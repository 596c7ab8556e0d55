// SPDX-License-Identifier: MIT
// The forms in which name server tools write TSIG keys.
#pragma once
#include <string>
#include <string_view>
#include "settings/key_file.h"

namespace nsfollow::settings {

struct KeyFault {
  std::uint32_t line = 0;  // 0: the file as a whole
  std::string text;        // a predicate, or a sentence of its own; quotes nothing of the file
};

struct FoundKey {
  KeyFile file;
  std::uint32_t line = 0;
};
using FoundKeys = std::vector<FoundKey>;  // in the order of the file; at least one

// Without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
// The first line, which is taken off the text.
[[nodiscard]] std::string_view take_line(std::string_view& text);
// The first word, which is taken off the text together with the white space around it.
[[nodiscard]] std::string_view take_word(std::string_view& text);

// All of a key that was found in pieces: checks each, and adds the warnings about algorithms.
// "hmac-sha512-256" is an algorithm, too.  The error is a predicate.  Secrets of less than 16 bytes
// are refused: 128 bits resist guessing.
[[nodiscard]] Result<KeyFile, std::string> make_key(std::string_view name,
                                                    std::string_view algorithm,
                                                    std::string_view secret);

// named.conf(5): key "name" { algorithm ...; secret "..."; };
[[nodiscard]] bool is_bind_key(std::string_view text);
[[nodiscard]] Result<FoundKeys, KeyFault> parse_bind_keys(std::string_view text);

// Knot's section "key:" in YAML.
[[nodiscard]] bool is_knot_key(std::string_view text);
[[nodiscard]] Result<FoundKeys, KeyFault> parse_knot_keys(std::string_view text);

// Lines `algorithm:name:secret` or `key algorithm:name secret`.  Comments are skipped; where
// nothing else is there, those that hold a key are taken.
[[nodiscard]] bool is_key_command(std::string_view text);
[[nodiscard]] Result<FoundKeys, KeyFault> parse_key_lines(std::string_view text);

// The pair that dnssec-keygen makes: of the private half, the name stands in the file's name alone.
[[nodiscard]] bool is_private_key(std::string_view text);
[[nodiscard]] Result<FoundKeys, KeyFault> parse_private_key(std::string_view text,
                                                            std::string_view file_name);
[[nodiscard]] bool is_public_key(std::string_view file_name);  // K*.key
[[nodiscard]] Result<FoundKeys, KeyFault> parse_public_key(std::string_view text);

}  // namespace nsfollow::settings
