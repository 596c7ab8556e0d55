// SPDX-License-Identifier: MIT
#include "settings/zone_choice.h"
#include <algorithm>
#include "settings/section.h"
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

// "inside (example.com)"
std::string describe(const core::Zone& zone) {
  return zone.alias.empty() ? zone.label() : zone.alias + " (" + zone.name.to_text() + ')';
}

// "inside" or "outside"
std::string alternatives(const std::vector<const core::Zone*>& zones) {
  std::string text;
  for (const auto* zone : zones) (text += text.empty() ? "" : " or ") += quote(zone->label());
  return text;
}

}  // namespace

ZoneBook::ZoneBook(const std::vector<ZoneDraft>& zones) {
  for (const auto& draft : zones) {
    by_label_.emplace(draft.zone.label(), &draft.zone);
    by_name_[draft.zone.name].push_back(&draft.zone);
  }
}

std::string ZoneBook::list() const {
  static constexpr std::size_t most = 10;
  std::string text;
  std::size_t n = 0;
  for (const auto& [label, zone] : by_label_) {
    if (n++ == most) return text + ", ...";
    (text += text.empty() ? "" : ", ") += describe(*zone);
  }
  return text;
}

// `; did you mean "host1.d.example.com"?` where only the last part of a name is written.
std::string ZoneBook::in_full(const core::DnsName& name) const {
  const auto label = name.to_text();
  if (by_name_.size() != 1 || label.find('.') != std::string::npos) return ".";
  const auto full = core::DnsName::parse(label + '.' + by_name_.begin()->first.to_text());
  return full ? "; did you mean " + quote(full->to_text()) + '?' : ".";
}

// Those of the longest configured name that the name lies in.
const ZoneBook::Zones& ZoneBook::closest(const core::DnsName& name) const {
  static const Zones none;
  const auto text = name.to_text();
  for (std::size_t at = 0; at < text.size();) {
    const auto parent = core::DnsName::parse(std::string_view{text}.substr(at));
    const auto found = parent ? by_name_.find(*parent) : by_name_.end();
    if (found != by_name_.end()) return found->second;
    const auto dot = text.find('.', at);
    at = dot == std::string::npos ? text.size() : dot + 1;
  }
  const auto root = by_name_.find(core::DnsName{});
  return root == by_name_.end() ? none : root->second;
}

const core::Zone* ZoneBook::chosen(const ZoneChoice& choice, Report& report) const {
  if (const auto found = by_label_.find(choice.text); found != by_label_.end())
    return found->second;
  const auto name = core::DnsName::parse(choice.text);
  const auto named = name ? by_name_.find(*name) : by_name_.end();
  if (named != by_name_.end() && named->second.size() == 1) return named->second.front();
  if (named != by_name_.end()) {
    report.error(choice.place, "zone " + quote(choice.text) + " is the name of several; say " +
                                   alternatives(named->second));
    return nullptr;
  }
  std::vector<std::string_view> labels;
  for (const auto& [label, zone] : by_label_) labels.push_back(label);
  const auto near = did_you_mean(choice.text, labels);
  report.error(choice.place, "zone " + quote(choice.text) + " is not configured" +
                                 (near.empty() ? "." : near) + " Zones: " + list());
  return nullptr;
}

const core::Zone* ZoneBook::choose(const core::DnsName& name, Place place,
                                   const std::optional<ZoneChoice>& choice, Report& report) const {
  if (choice) {
    const auto* zone = chosen(*choice, report);
    if (!zone || name.is_within(zone->name)) return zone;
    report.error(place, name.to_text() + " does not lie in its zone " + describe(*zone));
    return nullptr;
  }
  const auto& zones = closest(name);
  if (zones.size() == 1) return zones.front();
  if (zones.empty())
    report.error(place, name.to_text() + " lies in no configured zone" + in_full(name) +
                            " Zones: " + list());
  else
    report.error(place, name.to_text() + " lies in several zones of the name " +
                            zones.front()->name.to_text() +
                            "; say which: zone = " + alternatives(zones));
  return nullptr;
}

}  // namespace nsfollow::settings
