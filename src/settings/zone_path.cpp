// SPDX-License-Identifier: MIT
// The way to a zone's servers: which ones, by what, from where, and whom to believe there.
#include "settings/base64.h"
#include "settings/interface_name.h"
#include "settings/name.h"
#include "settings/section.h"
#include "settings/server.h"

namespace nsfollow::settings {

namespace {

using core::Carrier;
using core::TlsTrust;

constexpr std::size_t most_servers = 16, most_pins = 16;
constexpr std::size_t digest_size = 32;  // SHA-256
constexpr std::string_view a_server = "a server such as \"ns1.example.com\"";
constexpr std::string_view an_address = "an address such as \"192.0.2.1\"";
constexpr std::string_view a_pin = "the SHA-256 of a public key, in base64";

constexpr std::array carriers{
    Choice<Carrier>{"udp", Carrier::udp},
    Choice<Carrier>{"tcp", Carrier::tcp},
    Choice<Carrier>{"tls", Carrier::tls},
};
enum class Strictness : std::uint8_t { strict, opportunistic };  // RFC 8310 5
constexpr std::array strictnesses{
    Choice<Strictness>{"strict", Strictness::strict},
    Choice<Strictness>{"opportunistic", Strictness::opportunistic},
};

bool is_multicast(const core::IpAddress& address) {
  const auto first = address.bytes()[0];
  return address.family() == core::Family::ipv4 ? first >= 224 : first == 0xff;
}

void take_source(const Field& field, core::Transport& transport) {
  const auto& text = text_of(field);
  const auto address = core::IpAddress::parse(text);
  if (!address) {
    field.error(quote(text) + " is no address");
    return;
  }
  const auto bytes = address->bytes();
  if (is_multicast(*address) || std::ranges::all_of(bytes, [](auto byte) { return byte == 0; })) {
    field.error(quote(text) + " is no address that a machine has");
    return;
  }
  const bool is_ipv4 = address->family() == core::Family::ipv4;
  auto& source = is_ipv4 ? transport.source4 : transport.source6;
  if (source) field.error(std::string{"has two "} + (is_ipv4 ? "IPv4" : "IPv6") + " addresses");
  source = *address;
}

}  // namespace

void read_transport(const Field& field, ZoneDraft& draft) {
  draft.path.transport_at = field.value.place;
  if (const auto carrier = read_choice(field, carriers)) draft.zone.transport.carrier = *carrier;
}

void read_tls(const Field& field, ZoneDraft& draft) {
  draft.path.tls_at = field.value.place;
  const auto choice = read_choice(field, strictnesses);
  draft.path.opportunistic = choice == Strictness::opportunistic;
}

void read_tls_name(const Field& field, ZoneDraft& draft) {
  draft.path.tls_name_at = field.value.place;
  const auto name = read_name(field, "a name such as \"ns1.example.com\"");
  if (!name) return;
  const auto text = name->to_text();
  if (core::IpAddress::parse(text) || text.starts_with('*'))
    field.error(quote(text) + " is no host name");
  draft.zone.transport.trust.name = text;
}

void read_tls_ca(const Field& field, ZoneDraft& draft) {
  draft.path.tls_ca_at = field.value.place;
  const auto* text = read_text(field, "the path of a file, such as \"/etc/nsfollow/ca.pem\"");
  if (!text) return;
  if (!text->starts_with('/') || text->find('\0') != std::string::npos)
    field.error(quote(*text) + " is no absolute path");
  draft.zone.transport.trust.ca_file = *text;
}

void read_tls_pin(const Field& field, ZoneDraft& draft) {
  draft.path.tls_pin_at = field.value.place;
  auto& pins = draft.zone.transport.trust.pins;
  for (const auto& element : read_texts(field, a_pin)) {
    const auto& text = text_of(element);
    const auto digest = decode_base64(text);
    if (!digest || digest->bytes().size() != digest_size) {
      element.error(quote(text) + " is not " + std::string{a_pin} + ": 44 letters, the last \"=\"");
      continue;
    }
    const std::string pin{digest->bytes().begin(), digest->bytes().end()};
    if (std::ranges::find(pins, pin) != pins.end())
      element.error(quote(text) + " is there twice");
    else
      pins.push_back(pin);
  }
  if (pins.size() > most_pins) field.error("has more than 16 pins");
}

void read_source(const Field& field, ZoneDraft& draft) {
  draft.path.source_at = field.value.place;
  for (const auto& element : read_texts(field, an_address))
    take_source(element, draft.zone.transport);
}

void read_interface(const Field& field, ZoneDraft& draft) {
  const auto* text = read_text(field, "a name such as \"wan0\"");
  if (!text) return;
  const auto wrong = complain_of_name(*text);
  if (!wrong.empty()) field.error(wrong);
  draft.zone.transport.interface = *text;
}

void read_server(const Field& field, ZoneDraft& draft) { draft.path.server = &field.value; }

void read_mirror(const Field& field, ZoneDraft& draft) {
  draft.path.mirror_at = field.value.place;
  draft.mirror = read_boolean(field).value_or(false);
}

namespace {

// Once the transport is known, which has a port of its own.
void take_servers(const Field& field, core::Zone& zone) {
  for (const auto& element : read_texts(field, a_server)) {
    const auto& text = text_of(element);
    const auto server = parse_server(text, core::port_of(zone.transport.carrier));
    if (!server)
      element.error(quote(text) + ' ' + server.error());
    else if (std::ranges::count(zone.servers, *server) > 0)
      element.error(quote(text) + " is there twice");
    else
      zone.servers.push_back(*server);
  }
  if (zone.servers.size() > most_servers) field.error("has more than 16 servers");
}

bool is_given(Place place) { return place != Place{}; }

// What was said of TLS, each with its word.
std::array<std::pair<std::string_view, Place>, 4> said_of_tls(const PathDraft& path) {
  return {{{"tls", path.tls_at},
           {"tls_name", path.tls_name_at},
           {"tls_ca", path.tls_ca_at},
           {"tls_pin", path.tls_pin_at}}};
}

void forbid_tls(const PathDraft& path, Report& report) {
  for (const auto& [word, place] : said_of_tls(path))
    if (is_given(place))
      report.error(place, std::string{word} + " has no effect without transport = \"tls\"");
}

// Any certificate will do, or any with this key: what else is said of it would not be looked at.
void forbid_more_than(std::string_view enough, std::span<const std::string_view> idle,
                      const PathDraft& path, Report& report) {
  for (const auto& [word, place] : said_of_tls(path))
    if (is_given(place) && std::ranges::find(idle, word) != idle.end())
      report.error(place, std::string{word} + " has no effect beside " + std::string{enough} +
                              ", which alone decides");
}

void choose_trust(ZoneDraft& draft, Report& report) {
  static constexpr std::array<std::string_view, 3> proofs{"tls_name", "tls_ca", "tls_pin"};
  const auto& path = draft.path;
  auto& trust = draft.zone.transport.trust;
  if (path.opportunistic) {
    trust.proof = TlsTrust::Proof::nobody;
    forbid_more_than("tls = \"opportunistic\"", proofs, path, report);
  } else if (is_given(path.tls_pin_at)) {
    trust.proof = TlsTrust::Proof::pins;
    forbid_more_than("tls_pin", std::span{proofs}.first(2), path, report);
  } else if (!path.server && !is_given(path.tls_name_at)) {
    // The name would be what an answer says that nobody has signed.
    report.error(path.transport_at,
                 "transport = \"tls\" wants to know whom to expect there: name the server, or say "
                 "tls_name or tls_pin; or tls = \"opportunistic\"");
  }
}

void check_source(const ZoneDraft& draft, Report& report) {
  const auto& [carrier, trust, source4, source6, interface] = draft.zone.transport;
  const auto& servers = draft.zone.servers;
  if (!is_given(draft.path.source_at) || servers.empty() || (source4 && source6)) return;
  const auto can_send = [&](const core::Server& server) {
    const auto address = core::IpAddress::parse(server.host);
    return !address || draft.zone.transport.source(address->family()).has_value();
  };
  if (std::ranges::none_of(servers, can_send))
    report.error(draft.path.source_at,
                 "source is of another family than all addresses in \"server\"");
}

}  // namespace

void finish_path(ZoneDraft& draft, bool has_tls, Report& report) {
  const auto& path = draft.path;
  if (path.server) take_servers({"server", *path.server, report}, draft.zone);
  if (draft.zone.transport.carrier != Carrier::tls)
    forbid_tls(path, report);
  else if (!has_tls)
    report.error(
        path.transport_at,
        "transport has \"tls\", but this nsfollow was built without it. Choices: udp, tcp");
  else
    choose_trust(draft, report);
  check_source(draft, report);
  if (draft.mirror && draft.zone.servers.size() < 2)
    report.error(path.mirror_at, "mirror wants several servers, each to hold all records");
}

}  // namespace nsfollow::settings
