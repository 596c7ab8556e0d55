// SPDX-License-Identifier: MIT
#include <algorithm>
#include "base/log.h"
#include "control/rendering.h"
#include "core/words.h"

namespace nsfollow::control {

using namespace core;

namespace {

constexpr std::size_t columns = 80;

enum class Mood { right, waiting, wrong };

class Page {
 public:
  explicit Page(bool with_colour) : with_colour_(with_colour) {}

  // "right" in green, and so on.
  [[nodiscard]] std::string word(Mood mood, std::string_view text) const {
    if (!with_colour_) return std::string{text};
    static constexpr std::string_view sequences[] = {"\033[32m", "\033[33m", "\033[1;31m"};
    return std::string{sequences[static_cast<std::size_t>(mood)]}.append(text).append("\033[0m");
  }
  [[nodiscard]] std::string title(std::string_view text) const {
    if (!with_colour_) return std::string{text};
    return std::string{"\033[1m"}.append(text).append("\033[0m");
  }
  void line(std::string_view text) { text_.append(text).append("\n"); }
  // Broken at blanks, each line behind two blanks.
  void wrapped(std::string_view text);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool with_colour_;
};

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0U) == 0x80U ? 0 : 1;
  return width;
}

void Page::wrapped(std::string_view text) {
  std::string now = " ";
  std::size_t width = 1;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto next = text.substr(0, end);
    if (width > 2 && width + 1 + width_of(next) > columns) {
      line(now);
      now = "   ";
      width = 3;
    }
    now.append(" ").append(next);
    width += 1 + width_of(next);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  line(now);
}

std::string with_ttl(RrType type, const Rrset& rrset) {
  return describe(type, rrset) +
         (rrset.empty() ? "" : " (TTL " + std::to_string(rrset.ttl.count()) + " s)");
}

std::string state_of(const Page& page, const Status::Name& name) {
  if (!name.wanted && name.is_kept) return page.word(Mood::waiting, "kept");
  if (!name.wanted) return page.word(Mood::waiting, "not known");
  if (name.is_right()) return page.word(Mood::right, "right");
  if (!name.published) return page.word(Mood::waiting, "not confirmed");
  return page.word(Mood::wrong, "wrong");
}

// `beside`: all of them; a mirror or another view has the same key once more.
void put(Page& page, const Status::Name& name, const std::vector<Status::Name>& beside) {
  std::string head = page.title(describe(name.key));
  if (std::ranges::count(beside, name.key, &Status::Name::key) > 1)
    head += " in zone " + log::escape(name.zone);
  head += "  " + state_of(page, name);
  if (name.changed_ago) head += ", changed " + words::duration(*name.changed_ago) + " ago";
  page.line(head);
  const auto type = name.key.type;
  if (name.wanted && name.is_right()) {
    page.wrapped(with_ttl(type, *name.wanted));
  } else {
    if (name.wanted) page.wrapped("wanted     " + with_ttl(type, *name.wanted));
    if (name.published) page.wrapped("published  " + with_ttl(type, *name.published));
  }
  if (!name.remark.empty()) page.wrapped(log::escape(name.remark));
}

std::string state_of(const Page& page, const Status::Zone& zone) {
  if (!zone.trouble.empty())
    return page.word(zone.needs_a_person || !zone.is_right ? Mood::wrong : Mood::waiting,
                     "in trouble");
  if (zone.is_right) return page.word(Mood::right, "right");
  return page.word(Mood::waiting, zone.is_busy ? "at work" : "not confirmed");
}

// "3 of 3 serve it (slowest ns3.example.com, 1.2 s)"
void put_name_servers(Page& page, const Status::Zone& zone) {
  if (!zone.name_servers_unknown.empty())
    page.wrapped("name servers: " + log::escape(zone.name_servers_unknown));
  if (zone.name_servers.empty()) return;
  const auto serving = std::ranges::count_if(zone.name_servers, &Status::NameServer::serves);
  const auto slowest = std::ranges::max_element(zone.name_servers, {}, &Status::NameServer::lag);
  std::string text = "name servers: " + std::to_string(serving) + " of " +
                     std::to_string(zone.name_servers.size()) + " serve it";
  if (slowest->lag)
    text += " (slowest " + describe(slowest->server) + ", " + lag_text(*slowest->lag) + ')';
  if (zone.has_hidden_primary) text += "; the primary is none of them";
  page.wrapped(text);
  for (const auto& server : zone.name_servers)
    if (!server.serves)
      page.wrapped(describe(server.server) + ": " +
                   (server.lacks.empty() ? "being asked" : log::escape(server.lacks)) +
                   (server.is_given_up ? "; not asked any more" : ""));
}

void put(Page& page, const Status::Zone& zone) {
  page.line(page.title("zone " + log::escape(zone.label)) + " at " +
            log::escape(describe(zone.server)) + "  " + state_of(page, zone));
  if (!zone.trouble.empty()) {
    page.wrapped(log::escape(zone.trouble));
    page.wrapped("for " + words::duration(zone.trouble_for) + ", tried " +
                 std::to_string(zone.tries) + (zone.tries == 1 ? " time" : " times") +
                 (zone.needs_a_person ? "; a person must mend it" : ""));
  }
  std::string times = zone.answered_ago ? "answered " + words::duration(*zone.answered_ago) + " ago"
                                        : "has not answered in this run";
  if (zone.is_busy)
    times += "; being asked now";
  else if (zone.next_in)
    times += (zone.trouble.empty() ? "; next look in " : "; next try in ") +
             words::duration(*zone.next_in);
  page.wrapped(times);
  put_name_servers(page, zone);
  if (!zone.clock_behind) return;
  const auto behind = *zone.clock_behind;
  page.wrapped("this clock is " + words::duration(behind < Duration{} ? -behind : behind) +
               (behind < Duration{} ? " ahead of" : " behind") +
               " the server's, whose time is used instead");
}

void put(Page& page, const Status::Source& source) {
  std::string text = log::escape(source.name) + ": ";
  text += source.answer.empty() ? "no answer" : log::escape(source.answer);
  if (!source.by.empty()) text += ", says " + log::escape(source.by);
  if (!source.why_not.empty()) text += " (" + log::escape(source.why_not) + ')';
  page.wrapped(text);
}

std::string summary(const Page& page, const Status& status) {
  switch (status.exit_code()) {
    case 0:
      return page.word(Mood::right, "all is right");
    case 3:
      return page.word(Mood::wrong, "this machine's addresses cannot be read");
    case 4:
      return page.word(Mood::wrong, "a name server refuses, and a person must mend it");
    default:
      return page.word(Mood::waiting, "not all is confirmed");
  }
}

}  // namespace

std::string to_text(const Status& status, bool with_colour) {
  Page page{with_colour};
  page.line("watching for " + words::duration(status.running_for) + ": " + summary(page, status));
  for (const auto& name : status.names) {
    page.line("");
    put(page, name, status.names);
  }
  for (const auto& zone : status.zones) {
    page.line("");
    put(page, zone);
  }
  if (!status.sources.empty()) page.line("\n" + page.title("asked besides the kernel"));
  for (const auto& source : status.sources) put(page, source);
  return page.take();
}

}  // namespace nsfollow::control
