// SPDX-License-Identifier: MIT
// The marks in a record's text: "{home.ipv4}", "{home.ipv6/64}".
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "base/result.h"
#include "core/policy.h"
#include "settings/section.h"

namespace nsfollow::settings {

// The hosts of the file by their names, for marks to find.
class HostBook {
 public:
  // The drafts must outlive the book, and have their zones.
  explicit HostBook(const std::vector<HostDraft>& hosts);

  // The host of a mark in a record of this zone: its full name, or its first labels where these
  // are enough.  The error is a predicate.
  [[nodiscard]] Result<std::size_t, std::string> find(std::string_view name, core::Family family,
                                                      const core::ZoneLabel& zone) const;

  // Whether the name alone is that of a host, or begins one's.
  [[nodiscard]] bool knows(std::string_view name) const;

 private:
  using Named = std::pair<std::string, std::size_t>;
  // Those of the full name, else those that it begins.
  [[nodiscard]] std::vector<Named> candidates(const std::string& name) const;
  [[nodiscard]] std::string nearest_to(std::string_view name) const;

  const std::vector<HostDraft>& hosts_;
  std::vector<Named> by_name_;  // sorted
};

// Without a mark one piece of text is left, in which "{{" and "}}" have become single; a text
// without anything has no piece.  The error is a predicate.
[[nodiscard]] Result<core::Template, std::string> parse_template(std::string_view text,
                                                                 const HostBook& hosts,
                                                                 const core::ZoneLabel& zone);

}  // namespace nsfollow::settings
