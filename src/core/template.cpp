// SPDX-License-Identifier: MIT
#include "core/template.h"
#include "base/overload.h"

namespace nsfollow::core {

namespace {

// The text so far.  A word that disappears takes the blanks behind it along.
class Line {
 public:
  std::string text;

  void word(const std::string& word) {
    text += std::exchange(blanks_, {}) + word;
    fresh_ = gone_ = false;
  }
  void no_word() { gone_ = true; }
  void blank() {
    if (!fresh_ && !gone_) blanks_ += ' ';
  }
  void quote() {
    in_quotes_ = !in_quotes_;
    if (in_quotes_) text += blanks_;
    text += '"';
    blanks_.clear();
    fresh_ = in_quotes_;
    gone_ = false;
  }

 private:
  std::string blanks_;  // that a further word will need
  bool fresh_ = true;   // nothing stands here since the beginning, or since the opening quote
  bool gone_ = false;
  bool in_quotes_ = false;
};

// What stands around marks up to the next blank, on both sides.
class Word {
 public:
  explicit Word(bool is_list) : is_list_(is_list) {}

  void add(char c) { (marked_ ? after_ : before_) += c; }

  void mark(std::vector<std::string> addresses) {
    if (!std::exchange(marked_, true))
      addresses_ = std::move(addresses);
    else if (is_list_)
      lengthen(addresses);
    else
      pair(addresses);
  }

  void put(Line& line) {
    if (addresses_.empty()) {
      if (marked_) line.no_word();
      if (!marked_ && !before_.empty()) line.word(before_);
    } else if (is_list_) {
      std::string list;
      for (const auto& address : addresses_) list += (list.empty() ? "" : ",") + address;
      line.word(before_ + list + after_);
    } else {
      std::string all;
      for (const auto& address : addresses_)
        all += (all.empty() ? "" : " ") + before_ + address + after_;
      line.word(all);
    }
    *this = Word{is_list_};
  }

 private:
  // "ipv4hint={one.ipv4},{other.ipv4}": what is between them is a member of the list, if anything.
  void lengthen(const std::vector<std::string>& addresses) {
    auto between = std::exchange(after_, {});
    if (between.starts_with(',')) between.erase(0, 1);
    if (between.ends_with(',')) between.pop_back();
    if (!between.empty()) addresses_.push_back(between);
    addresses_.insert(addresses_.end(), addresses.begin(), addresses.end());
  }
  // "{one.ipv4}-{other.ipv4}": the second's first address stands beside each of the first's.
  void pair(const std::vector<std::string>& addresses) {
    if (addresses.empty()) addresses_.clear();
    for (auto& first : addresses_) first += after_ + addresses.front();
    after_.clear();
  }

  bool is_list_;
  bool marked_ = false;
  std::string before_, after_;
  std::vector<std::string> addresses_;
};

}  // namespace

std::string expand(const Template& source, RrType type, const AddressesOf& addresses) {
  const bool is_list = type == RrType::svcb || type == RrType::https;
  Line line;
  Word word{is_list};
  bool escaped = false;
  const auto add = [&](const std::string& piece) {
    for (const char c : piece) {
      const bool is_quote = c == '"' && !is_list;
      if (escaped || (c != ' ' && !is_quote)) {
        word.add(c);
        escaped = c == '\\' && !escaped;
        continue;
      }
      word.put(line);
      if (is_quote)
        line.quote();
      else
        line.blank();
    }
  };
  const auto mark = [&](const AddressMark& at) {
    std::vector<std::string> texts;
    for (const auto& address : addresses(at))
      texts.push_back(at.length ? IpPrefix::of(address, *at.length).to_text() : address.to_text());
    word.mark(std::move(texts));
    escaped = false;
  };
  for (const auto& piece : source.pieces) std::visit(Overload{add, mark}, piece);
  word.put(line);
  return std::move(line.text);
}

}  // namespace nsfollow::core
