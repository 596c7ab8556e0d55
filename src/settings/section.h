// SPDX-License-Identifier: MIT
// The sections of the file as drafts: what was written, with its place, since a host may stand
// before its zone; when all is read, the drafts become the policy.
#pragma once
#include <map>
#include <vector>
#include "core/policy.h"
#include "core/tsig_key.h"
#include "settings/field.h"
#include "settings/settings.h"
#include "settings/zone_choice.h"

namespace nsfollow::settings {

// Where it was said how a zone's servers are reached; 0:0 where it was not.
struct PathDraft {
  const Value* server = nullptr;
  Place transport_at, tls_at, tls_name_at, tls_ca_at, tls_pin_at, source_at, mirror_at;
  bool opportunistic = false;
};

struct ZoneDraft {
  core::Zone zone;
  Place place;
  std::string header;  // [zone."d.example.com"]
  PathDraft path;
  bool mirror = false;  // each server holds all records
  const Value* key = nullptr;
  std::optional<core::DnsName> key_name;
  bool allow_open_key = false;
};

struct HostDraft {
  core::Host host;
  Place place;
  bool is_named = false;
  std::optional<ZoneChoice> zone;
  // Where these were said, here or under [defaults]; 0:0 when they were not.
  Place ipv4_at, ipv6_at, prefer_at;
};

struct RecordDraft {
  core::Record record;  // without its zone and its values
  Place place;
  std::optional<ZoneChoice> zone;
  std::vector<Field> values;
  bool is_named = false;
};

struct EchoDraft {
  core::EchoPolicy policy;
  Place place;  // of the section, or of what is said there about whom to ask
};

// The drafts of [zone."NAME"], [[host]] and [[record]]; `defaults` is what a host begins with.
[[nodiscard]] std::vector<ZoneDraft> read_zones(const Field& field, bool has_tls);
[[nodiscard]] std::vector<HostDraft> read_hosts(const Field& field, const HostDraft& defaults);
void read_defaults(const Field& field, HostDraft& defaults);
[[nodiscard]] std::vector<RecordDraft> read_records(const Field& field);
void read_echo(const Field& field, EchoDraft& draft);
void read_scripts(const Field& field, core::ScriptPolicy& policy);

// Parts of read_zones().
void read_server(const Field& field, ZoneDraft& draft);
void read_transport(const Field& field, ZoneDraft& draft);
void read_tls(const Field& field, ZoneDraft& draft);
void read_tls_name(const Field& field, ZoneDraft& draft);
void read_tls_ca(const Field& field, ZoneDraft& draft);
void read_tls_pin(const Field& field, ZoneDraft& draft);
void read_source(const Field& field, ZoneDraft& draft);
void read_interface(const Field& field, ZoneDraft& draft);
void read_mirror(const Field& field, ZoneDraft& draft);
// Holds all of these against each other.
void finish_path(ZoneDraft& draft, bool has_tls, Report& report);

// "keep" or "withdraw"
[[nodiscard]] std::optional<core::Afterwards> read_afterwards(const Field& field);

// The zone itself, or one zone for each of its servers where all hold all records: the first keeps
// the label, the others are called LABEL@SERVER and sign with the key of the first.
[[nodiscard]] std::vector<core::Zone> with_mirrors(ZoneDraft draft);

// Whom to ask when nothing is said: different operators, so that none of them alone is believed.
[[nodiscard]] std::vector<core::EchoService> default_services();

// The key that a zone names, by `outside`; relative paths begin where `file_name` lies.
[[nodiscard]] std::optional<core::TsigKey> find_key(const ZoneDraft& draft,
                                                    std::string_view file_name,
                                                    const Outside& outside, Report& report);

// Gives each host and record its zone, and holds all that was written against each other.
struct Drafts {
  std::vector<ZoneDraft> zones;
  std::vector<HostDraft> hosts;
  std::vector<RecordDraft> records;
  EchoDraft echo{{default_services()}, {}};
};
void join(Drafts& drafts, Report& report);

// Parts of join().
void fill_records(Drafts& drafts);  // their values, once hosts and zones are known
void forbid_clashes(const Drafts& drafts, Report& report);  // two owners of one RRset
void check_echo_sources(const Drafts& drafts, Report& report);

[[nodiscard]] SectionKeys zone_keys();
[[nodiscard]] SectionKeys host_keys();
[[nodiscard]] SectionKeys default_keys();
[[nodiscard]] SectionKeys record_keys();
[[nodiscard]] SectionKeys echo_keys();
[[nodiscard]] SectionKeys service_keys();
[[nodiscard]] SectionKeys script_keys();

}  // namespace nsfollow::settings
