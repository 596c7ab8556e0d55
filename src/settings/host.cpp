// SPDX-License-Identifier: MIT
#include "settings/section.h"
#include "settings/source.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_hosts = 10000;
constexpr std::string_view a_host = "a header such as [[host]]";

std::optional<core::DnsName> read_name(const Field& field) {
  const auto* text = read_text(field, "a name such as \"host1.d.example.com\"");
  if (!text) return std::nullopt;
  auto name = core::DnsName::parse(*text);
  if (name) return std::move(*name);
  field.error(quote(*text) + ' ' + name.error());
  return std::nullopt;
}

void read_host_name(const Field& field, HostDraft& draft) {
  auto name = read_name(field);
  if (!name) return;
  draft.host.name = std::move(*name);
  draft.place = field.value.place;
  draft.is_named = true;
}

void read_host_zone(const Field& field, HostDraft& draft) {
  auto zone = read_name(field);
  if (!zone) {
    draft.is_named = false;  // nothing more to say about this host
    return;
  }
  draft.host.zone = std::move(*zone);
  draft.has_zone = true;
}

void read_ipv4(const Field& field, HostDraft& draft) {
  if (auto source = read_source(field, core::Family::ipv4)) draft.host.ipv4 = std::move(*source);
}

void read_ipv6(const Field& field, HostDraft& draft) {
  if (auto source = read_source(field, core::Family::ipv6)) draft.host.ipv6 = std::move(*source);
}

// RFC 2181 8 allows 2^31-1 s.  More than a day would keep a changed address alive in caches for
// longer than anybody wants; 0 is against every cache.
void read_ttl(const Field& field, HostDraft& draft) {
  if (const auto ttl = read_seconds(field, {1s, 24h})) draft.host.ttl = *ttl;
}

void read_on_loss(const Field& field, HostDraft& draft) {
  static constexpr std::array choices{
      Choice<core::OnLoss>{"keep", core::OnLoss::keep},
      Choice<core::OnLoss>{"withdraw", core::OnLoss::withdraw},
  };
  if (const auto choice = read_choice(field, choices)) draft.host.on_loss = *choice;
}

void read_loss_grace(const Field& field, HostDraft& draft) {
  if (const auto grace = read_duration(field, {0s, 7 * 24h})) draft.host.loss_grace = *grace;
}

// The first two belong to one host; the rest may also stand under [defaults].
constexpr std::size_t own_keys = 2;
constexpr std::array keys{
    Key<HostDraft>{"name", read_host_name},
    Key<HostDraft>{"zone", read_host_zone},
    Key<HostDraft>{"ipv4", read_ipv4},
    Key<HostDraft>{"ipv6", read_ipv6},
    Key<HostDraft>{"ttl", read_ttl},
    Key<HostDraft>{"on_loss", read_on_loss},
    Key<HostDraft>{"loss_grace", read_loss_grace},
};
constexpr std::span<const Key<HostDraft>> shared_keys = std::span{keys}.subspan(own_keys);

}  // namespace

void read_defaults(const Field& field, core::Host& defaults) {
  const auto* table = read_table(field, "a header: [defaults]");
  if (!table) return;
  HostDraft draft;
  read_section(*table, shared_keys, "[defaults]", draft, field.report);
  defaults = std::move(draft.host);
}

std::vector<HostDraft> read_hosts(const Field& field, const core::Host& defaults) {
  std::vector<HostDraft> hosts;
  const auto* array = std::get_if<Array>(&field.value.held);
  if (!array) {
    field.error("is " + std::string{describe_kind(field.value)} + "; it wants " +
                std::string{a_host});
    return hosts;
  }
  if (array->size() > most_hosts) {
    field.error("is there more than 10000 times");
    return hosts;
  }
  for (const auto& value : *array) {
    const auto* table = read_table({"host", value, field.report}, a_host);
    if (!table) continue;
    HostDraft draft{defaults, value.place};
    read_section<HostDraft>(*table, keys, "[[host]]", draft, field.report);
    require(*table, "name", "[[host]]", value.place, field.report);
    hosts.push_back(std::move(draft));
  }
  return hosts;
}

SectionKeys host_keys() { return {"[[host]]", names_of<HostDraft>(keys)}; }
SectionKeys default_keys() { return {"[defaults]", names_of<HostDraft>(shared_keys)}; }

}  // namespace nsfollow::settings
