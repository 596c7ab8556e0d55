// SPDX-License-Identifier: MIT
#include <string_view>
#include "base/log.h"
#include "cli/check.h"

namespace nsfollow::cli {

using namespace core;

namespace {

constexpr std::size_t columns = 80;

struct Mark {
  std::string_view sign, colour;
};

Mark mark_of(Finding::Verdict verdict) {
  switch (verdict) {
    case Finding::Verdict::ok:
      return {"ok", "\033[32m"};
    case Finding::Verdict::warning:
      return {"!!", "\033[33m"};
    case Finding::Verdict::refused:
    case Finding::Verdict::unreachable:
      return {"xx", "\033[1;31m"};
  }
  return {};
}

class Page {
 public:
  explicit Page(bool with_colour) : with_colour_(with_colour) {}

  [[nodiscard]] std::string in(std::string_view colour, std::string_view text) const {
    if (!with_colour_) return std::string{text};
    return std::string{colour}.append(text).append("\033[0m");
  }
  void line(std::string_view text) { text_.append(text).append("\n"); }
  // Broken at blanks; `head`, of this width, stands before the first line.
  void wrapped(std::string_view head, std::size_t indent, std::string_view text);
  void put(const Finding& finding);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool with_colour_;
};

void Page::wrapped(std::string_view head, std::size_t indent, std::string_view text) {
  std::string now{head};
  auto width = indent;
  bool is_first = true;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    if (!is_first && width + 1 + word.size() > columns) {
      line(now);
      now.assign(indent, ' ');
      width = indent;
      is_first = true;
    }
    if (!is_first) now += ' ';
    now.append(word);
    width += word.size() + (is_first ? 0 : 1);
    is_first = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  line(now);
}

void Page::put(const Finding& finding) {
  const auto mark = mark_of(finding.verdict);
  const auto subject = log::escape(finding.subject);
  wrapped("  " + in(mark.colour, mark.sign) + "  ", 6,
          (subject.empty() ? "" : subject + ' ') + log::escape(finding.sentence));
  if (!finding.advice.empty()) wrapped("      -> ", 9, log::escape(finding.advice));
}

std::string title_of(const Examined& server) {
  std::string title = "zone " + log::escape(server.zone);
  if (server.server.host.empty()) return title;
  title += " at " + log::escape(describe(server.server));
  if (!server.address.empty() && server.address != server.server.host)
    title += " (" + server.address + ')';
  return title;
}

std::string summary(const CheckupReport& report) {
  std::size_t warnings = 0, faults = 0;
  const auto count = [&](const std::vector<Finding>& findings) {
    for (const auto& finding : findings) {
      warnings += finding.verdict == Finding::Verdict::warning ? 1 : 0;
      faults += finding.verdict == Finding::Verdict::refused ||
                        finding.verdict == Finding::Verdict::unreachable
                    ? 1
                    : 0;
    }
  };
  count(report.machine);
  for (const auto& server : report.servers) count(server.findings);
  const auto number = [](std::size_t n, std::string_view what) {
    return std::to_string(n) + ' ' + std::string{what} + (n == 1 ? "" : "s");
  };
  const auto hints = warnings == 0 ? "" : ", " + number(warnings, "warning");
  return (faults == 0 ? "nothing is in the way" : number(faults, "fault")) + hints;
}

}  // namespace

std::string to_text(const CheckupReport& report, bool with_colour) {
  Page page{with_colour};
  if (!report.machine.empty()) page.line(page.in("\033[1m", "this machine"));
  for (const auto& finding : report.machine) page.put(finding);
  for (const auto& server : report.servers) {
    page.line((report.machine.empty() ? "" : "\n") + page.in("\033[1m", title_of(server)));
    for (const auto& finding : server.findings) page.put(finding);
  }
  page.line("\n" + summary(report) + "; nothing was changed");
  return page.take();
}

}  // namespace nsfollow::cli
