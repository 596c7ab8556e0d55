// SPDX-License-Identifier: MIT
// Which zone a name belongs to: the closest one, or the one it says.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "core/policy.h"
#include "settings/report.h"

namespace nsfollow::settings {

struct ZoneDraft;

struct ZoneChoice {  // zone = "inside"
  std::string text;
  Place place;
};

class ZoneBook {
 public:
  // The drafts must outlive the book.
  explicit ZoneBook(const std::vector<ZoneDraft>& zones);

  [[nodiscard]] bool empty() const { return by_label_.empty(); }

  // Reports and returns nothing where there is no such zone, or more than one.  `place`: of the
  // name.
  [[nodiscard]] const core::Zone* choose(const core::DnsName& name, Place place,
                                         const std::optional<ZoneChoice>& choice,
                                         Report& report) const;

 private:
  using Zones = std::vector<const core::Zone*>;
  [[nodiscard]] const core::Zone* chosen(const ZoneChoice& choice, Report& report) const;
  [[nodiscard]] const Zones& closest(const core::DnsName& name) const;
  [[nodiscard]] std::string list() const;
  [[nodiscard]] std::string in_full(const core::DnsName& name) const;

  std::map<core::ZoneLabel, const core::Zone*> by_label_;
  std::map<core::DnsName, Zones> by_name_;
};

}  // namespace nsfollow::settings
