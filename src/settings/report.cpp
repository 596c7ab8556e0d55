// SPDX-License-Identifier: MIT
#include "settings/report.h"
#include <algorithm>
#include "base/log.h"

namespace nsfollow::settings {

namespace {
constexpr std::size_t most_errors = 20;
}

std::vector<std::string> Report::lines(std::vector<Fault> faults) const {
  std::ranges::stable_sort(faults, {}, &Fault::place);
  std::vector<std::string> lines;
  for (const auto& [place, text] : faults) {
    std::string line = log::escape(file_);
    if (place.line > 0)
      line += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
    lines.push_back(line + ": " + log::escape(text));
  }
  return lines;
}

Error Report::to_error() const {
  auto all = lines(errors_);
  if (all.size() > most_errors) {
    const auto more = all.size() - most_errors;
    all.resize(most_errors);
    all.push_back(log::escape(file_) + ": and " + std::to_string(more) + " more");
  }
  std::string text;
  for (const auto& line : all) (text += text.empty() ? "" : "\n") += line;
  return {Error::Code::config, text};
}

std::vector<std::string> Report::warnings() const { return lines(warnings_); }

}  // namespace nsfollow::settings
