// SPDX-License-Identifier: MIT
#include <array>
#include <cstdio>
#include <utility>
#include "control/rendering.h"

namespace nsfollow::control {

using namespace core;

namespace {

using Label = std::pair<std::string_view, std::string>;

std::string escape(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text;
}

std::string in_seconds(Duration d) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.3f", std::chrono::duration<double>{d}.count());
  return text.data();
}

class Exposition {
 public:
  Exposition& metric(std::string name, std::string_view help) {
    name_ = "nsfollow_" + std::move(name);
    text_.append("# HELP ").append(name_).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name_).append(" gauge\n");
    return *this;
  }
  void sample(std::initializer_list<Label> labels, std::string_view value) {
    text_ += name_;
    char before = '{';
    for (const auto& [label, what] : labels) {
      text_.append(1, std::exchange(before, ',')).append(label);
      text_.append("=\"").append(escape(what)).append("\"");
    }
    if (before == ',') text_ += '}';
    text_.append(" ").append(value).append("\n");
  }
  void sample(std::initializer_list<Label> labels, bool value) {
    sample(labels, std::string_view{value ? "1" : "0"});
  }
  void sample(std::initializer_list<Label> labels, const std::optional<Duration>& d) {
    if (d) sample(labels, in_seconds(*d));
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_, name_;
};

void put_names(Exposition& to, const Status& status) {
  const auto for_all = [&](auto value) {
    for (const auto& name : status.names)
      to.sample({{"name", name.key.owner.to_text()},
                 {"type", describe(name.key.type)},
                 {"zone", name.zone}},
                value(name));
  };
  to.metric("name_right", "Whether the primary holds what is wanted at this name.");
  for_all([](const auto& name) { return name.is_right(); });
  to.metric("name_known", "Whether it is known what is wanted at this name.");
  for_all([](const auto& name) { return name.wanted.has_value(); });
  to.metric("name_changed_seconds", "Time since this run changed the records of this name.");
  for_all([](const auto& name) { return name.changed_ago; });
}

void put_zones(Exposition& to, const Status& status) {
  const auto for_all = [&](auto value) {
    for (const auto& zone : status.zones)
      to.sample({{"zone", zone.label}, {"server", describe(zone.server)}}, value(zone));
  };
  to.metric("zone_right", "Whether the primary holds all that is known to be wanted.");
  for_all([](const auto& zone) { return zone.is_right; });
  to.metric("zone_needs_a_person", "Whether it cannot be mended without a person.");
  for_all([](const auto& zone) { return zone.needs_a_person; });
  to.metric("zone_trouble_seconds", "How long nothing has succeeded, 0 while all is well.");
  for_all([](const auto& zone) {
    return std::optional{zone.trouble.empty() ? Duration{} : zone.trouble_for};
  });
  to.metric("zone_failed_tries", "How many tries have failed in a row.");
  for_all([](const auto& zone) { return std::to_string(zone.tries); });
  to.metric("last_answer_seconds", "Time since the primary answered authentically.");
  for_all([](const auto& zone) { return zone.answered_ago; });
  to.metric("clock_behind_seconds", "How far this clock is behind the server's, where it matters.");
  for_all([](const auto& zone) {
    return zone.clock_behind ? std::optional<Duration>{*zone.clock_behind} : std::nullopt;
  });
}

void put_name_servers(Exposition& to, const Status& status) {
  const auto for_all = [&](auto value) {
    for (const auto& zone : status.zones)
      for (const auto& server : zone.name_servers)
        to.sample({{"zone", zone.label}, {"name_server", describe(server.server)}}, value(server));
  };
  to.metric("name_server_serves", "Whether this name server shows all that was changed last.");
  for_all([](const auto& server) { return server.serves; });
  to.metric("name_server_lag_seconds", "Time from the last change until it was seen to show it.");
  for_all([](const auto& server) { return server.lag; });
}

}  // namespace

std::string to_prometheus(const Status& status) {
  Exposition to;
  to.metric("up", "Whether a watcher runs.").sample({}, true);
  to.metric("health", "What the exit status of nsfollow status tells, 0 when all is right.")
      .sample({}, std::to_string(status.exit_code()));
  to.metric("blind", "Whether this machine's addresses cannot be read.")
      .sample({}, status.is_blind);
  to.metric("running_seconds", "Time since the watcher began, or read its configuration again.")
      .sample({}, std::optional{status.running_for});
  put_names(to, status);
  put_zones(to, status);
  put_name_servers(to, status);
  to.metric("source_answers", "Whether one who is asked besides the kernel has told an address.");
  for (const auto& source : status.sources)
    to.sample({{"source", source.name}}, !source.answer.empty());
  return to.take();
}

}  // namespace nsfollow::control
