// SPDX-License-Identifier: MIT
#include "core/named_server.h"
#include "base/log.h"
#include "core/rdata_words.h"

namespace nsfollow::core {

std::optional<Server> server_in(const Rdata& rdata) {
  OctetReader reader{rdata};
  const auto text = read_wire_name(reader);
  const auto name = DnsName::parse(text.value_or("."));
  if (!name || *name == DnsName{}) return std::nullopt;
  const auto host = name->to_text();
  const char top = host[host.rfind('.') + 1];
  if (host[0] == '*' || (top >= '0' && top <= '9')) return std::nullopt;
  return Server{host, 53};
}

std::string server_text(const Rdata& rdata) {
  OctetReader reader{rdata};
  return log::escape(read_wire_name(reader).value_or(""));
}

Server reached_by(const Transport& transport, Server named) {
  named.port = port_of(transport.carrier);
  return named;
}

std::optional<std::uint32_t> serial_in(const Rrset& soa) {
  constexpr std::size_t numbers = 20;  // of four octets each, the serial first (RFC 1035 3.3.13)
  if (soa.records.size() != 1) return std::nullopt;
  const auto& rdata = *soa.records.begin();
  if (rdata.size() < numbers) return std::nullopt;
  OctetReader reader{std::string_view{rdata}.substr(rdata.size() - numbers)};
  return reader.number(4);
}

bool is_older(std::uint32_t serial, std::uint32_t than) {
  const std::uint32_t ahead = than - serial;
  return ahead != 0 && ahead < 0x80000000U;
}

}  // namespace nsfollow::core
