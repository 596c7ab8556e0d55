// SPDX-License-Identifier: MIT
// The sections of the file.  What is written goes into drafts first, because a host may stand
// before its zone; when all is read, the drafts become the policy.
#pragma once
#include <map>
#include <vector>
#include "core/policy.h"
#include "core/tsig_key.h"
#include "settings/field.h"
#include "settings/settings.h"

namespace nsfollow::settings {

struct ZoneDraft {
  core::Zone zone;
  Place place;
  std::string header;  // [zone."d.example.com"]
  const Value* key = nullptr;
  bool allow_open_key = false;
};

struct HostDraft {
  core::Host host;
  Place place;
  bool is_named = false;
  bool has_zone = false;  // said which, or found
};

// ZoneDraft and HostDraft, by [zone."NAME"] and [[host]]; `defaults` is what a host begins with.
[[nodiscard]] std::vector<ZoneDraft> read_zones(const Field& field);
[[nodiscard]] std::vector<HostDraft> read_hosts(const Field& field, const core::Host& defaults);
void read_defaults(const Field& field, core::Host& defaults);

// The key that a zone names, by `outside`; relative paths begin where `file_name` lies.
[[nodiscard]] std::optional<core::TsigKey> find_key(const ZoneDraft& draft,
                                                    std::string_view file_name,
                                                    const Outside& outside, Report& report);

// Gives each host its zone, and holds hosts and zones against each other.
void join(std::vector<HostDraft>& hosts, const std::vector<ZoneDraft>& zones, Report& report);

[[nodiscard]] SectionKeys zone_keys();
[[nodiscard]] SectionKeys host_keys();
[[nodiscard]] SectionKeys default_keys();

}  // namespace nsfollow::settings
