// SPDX-License-Identifier: MIT
#include "core/rdata_layout.h"
#include <algorithm>

namespace nsfollow::core {

namespace {

using Fields = std::array<Field, 7>;
using Sizes = std::array<std::uint8_t, 5>;

constexpr Sizes ds_hashes{0, 20, 32, 0, 48};  // SHA-1, SHA-256, SHA-384 (RFC 3658, 4509, 6605)
constexpr Sizes sshfp_hashes{0, 20, 32};      // SHA-1, SHA-256 (RFC 4255, 6594)
constexpr Sizes tlsa_hashes{0, 32, 64};       // SHA-256, SHA-512 (RFC 6698 2.1.3)

constexpr Fields ds{{{Part::u16, "a key tag"},
                     {Part::u8, "an algorithm's number"},
                     {Part::u8, "a digest type"},
                     {Part::hex, "the digest in hexadecimal", ds_hashes}}};
constexpr Fields tlsa{{{Part::u8, "a usage"},
                       {Part::u8, "a selector"},
                       {Part::u8, "a matching type"},
                       {Part::hex, "the certificate's data in hexadecimal", tlsa_hashes}}};
constexpr Fields svcb{{{Part::u16, "a priority"},
                       {Part::target, "the target's name, or \".\","},
                       {Part::svc_params, "parameters"}}};
constexpr Fields texts{{{Part::strings, "a text"}}};

// RFC 1035 3.3 and 3.4 where nothing else is said.
constexpr std::array table{
    Layout{RrType::a, "A", {{{Part::ipv4, "an IPv4 address"}}}},
    Layout{RrType::ns, "NS", {{{Part::name, "a name server's name"}}}},
    Layout{RrType::cname, "CNAME", {{{Part::name, "a name"}}}},
    Layout{RrType::soa,
           "SOA",
           {{{Part::name, "the primary's name"},
             {Part::name, "a mailbox as a name"},
             {Part::u32, "a serial number"},
             {Part::u32, "a refresh time"},
             {Part::u32, "a retry time"},
             {Part::u32, "an expiry time"},
             {Part::u32, "a negative TTL"}}}},
    Layout{RrType::ptr, "PTR", {{{Part::name, "a name"}}}},
    Layout{RrType{13}, "HINFO", {{{Part::string, "a CPU"}, {Part::string, "an OS"}}}},
    Layout{RrType::mx, "MX", {{{Part::u16, "a preference"}, {Part::name, "a mail server's name"}}}},
    Layout{RrType::txt, "TXT", texts},
    // RFC 1183 2.2, 1
    Layout{RrType{17}, "RP", {{{Part::name, "a mailbox as a name"}, {Part::name, "a name"}}}},
    Layout{RrType{18}, "AFSDB", {{{Part::u16, "a subtype"}, {Part::name, "a server's name"}}}},
    Layout{RrType::aaaa, "AAAA", {{{Part::ipv6, "an IPv6 address"}}}},  // RFC 3596 2.2
    Layout{RrType::srv,                                                 // RFC 2782
           "SRV",
           {{{Part::u16, "a priority"},
             {Part::u16, "a weight"},
             {Part::u16, "a port"},
             {Part::name, "the target's name"}}}},
    Layout{RrType{35},  // RFC 3403 4.1
           "NAPTR",
           {{{Part::u16, "an order"},
             {Part::u16, "a preference"},
             {Part::string, "flags"},
             {Part::string, "services"},
             {Part::string, "a regular expression"},
             {Part::name, "a replacement name, or \".\","}}}},
    Layout{RrType{39}, "DNAME", {{{Part::name, "a name"}}}},  // RFC 6672 2.1
    Layout{RrType{43}, "DS", ds},                             // RFC 4034 5.3
    Layout{RrType::sshfp,                                     // RFC 4255 3.2
           "SSHFP",
           {{{Part::u8, "an algorithm's number"},
             {Part::u8, "a fingerprint type"},
             {Part::hex, "the fingerprint in hexadecimal", sshfp_hashes}}}},
    Layout{RrType::tlsa, "TLSA", tlsa},                                       // RFC 6698 2.2
    Layout{RrType{53}, "SMIMEA", tlsa},                                       // RFC 8162 2
    Layout{RrType{59}, "CDS", ds},                                            // RFC 7344 3.1
    Layout{RrType{61}, "OPENPGPKEY", {{{Part::base64, "a key in Base64"}}}},  // RFC 7929 2.3
    Layout{RrType::svcb, "SVCB", svcb},                                       // RFC 9460 2.1
    Layout{RrType::https, "HTTPS", svcb},
    Layout{RrType{99}, "SPF", texts},  // RFC 7208 3.1
    Layout{RrType{256},                // RFC 7553 4.5
           "URI",
           {{{Part::u16, "a priority"}, {Part::u16, "a weight"}, {Part::text, "a URI"}}}},
    Layout{RrType::caa,  // RFC 8659 4.1.1
           "CAA",
           {{{Part::u8, "flags"}, {Part::tag, "a tag such as issue"}, {Part::text, "a value"}}}},
};

}  // namespace

std::span<const Field> Layout::fields() const {
  const auto end = std::ranges::find(all, nullptr, &Field::what);
  return {all.begin(), end};
}

const Layout* layout_of(RrType type) {
  const auto found = std::ranges::find(table, type, &Layout::type);
  return found == table.end() ? nullptr : &*found;
}

const Layout* layout_of(std::string_view upper_case_name) {
  const auto found = std::ranges::find(table, upper_case_name, &Layout::name);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace nsfollow::core
