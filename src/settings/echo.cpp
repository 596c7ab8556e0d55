// SPDX-License-Identifier: MIT
#include <charconv>
#include "settings/duration.h"
#include "settings/echo_url.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_services = 32;
constexpr std::size_t longest_json_key = 64;
constexpr std::int64_t most_agree = 8;
// What the state remembers of a service is believed for a day at most, and the pauses are up to a
// tenth longer than this.
constexpr Duration longest_interval = 12h;
constexpr Span strangers{30min, longest_interval}, ours{10s, longest_interval};
constexpr std::string_view a_service = "a URL such as \"https://ip.example.com/\"";

struct ServiceDraft {
  core::EchoService service;
  std::optional<EchoUrl> url;
  Place place;
};

struct Section {
  core::EchoPolicy policy;
  std::vector<ServiceDraft> services;
  // Judged when all is read: `own` says what is right.
  const Value *services_said = nullptr, *interval = nullptr, *agree = nullptr, *own = nullptr;
};

void read_url(const Field& field, ServiceDraft& draft) {
  const auto* text = read_text(field, a_service);
  if (!text) return;
  auto url = parse_echo_url(*text);
  if (!url) {
    field.error(url.error());
    return;
  }
  draft.service.url = *text;
  draft.url = std::move(*url);
  draft.place = field.value.place;
}

void read_json(const Field& field, ServiceDraft& draft) {
  const auto* text = read_text(field, "the member of a JSON object such as \"ip\"");
  if (!text) return;
  const auto is_control = [](unsigned char c) { return c < ' ' || c == 0x7f; };
  if (text->empty() || text->size() > longest_json_key || std::ranges::any_of(*text, is_control))
    field.error(quote(*text) + " is no name of 1 to 64 characters");
  draft.service.json_key = *text;
}

void read_family(const Field& field, ServiceDraft& draft) {
  static constexpr std::array choices{
      Choice<core::Family>{"ipv4", core::Family::ipv4},
      Choice<core::Family>{"ipv6", core::Family::ipv6},
  };
  draft.service.family = read_choice(field, choices);
}

constexpr std::array service_key_rows{
    Key<ServiceDraft>{"url", read_url},
    Key<ServiceDraft>{"json", read_json},
    Key<ServiceDraft>{"family", read_family},
};

void read_service(const Field& field, Section& section) {
  static constexpr std::string_view header = "a service of [echo]";
  ServiceDraft draft;
  draft.place = field.value.place;
  if (const auto* table = std::get_if<Table>(&field.value.held)) {
    read_section<ServiceDraft>(*table, service_key_rows, header, draft, field.report);
    require(*table, "url", header, field.value.place, field.report);
  } else {
    read_url(field, draft);
  }
  if (!draft.url) return;
  for (const auto& before : section.services)
    if (before.url->same == draft.url->same) {
      field.error(draft.place, "has " + quote(draft.service.url) + " twice");
      return;
    }
  section.services.push_back(std::move(draft));
}

void read_services(const Field& field, Section& section) {
  section.services_said = &field.value;
  const auto* array = std::get_if<Array>(&field.value.held);
  if (!array) {
    field.error("is " + std::string{describe_kind(field.value)} +
                "; it wants an array such as [\"https://ip.example.com/\"]");
    return;
  }
  if (array->size() > most_services) {
    field.error("has more than 32 services");
    return;
  }
  for (const auto& value : *array) read_service({field.name, value, field.report}, section);
}

void read_own(const Field& field, Section& section) {
  section.policy.own = read_boolean(field).value_or(false);
  section.own = &field.value;
}

constexpr std::array keys{
    Key<Section>{"services", read_services},
    Key<Section>{"interval", [](const Field& f, Section& s) { s.interval = &f.value; }},
    Key<Section>{"agree", [](const Field& f, Section& s) { s.agree = &f.value; }},
    Key<Section>{"own", read_own},
};

void judge_interval(Section& section, Report& report) {
  if (!section.interval) return;
  const Field field{"interval", *section.interval, report};
  const auto time = read_duration(field, {ours.least, ours.most});
  if (!time) return;
  section.policy.interval = *time;
  if (section.policy.own || *time >= strangers.least) return;
  field.error(quote(to_text(*time)) +
              " is too often for the services of others: at least 30m; own = true if all of them "
              "are yours");
}

void judge_agree(Section& section, Report& report) {
  auto& policy = section.policy;
  policy.agree = policy.own ? 1 : 2;
  const auto count = policy.services.size();
  const auto too_few = std::to_string(count) + (count == 1 ? " service" : " services");
  if (section.agree) {
    const Field field{"agree", *section.agree, report};
    const auto* number = std::get_if<std::int64_t>(&section.agree->held);
    if (!number || *number < 1 || *number > most_agree) {
      field.error("wants a whole number from 1 to 8: how many services must say the same");
      return;
    }
    policy.agree = static_cast<unsigned>(*number);
    if (count > 0 && policy.agree > count)
      field.error("is " + std::to_string(*number) + ", but there " + (count == 1 ? "is " : "are ") +
                  too_few);
  } else if (count > 0 && policy.agree > count) {
    report.error(section.services_said->place,
                 "services holds " + too_few +
                     ", but 2 must say the same; name another, or write agree = 1");
  }
}

void warn_of_plain_http(const Section& section, Report& report) {
  if (section.policy.own) return;
  for (const auto& draft : section.services)
    if (!draft.url->is_secret)
      report.warn(draft.place, quote(draft.service.url) +
                                   " is asked without TLS: anybody on the way to it can forge "
                                   "the answer");
}

}  // namespace

// All of them answer with the address alone, over HTTPS.  The second has no IPv6.
std::vector<core::EchoService> default_services() {
  return {{"https://icanhazip.com", "", std::nullopt},
          {"https://checkip.amazonaws.com", "", core::Family::ipv4},
          {"https://api64.ipify.org", "", std::nullopt},
          {"https://ident.me", "", std::nullopt}};
}

void read_echo(const Field& field, EchoDraft& draft) {
  const auto* table = read_table(field, "a header: [echo]");
  if (!table) return;
  Section section;
  section.policy.services = default_services();
  read_section<Section>(*table, keys, "[echo]", section, field.report);
  if (section.services_said) {
    section.policy.services.clear();
    for (const auto& one : section.services) section.policy.services.push_back(one.service);
  } else if (section.policy.own) {
    const Field own{"own", *section.own, field.report};
    own.error("wants \"services\" beside it: those asked by default belong to others");
  }
  judge_interval(section, field.report);
  judge_agree(section, field.report);
  warn_of_plain_http(section, field.report);
  draft.policy = std::move(section.policy);
  const auto* place = section.agree ? section.agree : section.services_said;
  draft.place = place ? place->place : field.value.place;
}

SectionKeys echo_keys() { return {"[echo]", names_of<Section>(keys)}; }
SectionKeys service_keys() { return {"[echo] services", names_of<ServiceDraft>(service_key_rows)}; }

}  // namespace nsfollow::settings
