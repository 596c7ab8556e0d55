// SPDX-License-Identifier: MIT
#include "settings/name.h"
#include "settings/rules.h"
#include "settings/section.h"
#include "settings/source.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_hosts = 10000;
constexpr std::string_view a_host = "a header such as [[host]]";

void read_host_name(const Field& field, HostDraft& draft) {
  auto name = read_name(field, "a name such as \"host1.d.example.com\"");
  if (!name) return;
  draft.host.name = std::move(*name);
  draft.place = field.value.place;
  draft.is_named = true;
}

void read_host_zone(const Field& field, HostDraft& draft) {
  const auto* text = read_text(field, "a zone such as \"d.example.com\"");
  if (text)
    draft.zone = ZoneChoice{*text, field.value.place};
  else
    draft.is_named = false;  // nothing more to say about this host
}

void read_ipv4(const Field& field, HostDraft& draft) {
  draft.ipv4_at = field.value.place;
  if (auto sources = read_sources(field, core::Family::ipv4)) draft.host.ipv4 = std::move(*sources);
}

void read_ipv6(const Field& field, HostDraft& draft) {
  draft.ipv6_at = field.value.place;
  if (auto sources = read_sources(field, core::Family::ipv6)) draft.host.ipv6 = std::move(*sources);
}

void read_host_prefer(const Field& field, HostDraft& draft) {
  draft.prefer_at = field.value.place;
  read_prefer(field, draft.host.rules);
}

template <void (*read)(const Field&, core::Rules&)>
void read_rule(const Field& field, HostDraft& draft) {
  read(field, draft.host.rules);
}

// RFC 2181 8 allows 2^31-1 s.  More than a day would keep a changed address alive in caches for
// longer than anybody wants; 0 is against every cache.
void read_ttl(const Field& field, HostDraft& draft) {
  if (const auto ttl = read_seconds(field, {1s, 24h})) draft.host.ttl = *ttl;
}

void read_on_loss(const Field& field, HostDraft& draft) {
  if (const auto choice = read_afterwards(field)) draft.host.on_loss = *choice;
}

void read_on_stop(const Field& field, HostDraft& draft) {
  if (const auto choice = read_afterwards(field)) draft.host.on_stop = *choice;
}

void read_loss_grace(const Field& field, HostDraft& draft) {
  if (const auto grace = read_duration(field, {0s, 7 * 24h})) draft.host.loss_grace = *grace;
}

void read_shared(const Field& field, HostDraft& draft) {
  if (const auto yes = read_boolean(field)) draft.host.shared = *yes;
}

void read_reverse(const Field& field, HostDraft& draft) {
  if (const auto yes = read_boolean(field)) draft.host.reverse = *yes;
}

// The first two belong to one host; the rest may also stand under [defaults].
constexpr std::size_t own_keys = 2;
constexpr std::array keys{
    Key<HostDraft>{"name", read_host_name},
    Key<HostDraft>{"zone", read_host_zone},
    Key<HostDraft>{"ipv4", read_ipv4},
    Key<HostDraft>{"ipv6", read_ipv6},
    Key<HostDraft>{"private", read_rule<read_private>},
    Key<HostDraft>{"temporary", read_rule<read_temporary>},
    Key<HostDraft>{"allow", read_rule<read_allow>},
    Key<HostDraft>{"deny", read_rule<read_deny>},
    Key<HostDraft>{"addresses", read_rule<read_addresses>},
    Key<HostDraft>{"prefer", read_host_prefer},
    Key<HostDraft>{"shared", read_shared},
    Key<HostDraft>{"reverse", read_reverse},
    Key<HostDraft>{"ttl", read_ttl},
    Key<HostDraft>{"on_loss", read_on_loss},
    Key<HostDraft>{"loss_grace", read_loss_grace},
    Key<HostDraft>{"on_stop", read_on_stop},
};
constexpr std::span<const Key<HostDraft>> shared_keys = std::span{keys}.subspan(own_keys);

}  // namespace

std::optional<core::Afterwards> read_afterwards(const Field& field) {
  static constexpr std::array choices{
      Choice<core::Afterwards>{"keep", core::Afterwards::keep},
      Choice<core::Afterwards>{"withdraw", core::Afterwards::withdraw},
  };
  return read_choice(field, choices);
}

void read_defaults(const Field& field, HostDraft& defaults) {
  const auto* table = read_table(field, "a header: [defaults]");
  if (table) read_section(*table, shared_keys, "[defaults]", defaults, field.report);
}

std::vector<HostDraft> read_hosts(const Field& field, const HostDraft& defaults) {
  std::vector<HostDraft> hosts;
  for (const auto& one : read_tables(field, a_host, most_hosts)) {
    auto& draft = hosts.emplace_back(defaults);
    draft.place = one.place;
    read_section<HostDraft>(one.table, keys, "[[host]]", draft, field.report);
    require(one.table, "name", "[[host]]", one.place, field.report);
  }
  return hosts;
}

SectionKeys host_keys() { return {"[[host]]", names_of<HostDraft>(keys)}; }
SectionKeys default_keys() { return {"[defaults]", names_of<HostDraft>(shared_keys)}; }

}  // namespace nsfollow::settings
