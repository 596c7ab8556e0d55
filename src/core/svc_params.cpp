// SPDX-License-Identifier: MIT
#include "core/svc_params.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include "core/ip_address.h"

namespace nsfollow::core {

namespace {

enum class Form : std::uint8_t { keys, ids, nothing, port, ipv4s, ipv6s, base64, text, octets };

struct Kind {
  std::string_view name, example;
  Form form;
};
// By number (RFC 9460 14.3.2, RFC 9461 5).
constexpr std::array kinds{
    Kind{"mandatory", "mandatory=alpn,port", Form::keys},
    Kind{"alpn", "alpn=h2,h3", Form::ids},
    Kind{"no-default-alpn", "no-default-alpn", Form::nothing},
    Kind{"port", "port=443", Form::port},
    Kind{"ipv4hint", "ipv4hint=192.0.2.7,192.0.2.8", Form::ipv4s},
    Kind{"ech", "ech=AEX+DQ==", Form::base64},
    Kind{"ipv6hint", "ipv6hint=2001:db8::7,2001:db8::8", Form::ipv6s},
    Kind{"dohpath", "dohpath=/dns-query{?dns}", Form::text},
};
constexpr std::uint16_t alpn = 1, no_default_alpn = 2, invalid = 65535;

using Params = std::map<std::uint16_t, std::string>;  // the octets of each value

Error wrong(std::string text) { return {Error::Code::config, std::move(text)}; }

Form form_of(std::uint16_t key) { return key < kinds.size() ? kinds[key].form : Form::octets; }

std::string name_of(std::uint16_t key) {
  return key < kinds.size() ? std::string{kinds[key].name} : "key" + std::to_string(key);
}

std::optional<std::uint16_t> parse_number(std::string_view text) {
  std::uint16_t number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::optional<std::uint16_t> parse_key(std::string_view text) {
  const auto known = std::ranges::find(kinds, text, &Kind::name);
  if (known != kinds.end()) return static_cast<std::uint16_t>(known - kinds.begin());
  if (!text.starts_with("key") || text.substr(3).starts_with('0')) {
    if (text != "key0") return std::nullopt;
  }
  return parse_number(text.substr(3));
}

// RFC 9460 appendix A.1; a "\" keeps the comma or "\" behind it in its item.
std::optional<std::vector<std::string>> split_list(std::string_view text) {
  std::vector<std::string> items(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ',') {
      items.emplace_back();
      continue;
    }
    if (text[i] == '\\') {
      if (++i == text.size() || (text[i] != ',' && text[i] != '\\')) return std::nullopt;
    }
    items.back() += text[i];
  }
  return items;
}

std::optional<std::string> keys_to_octets(const std::vector<std::string>& items) {
  std::vector<std::uint16_t> keys;
  for (const auto& item : items) {
    const auto key = parse_key(item);
    if (!key) return std::nullopt;
    keys.push_back(*key);
  }
  std::ranges::sort(keys);
  std::string octets;
  for (const auto key : keys) put_number(octets, key, 2);
  return octets;
}

std::optional<std::string> list_to_octets(Form form, const std::vector<std::string>& items) {
  if (form == Form::keys) return keys_to_octets(items);
  std::string octets;
  for (const auto& item : items) {
    if (form == Form::ids) {
      if (item.empty() || item.size() > 255) return std::nullopt;
      put_number(octets, item.size(), 1);
      octets += item;
      continue;
    }
    const auto address = IpAddress::parse(item);
    const auto family = form == Form::ipv4s ? Family::ipv4 : Family::ipv6;
    if (!address || address->family() != family) return std::nullopt;
    octets.append(address->bytes().begin(), address->bytes().end());
  }
  return octets;
}

std::optional<std::string> value_to_octets(Form form, const std::string& value) {
  switch (form) {
    case Form::keys:
    case Form::ids:
    case Form::ipv4s:
    case Form::ipv6s: {
      const auto items = split_list(value);
      return items ? list_to_octets(form, *items) : std::nullopt;
    }
    case Form::port: {
      const auto port = parse_number(value);
      std::string octets;
      if (port) put_number(octets, *port, 2);
      return octets;
    }
    case Form::base64:
      return parse_base64(value);
    case Form::nothing:
    case Form::text:
    case Form::octets:
      return value;
  }
  return std::nullopt;
}

// The strings of an alpn, each told; nothing where they do not fill the octets.
template <class Tell>
bool each_id(std::string_view octets, Tell tell) {
  OctetReader reader{octets};
  while (reader.ok() && !reader.at_end()) {
    const auto id = reader.string();
    if (id.empty()) return false;
    tell(id);
  }
  return reader.ok() && !octets.empty();
}

// RFC 9460 8: sorted, each once, never itself, and all of them there.
bool are_mandatory(std::string_view octets, const Params& params) {
  OctetReader reader{octets};
  std::uint32_t last = 0;
  while (reader.ok() && !reader.at_end()) {
    const auto key = reader.number(2);
    if (key <= last || !params.contains(static_cast<std::uint16_t>(key))) return false;
    last = key;
  }
  return reader.ok() && !octets.empty();
}

bool is_valid(std::uint16_t key, const Params& params) {
  const auto& octets = params.at(key);
  switch (form_of(key)) {
    case Form::keys:
      return are_mandatory(octets, params);
    case Form::ids:
      return each_id(octets, [](std::string_view) {});
    case Form::nothing:
      return octets.empty();
    case Form::port:
      return octets.size() == 2;
    case Form::ipv4s:
      return !octets.empty() && octets.size() % 4 == 0;
    case Form::ipv6s:
      return !octets.empty() && octets.size() % 16 == 0;
    case Form::base64:
    case Form::text:
      return !octets.empty();
    case Form::octets:
      return key != invalid;
  }
  return false;
}

// Why these must not stand together, or nothing.
std::string complain(const Params& params) {
  for (const auto& [key, octets] : params) {
    if (is_valid(key, params)) continue;
    if (key == invalid) return "has key65535, which is reserved";
    if (form_of(key) == Form::keys)
      return "wants \"mandatory\" to list other parameters that are there, each once";
    return "wants \"" + name_of(key) + "\" to be written like \"" +
           std::string{kinds[key].example} + '"';
  }
  if (params.contains(no_default_alpn) && !params.contains(alpn))
    return "wants an \"alpn\" beside \"no-default-alpn\"";
  return "";
}

// The value behind the "=", its quotes taken off and its escapes resolved.
std::optional<std::string> bare_value(std::string_view text) {
  if (!text.starts_with('"')) {
    if (text.find('"') != text.npos && text.find("\\\"") == text.npos) return std::nullopt;
    return unescape(text);
  }
  const auto words = split_words(text);
  if (!words || words->size() != 1 || !words->front().quoted) return std::nullopt;
  return unescape(words->front().text);
}

std::string join_octets(std::string_view octets, std::size_t size) {
  std::string text;
  for (OctetReader reader{octets}; !reader.at_end();) {
    if (!text.empty()) text += ',';
    text += IpAddress::from_bytes(as_bytes(reader.take(size)))->to_text();
  }
  return text;
}

std::string join_keys(std::string_view octets) {
  std::string text;
  for (OctetReader reader{octets}; !reader.at_end();)
    text += (text.empty() ? "" : ",") + name_of(static_cast<std::uint16_t>(reader.number(2)));
  return text;
}

std::string join_ids(std::string_view octets) {
  std::string text;
  (void)each_id(octets, [&text](std::string_view id) {
    if (!text.empty()) text += ',';
    for (const char c : id) {
      if (c == ',' || c == '\\') text += '\\';
      text += c;
    }
  });
  return text;
}

std::string value_of(Form form, const std::string& octets) {
  switch (form) {
    case Form::keys:
      return join_keys(octets);
    case Form::ids:
      return join_ids(octets);
    case Form::port:
      return std::to_string(OctetReader{octets}.number(2));
    case Form::ipv4s:
      return join_octets(octets, 4);
    case Form::ipv6s:
      return join_octets(octets, 16);
    case Form::base64:
      return to_base64(octets);
    case Form::nothing:
    case Form::text:
    case Form::octets:
      break;
  }
  return octets;
}

bool needs_quotes(char c) {
  return c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == ';' || c == '(' || c == ')';
}

}  // namespace

Result<std::string> parse_svc_params(std::span<const RdataWord> words) {
  Params params;
  for (const auto& word : words) {
    const auto equals = word.text.find('=');
    const auto key = parse_key(word.text.substr(0, equals));
    if (!key || word.quoted)
      return wrong("has " + quote(word.text.substr(0, equals)) +
                   " where it wants a parameter such as \"alpn=h2\"");
    const auto value =
        equals == word.text.npos ? std::string{} : bare_value(word.text.substr(equals + 1));
    // By number a value is written octet by octet, also where the key has a name.
    const bool by_number = word.text.starts_with("key");
    auto octets =
        value ? value_to_octets(by_number ? Form::octets : form_of(*key), *value) : std::nullopt;
    if (!octets)
      return wrong("wants \"" + name_of(*key) + "\" to be written like \"" +
                   (by_number ? "key100=\\001\\002" : std::string{kinds[*key].example}) + '"');
    if (octets->size() > 65535) return wrong("is longer than 65535 octets");
    if (!params.emplace(*key, std::move(*octets)).second)
      return wrong("has \"" + name_of(*key) + "\" twice");
  }
  if (auto why = complain(params); !why.empty()) return wrong(std::move(why));
  std::string octets;
  for (const auto& [key, value] : params) {
    put_number(octets, key, 2);
    put_number(octets, value.size(), 2);
    octets += value;
  }
  return octets;
}

std::optional<std::string> describe_svc_params(std::string_view octets) {
  Params params;
  for (OctetReader reader{octets}; !reader.at_end();) {
    const auto key = static_cast<std::uint16_t>(reader.number(2));
    const auto value = reader.take(reader.number(2));
    const bool in_order = params.empty() || key > params.rbegin()->first;
    if (!reader.ok() || !in_order) return std::nullopt;
    params.emplace(key, value);
  }
  if (!complain(params).empty()) return std::nullopt;
  std::string text;
  for (const auto& [key, value] : params) {
    text += ' ' + name_of(key);
    if (value.empty()) continue;
    const auto written = value_of(form_of(key), value);
    text += '=' + (std::ranges::any_of(written, needs_quotes) ? quote(written) : written);
  }
  return text;
}

}  // namespace nsfollow::core
