// SPDX-License-Identifier: MIT
#include "settings/words.h"
#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>
#include "base/log.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t longest_quote = 80;
constexpr std::size_t longest_slip = 64;  // nobody mistypes a word longer than this

// Optimal string alignment, three rows of its table at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string quote(std::string_view text) {
  const bool cut = text.size() > longest_quote;
  return '"' + log::escape(text.substr(0, longest_quote)) + (cut ? "...\"" : "\"");
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> choices) {
  if (word.size() > longest_slip) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto choice : choices) {
    const std::size_t far = distance(word, choice);
    if (far >= least || far >= choice.size()) continue;
    least = far;
    best = choice;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> choices) {
  const auto near = nearest(word, choices);
  return near ? "; did you mean " + quote(*near) + '?' : "";
}

std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"/._-+@%,:="}.find(c) != std::string_view::npos;
  };
  if (std::ranges::all_of(text, is_plain) && !text.starts_with('-')) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return word + '\'';
}

std::string octal(mode_t mode) {
  std::array<char, 8> text{};
  (void)std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777));
  return text.data();
}

std::string list(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) (text += text.empty() ? "" : ", ") += word;
  return text;
}

}  // namespace nsfollow::settings
