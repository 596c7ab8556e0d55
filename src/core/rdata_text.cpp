// SPDX-License-Identifier: MIT
#include "core/rdata_text.h"
#include <algorithm>
#include <charconv>
#include "core/rdata_layout.h"
#include "core/rdata_words.h"
#include "core/svc_params.h"

namespace nsfollow::core {

namespace {

constexpr std::size_t most_rdata = 65535;  // RFC 1035 3.2.1
constexpr std::size_t most_string = 255;   // RFC 1035 3.3

Error wrong(std::string text) { return {Error::Code::config, std::move(text)}; }

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t octets_of(Part number) {
  return number == Part::u8 ? 1 : number == Part::u16 ? 2 : number == Part::u32 ? 4 : 0;
}

// Makes the octets of one record, field by field.
class Writer {
 public:
  Writer(std::span<const Field> fields, std::vector<RdataWord> words)
      : fields_(fields), words_(std::move(words)) {}

  Result<Rdata> write() {
    for (const auto& field : fields_) {
      if (field.part == Part::svc_params) {
        auto params = svc_params();
        if (!params) return params;
        octets_ += *params;
      } else if (const auto complaint = put(field)) {
        return wrong("wants " + words_for(field) + (complaint->empty() ? "" : ", not ") +
                     *complaint);
      }
    }
    if (next_ < words_.size())
      return wrong("wants nothing after " + std::string{fields_.back().what});
    if (octets_.size() > most_rdata) return wrong("is longer than 65535 octets");
    return std::move(octets_);
  }

 private:
  // What it puts, or what is wrong: empty when the field's words say it all.
  using Complaint = std::optional<std::string>;

  Complaint put(const Field& field) {
    if (next_ == words_.size()) return "";
    switch (field.part) {
      case Part::u8:
      case Part::u16:
      case Part::u32:
        return put_digits(octets_of(field.part));
      case Part::name:
      case Part::target:
        return put_name();
      case Part::string:
        return put_string(words_[next_++], false);
      case Part::strings:
        return put_strings();
      case Part::tag:
        return put_tag();
      case Part::text:
        return put_text();
      case Part::hex:
        return put_hash(field);
      case Part::base64:
        return put_octets(parse_base64(rest()));
      case Part::ipv4:
      case Part::ipv6:
        return put_address(field.part == Part::ipv4 ? Family::ipv4 : Family::ipv6);
      case Part::svc_params:
        break;
    }
    return "";
  }

  Complaint put_digits(std::size_t size) {
    const auto& word = words_[next_++];
    const auto number = parse_number<std::uint32_t>(word.text);
    if (!number || word.quoted || std::uint64_t{*number} >> (8 * size) != 0) return "";
    put_number(octets_, *number, size);
    return {};
  }

  Complaint put_name() {
    const auto& word = words_[next_++];
    if (word.quoted) return "one in quotes";
    const auto name = parse_wire_name(word.text);
    if (!name) return name.error().text;
    octets_ += *name;
    return {};
  }

  // The text behind each other in as many strings as it takes, where that is allowed.
  Complaint put_string(const RdataWord& word, bool split) {
    const auto octets = unescape(word.text);
    if (!octets) return "a \"\\\" that begins no escape";
    if (octets->size() > most_string && !split) return "one of more than 255 octets";
    std::string_view left = *octets;
    do {
      const auto piece = left.substr(0, most_string);
      put_number(octets_, piece.size(), 1);
      octets_ += piece;
      left.remove_prefix(piece.size());
    } while (!left.empty());
    return {};
  }

  Complaint put_strings() {
    Complaint complaint;
    while (!complaint && next_ < words_.size()) complaint = put_string(words_[next_++], true);
    return complaint;
  }

  Complaint put_tag() {
    const auto& word = words_[next_];
    if (word.text.empty() || !std::ranges::all_of(word.text, is_letter_or_digit))
      return "other characters than letters and digits";
    return put_string(words_[next_++], false);
  }

  Complaint put_text() {
    const auto octets = unescape(words_[next_++].text);
    if (!octets) return "a \"\\\" that begins no escape";
    octets_ += *octets;
    return {};
  }

  Complaint put_hash(const Field& field) {
    const auto kind = static_cast<unsigned char>(octets_.back());
    const auto octets = parse_hex(rest());
    const std::size_t size = kind < field.sizes.size() ? field.sizes[kind] : 0;
    if (octets && size != 0 && octets->size() != size)
      return std::to_string(octets->size()) + " octets where type " + std::to_string(kind) +
             " has " + std::to_string(size);
    return put_octets(octets);
  }

  Complaint put_octets(const std::optional<std::string>& octets) {
    if (!octets || octets->empty()) return "";
    octets_ += *octets;
    return {};
  }

  Complaint put_address(Family family) {
    const auto& word = words_[next_++];
    const auto address = IpAddress::parse(word.text);
    if (!address || address->family() != family || word.quoted) return "";
    octets_ += rdata_of(*address);
    return {};
  }

  Result<Rdata> svc_params() {
    const std::span params = std::span{words_}.subspan(next_);
    next_ = words_.size();
    // RFC 9460 2.4.2: whoever reads them there ignores them.
    if (!params.empty() && octets_.starts_with(std::string(2, '\0')))
      return wrong("wants no parameters where the priority is 0");
    return parse_svc_params(params);
  }

  std::string rest() {
    std::string text;
    for (; next_ < words_.size(); ++next_) text += words_[next_].quoted ? "\"" : words_[next_].text;
    return text;
  }

  [[nodiscard]] std::string words_for(const Field& field) const {
    static constexpr std::array places{"first", "second", "third",  "fourth",
                                       "fifth", "sixth",  "seventh"};
    std::string text = field.what;
    if (const auto size = octets_of(field.part); size != 0)
      text += " of 0 to " + std::to_string((std::uint64_t{1} << (8 * size)) - 1);
    if (fields_.size() > 1)
      text.append(" ").append(places[static_cast<std::size_t>(&field - fields_.data())]);
    return text;
  }

  std::span<const Field> fields_;
  std::vector<RdataWord> words_;
  std::size_t next_ = 0;  // of words_
  Rdata octets_;
};

bool is_unknown_form(std::string_view text) {
  const auto words = split_words(text);
  return words && !words->empty() && words->front().text == "\\#" && !words->front().quoted;
}

// RFC 3597 5: "\#", the number of octets, and they in hexadecimal.
Result<Rdata> parse_unknown(std::string_view text) {
  const auto words = split_words(text);
  if (!words) return words.error();
  std::string digits;
  for (std::size_t i = 2; i < words->size(); ++i) digits += (*words)[i].text;
  const auto number =
      words->size() < 2 ? std::nullopt : parse_number<std::uint16_t>((*words)[1].text);
  auto octets = parse_hex(digits);
  if (!number || !octets)
    return wrong("wants a number of octets after \"\\#\", and they in hexadecimal");
  const std::size_t size = number.value_or(0);  // GCC 12 does not see that *number is there
  if (octets->size() != size)
    return wrong("has " + std::to_string(octets->size()) + " octets and says " +
                 std::to_string(size));
  return *std::move(octets);
}

}  // namespace

std::optional<RrType> parse_rr_type(std::string_view text) {
  std::string name{text};
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (const auto* layout = layout_of(name)) return layout->type;
  if (!name.starts_with("TYPE")) return std::nullopt;
  const auto number = parse_number<std::uint16_t>(std::string_view{name}.substr(4));
  // RFC 6895 3.1: these are no data, nor is OPT.
  if (!number || *number == 0 || *number == 41 || *number == 65535) return std::nullopt;
  if (*number >= 128 && *number <= 255) return std::nullopt;
  return RrType{*number};
}

Result<Rdata> parse_rdata(RrType type, std::string_view text) {
  const auto* layout = layout_of(type);
  if (is_unknown_form(text)) {
    auto octets = parse_unknown(text);
    if (!octets || layout == nullptr) return octets;
    const auto known = rdata_text(type, *octets);
    if (!known) return wrong("has octets that are no " + describe(type));
    return parse_rdata(type, *known);
  }
  if (layout == nullptr)
    return wrong("wants the form \"\\# 4 c0000207\", as the text of a " + describe(type) +
                 " is not known");
  const auto fields = layout->fields();
  auto words = fields[0].part == Part::strings ? split_texts(text) : split_words(text);
  if (!words) return std::move(words.error());
  return Writer{fields, *std::move(words)}.write();
}

}  // namespace nsfollow::core
