// SPDX-License-Identifier: MIT
#include "dns/tsig.h"
#include <algorithm>
#include "dns/hmac.h"

namespace nsfollow::dns {

namespace {

// The fields of RFC 8945 4.2 that the MAC covers besides the message.
struct Variables {
  std::uint64_t time = 0;
  std::uint16_t fudge = 0, error = 0;
  Octets other;
};

struct Rdata {
  WireName algorithm;
  Variables variables;
  Octets mac;
  std::uint16_t original_id = 0;
};

WireName algorithm_name(core::TsigAlgorithm algorithm) {
  using namespace std::string_literals;
  if (algorithm == core::TsigAlgorithm::hmac_md5) return "\x08hmac-md5\x07sig-alg\x03reg\x03int\0"s;
  const auto label = core::describe(algorithm);
  return static_cast<char>(label.size()) + std::string{label} + '\0';
}

// RFC 8945 4.3.3: the order and form in which the variables are digested.
Buffer digest_form(const core::TsigKey& key, const Variables& variables) {
  Buffer form;
  put(form, to_wire(key.name));
  put_number(form, class_any, 2);
  put_number(form, 0, 4);  // TTL
  put(form, algorithm_name(key.algorithm));
  put_number(form, variables.time, 6);
  put_number(form, variables.fudge, 2);
  put_number(form, variables.error, 2);
  put_number(form, variables.other.size(), 2);
  put(form, variables.other);
  return form;
}

std::optional<Rdata> read_rdata(Octets message, const Record& tsig) {
  Reader reader{message, tsig.rdata_at};
  Rdata rdata;
  rdata.algorithm = reader.name();
  rdata.variables.time = reader.number(6);
  rdata.variables.fudge = reader.u16();
  rdata.mac = reader.octets(reader.u16());
  rdata.original_id = reader.u16();
  rdata.variables.error = reader.u16();
  rdata.variables.other = reader.octets(reader.u16());
  if (!reader.ok() || reader.at() != tsig.rdata_at + tsig.rdata.size()) return std::nullopt;
  return rdata;
}

// RFC 8945 5.3.1: over the request's MAC, then the message as it was before it was signed.
Buffer expected_mac(Octets message, const Record& tsig, const Rdata& rdata,
                    const Signature& request, const core::TsigKey& key) {
  Buffer request_mac;
  put_number(request_mac, request.mac.size(), 2);
  put(request_mac, request.mac);
  Buffer header(message.begin(), message.begin() + header_size);
  header[0] = static_cast<std::uint8_t>(rdata.original_id >> 8);
  header[1] = static_cast<std::uint8_t>(rdata.original_id);
  const auto additional = (header[10] << 8 | header[11]) - 1;
  header[10] = static_cast<std::uint8_t>(additional >> 8);
  header[11] = static_cast<std::uint8_t>(additional);
  return hmac(key.algorithm, key.secret.bytes(),
              {request_mac, header, message.subspan(header_size, tsig.at - header_size),
               digest_form(key, rdata.variables)});
}

WallTime wall_time(std::uint64_t seconds) {
  return WallTime{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
}

// RFC 8945 5.2.3: BADTIME carries our own time, and the server's in six octets beside it.
Verification judge_error(const Variables& variables, const Signature& request) {
  if (variables.error != tsig_bad_time)
    return {Proof::tsig_error, variables.error, std::nullopt, {}};
  if (wall_time(variables.time) != request.time)
    return {.why = "a BADTIME that answers another time than ours"};
  if (variables.other.size() != 6) return {.why = "a BADTIME without the server's time"};
  Reader reader{variables.other};
  return {Proof::tsig_error, variables.error, wall_time(reader.number(6)), {}};
}

// The record that signs: the only TSIG, and the last of all records (RFC 8945 5.1, 5.2).
Verification find_tsig(const Scan& scan, const Record*& found) {
  const auto is_tsig = [](const Record& record) { return record.type == type_tsig; };
  const auto count = std::ranges::count_if(scan.records, is_tsig);
  if (count == 0) return {.proof = Proof::none, .why = "no TSIG"};
  if (count > 1) return {.why = "more than one TSIG"};
  const auto& last = scan.records.back();
  if (!is_tsig(last) || last.section != Section::additional)
    return {.why = "a TSIG that is not the last record"};
  if (last.rr_class != class_any || last.ttl != 0) return {.why = "a TSIG of wrong class or TTL"};
  found = &last;
  return {};
}

}  // namespace

Signature sign(Buffer& message, const core::TsigKey& key, WallTime time,
               std::chrono::seconds fudge) {
  constexpr std::int64_t latest = (std::int64_t{1} << 48) - 1;
  const auto seconds = std::clamp<std::int64_t>(time.time_since_epoch().count(), 0, latest);
  const auto window = std::clamp<std::int64_t>(fudge.count(), 0, 0xffff);
  const Variables variables{
      static_cast<std::uint64_t>(seconds), static_cast<std::uint16_t>(window), 0, {}};
  auto mac = hmac(key.algorithm, key.secret.bytes(), {message, digest_form(key, variables)});
  mac.resize(core::mac_size(key));

  const Octets id = Octets{message}.first(2);
  Buffer rdata;
  put(rdata, algorithm_name(key.algorithm));
  put_number(rdata, variables.time, 6);
  put_number(rdata, variables.fudge, 2);
  put_number(rdata, mac.size(), 2);
  put(rdata, mac);
  put(rdata, id);           // the original ID
  put_number(rdata, 0, 4);  // no error, no other data

  put(message, to_wire(key.name));
  put_number(message, type_tsig, 2);
  put_number(message, class_any, 2);
  put_number(message, 0, 4);  // TTL
  put_number(message, rdata.size(), 2);
  put(message, rdata);
  const auto additional = (message[10] << 8 | message[11]) + 1;
  message[10] = static_cast<std::uint8_t>(additional >> 8);
  message[11] = static_cast<std::uint8_t>(additional);
  return {std::move(mac), wall_time(variables.time), std::chrono::seconds{window}};
}

Verification verify(Octets message, const Scan& scan, const Signature& request,
                    const core::TsigKey& key, WallTime now) {
  const Record* tsig = nullptr;
  if (const auto missing = find_tsig(scan, tsig); tsig == nullptr) return missing;
  const auto rdata = read_rdata(message, *tsig);
  if (!rdata) return {.why = "a TSIG that cannot be read"};
  const auto& variables = rdata->variables;
  if (rdata->mac.empty() && variables.error != 0)
    return {Proof::unsigned_error, variables.error, std::nullopt, {}};

  if (tsig->owner != to_wire(key.name)) return {.why = "a TSIG of another key"};
  if (rdata->algorithm != algorithm_name(key.algorithm))
    return {.why = "a TSIG of another algorithm"};
  // RFC 8945 5.2.2.1: the left octets count, and not fewer of them than the key wants.
  if (rdata->mac.size() < core::mac_size(key)) return {.why = "a truncated MAC"};
  auto mac = expected_mac(message, *tsig, *rdata, request, key);
  if (rdata->mac.size() > mac.size()) return {.why = "a MAC that is longer than its hash"};
  mac.resize(rdata->mac.size());
  if (!same_mac(rdata->mac, mac)) return {.why = "a signature that does not fit"};

  if (variables.error != 0) return judge_error(variables, request);
  const auto server_time = wall_time(variables.time);
  if (std::chrono::abs(server_time - now) > request.fudge)
    return {.why = "a signature that is too old or too new"};
  return {Proof::authentic, 0, server_time, {}};
}

}  // namespace nsfollow::dns
