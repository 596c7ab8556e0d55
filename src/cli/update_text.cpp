// SPDX-License-Identifier: MIT
#include "cli/update_text.h"

namespace nsfollow::cli {

namespace {

std::string prerequisites(const core::Change& change) {
  if (change.from.empty()) return "prereq nxrrset " + describe(change.key) + '\n';
  std::string text;
  for (const auto& rdata : change.from.records)
    text +=
        "prereq yxrrset " + describe(change.key) + ' ' + describe(change.key.type, rdata) + '\n';
  return text;
}

std::string additions(const core::Change& change) {
  std::string text;
  for (const auto& rdata : change.to.records)
    text += "update add " + change.key.owner.to_text() + ". " +
            std::to_string(change.to.ttl.count()) + ' ' + describe(change.key.type) + ' ' +
            describe(change.key.type, rdata) + '\n';
  return text;
}

}  // namespace

std::string update_text(const core::Zone& zone, const std::vector<core::Change>& changes) {
  const auto& server = zone.servers.front();
  std::string text = "server " + server.host + ' ' + std::to_string(server.port) + "\nzone " +
                     zone.name.to_text() + "\n";
  for (const auto& change : changes) text += prerequisites(change);
  for (const auto& change : changes)
    if (!change.from.empty()) text += "update delete " + describe(change.key) + '\n';
  for (const auto& change : changes) text += additions(change);
  return text + "send\n";
}

}  // namespace nsfollow::cli
