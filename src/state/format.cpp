// SPDX-License-Identifier: MIT
#include "state/format.h"
#include <algorithm>
#include <charconv>
#include <optional>
#include "state/word.h"

namespace nsfollow::state {

namespace {

constexpr std::string_view title = "nsfollow-state ";
constexpr std::string_view version = "1";
constexpr std::string_view check = "check ";
constexpr std::size_t check_digits = 16;
constexpr std::string_view none = "-";  // a word for what is empty
constexpr std::string_view in_use = "in-use";
constexpr std::string_view at_rest = "at-rest";
constexpr std::string_view digits = "0123456789abcdef";
constexpr std::int64_t most_ttl = 0x7fffffff;     // RFC 2181 8
constexpr std::int64_t most_wall = 253402300799;  // the last second of the year 9999
constexpr std::int64_t most_wait = std::chrono::milliseconds{std::chrono::hours{24}}.count();
constexpr std::size_t most_services = 64, most_vantages = 64;
constexpr std::size_t longest_label = 63 + 1 + 255 + 6;  // one of a mirror names its server, too
constexpr std::size_t most_rdata_digits = std::size_t{2} * 65535;  // RFC 1035 3.2.1

std::string to_hex(const core::Rdata& rdata) {
  if (rdata.empty()) return std::string{none};
  std::string text;
  for (const char c : rdata) {
    const auto octet = static_cast<unsigned char>(c);
    text += digits[octet >> 4U];
    text += digits[octet & 15U];
  }
  return text;
}

std::optional<core::Rdata> parse_hex(std::string_view text) {
  if (text == none) return core::Rdata{};
  if (text.empty() || text.size() % 2 != 0 || text.size() > most_rdata_digits) return std::nullopt;
  core::Rdata rdata;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = digits.find(text[i]);
    const auto low = digits.find(text[i + 1]);
    if (high == digits.npos || low == digits.npos) return std::nullopt;
    rdata += static_cast<char>(high * 16 + low);
  }
  return rdata;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text, Number least, Number most) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

// A label that the configuration allows, or the zone's own name.
bool is_zone_label(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"._-@:[]"}.find(c) != std::string_view::npos;
  };
  if (!text.empty() && text.size() <= longest_label && std::ranges::all_of(text, is_allowed))
    return true;
  const auto name = core::DnsName::parse(text);
  return name && name->to_text() == text;
}

// Rounded up, so that nobody is asked too soon.
std::int64_t milliseconds(Duration wait) {
  const auto count = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  return std::clamp<std::int64_t>(count, 0, most_wait);
}

std::optional<core::Family> parse_family(std::string_view text) {
  if (text == "ipv4") return core::Family::ipv4;
  if (text == "ipv6") return core::Family::ipv6;
  return std::nullopt;
}

// What the echo services are to be spared, and what they said.
std::string echo_lines(const core::Saved& saved) {
  std::string text;
  // A file that is longer would be refused: better to forget what no configuration has.
  std::size_t services = 0, vantages = 0;
  for (const auto& [url, wait] : saved.echo_waits) {
    const auto word = to_word(url);
    if (word.size() > longest_word || ++services > most_services) continue;
    text += "echo-wait " + std::to_string(milliseconds(wait)) + ' ' + word + '\n';
  }
  if (const auto early = milliseconds(saved.echo_early_wait); early > 0)
    text += "echo-early " + std::to_string(early) + '\n';
  for (const auto& [vantage, agreement] : saved.echo_agreements) {
    const auto interface = to_word(vantage.interface), uplink = to_word(agreement.uplink);
    const bool fits = std::max(interface.size(), uplink.size()) <= longest_word &&
                      agreement.address.family() == vantage.family;
    if (!fits || ++vantages > most_vantages) continue;
    text += "echo-agreement ";
    text += vantage.family == core::Family::ipv4 ? "ipv4 " : "ipv6 ";
    text.append(interface).append(" ").append(agreement.address.to_text());
    text.append(" ").append(uplink).append("\n");
  }
  return text;
}

std::string key_text(const core::RrsetKey& key) {
  return key.owner.to_text() + ' ' + std::to_string(static_cast<unsigned>(key.type));
}

std::string records_text(const std::set<core::Rdata>& records) {
  std::string text;
  for (const auto& rdata : records) text += ' ' + to_hex(rdata);
  return text;
}

std::string rrset_text(const core::Rrset& rrset) {
  return std::to_string(rrset.ttl.count()) + records_text(rrset.records) + '\n';
}

// What the administrator's scripts are to be told: three lines for each change.
std::string script_lines(const core::Saved& saved) {
  std::string text;
  for (const auto& due : saved.script_due) {
    text += "script-due " + due.zone + ' ' + key_text(due.key) + ' ' +
            std::to_string(due.server.port) + ' ' + due.server.host + ' ' +
            (due.serial ? std::to_string(*due.serial) : std::string{none}) + '\n';
    text += "script-was " + rrset_text(due.from) + "script-is " + rrset_text(due.to);
  }
  return text;
}

std::string check_line(std::string_view body) {
  std::string line{check};
  const std::uint64_t sum = checksum(body);
  for (unsigned shift = 64; shift > 0; shift -= 4) line += digits[(sum >> (shift - 4)) & 15U];
  return line + '\n';
}

// The words of one line, with one blank between two of them.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}

  std::string_view next() {
    if (at_end_) return {};
    const auto blank = rest_.find(' ');
    const auto word = rest_.substr(0, blank);
    at_end_ = blank == rest_.npos;
    if (!at_end_) rest_.remove_prefix(blank + 1);
    return word;
  }
  [[nodiscard]] bool at_end() const { return at_end_; }

 private:
  std::string_view rest_;
  bool at_end_ = false;
};

// Takes the lines between title and checksum; each returns false for what no save ever wrote.
class Reader {
 public:
  Kept kept;

  bool line(std::string_view text) {
    Words words{text};
    const auto kind = words.next();
    if (first_) return std::exchange(first_, false) && kind == "saved" && stamp(words);
    if (kind == "tokens") return tokens(words);
    if (kind == "echo-wait") return echo_wait(words);
    if (kind == "echo-early") return echo_early(words);
    if (kind == "echo-agreement") return echo_agreement(words);
    if (kind == "script-due") return script_due(words);
    if (kind == "script-was") return script_rrset(words, &core::Publication::from, 2);
    if (kind == "script-is") return script_rrset(words, &core::Publication::to, 1);
    if (kind == "zone") return zone(words);
    if (kind == "rrset") return rrset(words);
    if (kind == "claim") return claim(words);
    return false;
  }

  [[nodiscard]] bool is_complete() const { return !first_ && script_lines_left_ == 0; }

 private:
  bool stamp(Words& words) {
    const auto wall = parse_number<std::int64_t>(words.next(), 0, most_wall);
    const auto since_boot = parse_number<Duration::rep>(words.next(), 0, Duration::max().count());
    const auto boot_id = words.next();
    const auto use = words.next();
    if (!wall || !since_boot || !words.at_end()) return false;
    if (use != in_use && use != at_rest) return false;
    if (boot_id != none && !is_boot_id(boot_id)) return false;
    kept.saved.in_use = use == in_use;
    kept.stamp.wall = WallTime{std::chrono::seconds{*wall}};
    kept.stamp.since_boot = Duration{*since_boot};
    if (boot_id != none) kept.stamp.boot_id = boot_id;
    return true;
  }

  bool tokens(Words& words) {
    const auto left = parse_number<unsigned>(words.next(), 0, ~0U);
    const auto port = parse_number<std::uint16_t>(words.next(), 0, 0xffff);
    const auto host = words.next();
    if (!left || !port || host.empty() || !words.at_end()) return false;
    return kept.saved.tokens.emplace(core::Server{std::string{host}, *port}, *left).second;
  }

  bool echo_wait(Words& words) {
    const auto wait = parse_number<std::int64_t>(words.next(), 0, most_wait);
    auto url = parse_word(words.next());
    if (!wait || !url || url->empty() || !words.at_end()) return false;
    auto& waits = kept.saved.echo_waits;
    return waits.size() < most_services &&
           waits.emplace(*std::move(url), std::chrono::milliseconds{*wait}).second;
  }

  bool echo_early(Words& words) {
    const auto wait = parse_number<std::int64_t>(words.next(), 1, most_wait);
    if (!wait || !words.at_end() || kept.saved.echo_early_wait != Duration{}) return false;
    kept.saved.echo_early_wait = std::chrono::milliseconds{*wait};
    return true;
  }

  bool echo_agreement(Words& words) {
    const auto family = parse_family(words.next());
    auto interface = parse_word(words.next());
    const auto address = core::IpAddress::parse(words.next());
    auto uplink = parse_word(words.next());
    if (!family || !interface || !address || !uplink || !words.at_end()) return false;
    auto& agreements = kept.saved.echo_agreements;
    return address->family() == *family && agreements.size() < most_vantages &&
           agreements
               .emplace(core::Vantage{*family, *std::move(interface)},
                        core::EchoAgreement{*address, *std::move(uplink)})
               .second;
  }

  bool zone(Words& words) {
    const auto label = words.next();
    if (!is_zone_label(label) || !words.at_end()) return false;
    const auto [place, is_new] = kept.saved.published.try_emplace(std::string{label});
    picture_ = &place->second;
    zone_ = label;
    return is_new;
  }

  static std::optional<core::RrsetKey> key(Words& words) {
    const auto owner = core::DnsName::parse(words.next());
    const auto type = parse_number<std::uint16_t>(words.next(), 0, 0xffff);
    if (!owner || !type) return std::nullopt;
    return core::RrsetKey{*owner, static_cast<core::RrType>(*type)};
  }

  static std::optional<core::Rrset> records(Words& words) {
    const auto ttl = parse_number<std::int64_t>(words.next(), 0, most_ttl);
    if (!ttl) return std::nullopt;
    core::Rrset rrset{std::chrono::seconds{*ttl}, {}};
    while (!words.at_end()) {
      auto rdata = parse_hex(words.next());
      if (!rdata || !rrset.records.insert(std::move(*rdata)).second) return std::nullopt;
    }
    return rrset;
  }

  bool rrset(Words& words) {
    auto of = key(words);
    auto rrset = records(words);
    return picture_ != nullptr && of && rrset &&
           picture_->emplace(*std::move(of), *std::move(rrset)).second;
  }

  bool claim(Words& words) {
    auto of = key(words);
    if (picture_ == nullptr || !of) return false;
    std::set<core::Rdata> ours;
    while (!words.at_end()) {
      auto rdata = parse_hex(words.next());
      if (!rdata || !ours.insert(std::move(*rdata)).second) return false;
    }
    return !ours.empty() &&
           kept.saved.claims[zone_].emplace(*std::move(of), std::move(ours)).second;
  }

  bool script_due(Words& words) {
    const auto label = words.next();
    auto of = key(words);
    const auto port = parse_number<std::uint16_t>(words.next(), 0, 0xffff);
    const auto host = words.next();
    const auto serial_text = words.next();
    const auto serial = parse_number<std::uint32_t>(serial_text, 0, ~std::uint32_t{0});
    if (!is_zone_label(label) || !of || !port || host.empty() || !words.at_end()) return false;
    if (script_lines_left_ != 0 || (!serial && serial_text != none)) return false;
    kept.saved.script_due.push_back(
        {std::string{label}, *std::move(of), {}, {}, {std::string{host}, *port}, serial});
    script_lines_left_ = 2;
    return true;
  }

  bool script_rrset(Words& words, core::Rrset core::Publication::*member, unsigned left) {
    auto rrset = records(words);
    if (!rrset || script_lines_left_ != left) return false;
    kept.saved.script_due.back().*member = *std::move(rrset);
    script_lines_left_ = left - 1;
    return true;
  }

  bool first_ = true;
  unsigned script_lines_left_ = 0;          // of the last "script-due"
  core::RecordPicture* picture_ = nullptr;  // of the last "zone"
  core::ZoneLabel zone_;                    // its label
};

}  // namespace

std::uint64_t checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::string to_text(const core::Saved& saved, const Stamp& stamp) {
  std::string text{title};
  text.append(version) += '\n';
  text += "saved " + std::to_string(stamp.wall.time_since_epoch().count()) + ' ' +
          std::to_string(stamp.since_boot.count()) + ' ';
  text.append(stamp.boot_id.empty() ? none : stamp.boot_id) += ' ';
  text.append(saved.in_use ? in_use : at_rest) += '\n';
  for (const auto& [server, left] : saved.tokens) {
    text += "tokens " + std::to_string(left) + ' ' + std::to_string(server.port) + ' ' +
            server.host + '\n';
  }
  text += echo_lines(saved);
  text += script_lines(saved);
  for (const auto& [zone, picture] : saved.published) {
    text += "zone " + zone + '\n';
    for (const auto& [key, rrset] : picture)
      text += "rrset " + key_text(key) + ' ' + rrset_text(rrset);
    const auto claims = saved.claims.find(zone);
    if (claims == saved.claims.end()) continue;
    for (const auto& [key, ours] : claims->second)
      if (!ours.empty()) text += "claim " + key_text(key) + records_text(ours) + '\n';
  }
  return text + check_line(text);
}

Result<Kept, std::string> parse(std::string_view text) {
  if (text.empty()) return std::string{"is empty"};
  if (!text.starts_with(title)) return std::string{"is not a state file"};
  auto lines = text;
  lines.remove_prefix(title.size());
  const auto found = lines.substr(0, lines.find('\n'));
  if (found != version) return std::string{"is of a version that this nsfollow does not know"};

  const std::size_t check_size = check.size() + check_digits + 1;
  if (text.size() < check_size) return std::string{"is cut off"};
  const auto body = text.substr(0, text.size() - check_size);
  if (!body.ends_with('\n') || text.substr(body.size()) != check_line(body))
    return std::string{"is damaged: its checksum is wrong"};

  lines = body.substr(body.find('\n') + 1);
  Reader reader;
  while (!lines.empty()) {
    const auto end = lines.find('\n');  // there is one: body ends with it
    if (!reader.line(lines.substr(0, end))) return std::string{"has a line that makes no sense"};
    lines.remove_prefix(end + 1);
  }
  if (!reader.is_complete()) return std::string{"holds nothing"};
  return std::move(reader.kept);
}

}  // namespace nsfollow::state
