// SPDX-License-Identifier: MIT
#include "settings/account.h"
#include <grp.h>
#include <pwd.h>
#include <array>

namespace nsfollow::settings {

namespace {

constexpr const char* service_user = "nsfollow";
constexpr int most_groups = 1024;

using Buffer = std::array<char, 16384>;

}  // namespace

std::optional<Account> service_account() {
  Buffer buffer{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  if (getpwnam_r(service_user, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
    return std::nullopt;
  return Account{found->pw_uid, found->pw_gid, name_of_group(found->pw_gid)};
}

std::vector<gid_t> groups_of_service(const Account& account) {
  std::vector<gid_t> groups(most_groups);
  int count = most_groups;
  if (getgrouplist(service_user, account.group, groups.data(), &count) < 0) count = most_groups;
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

std::string name_of_user(uid_t user) {
  Buffer buffer{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  if (getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
    return found->pw_name;
  return std::to_string(user);
}

std::string name_of_group(gid_t group) {
  Buffer buffer{};
  struct group entry {};
  struct group* found = nullptr;
  if (getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
    return found->gr_name;
  return std::to_string(group);
}

}  // namespace nsfollow::settings
