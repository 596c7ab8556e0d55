// SPDX-License-Identifier: MIT
// What the user database says; it may be far away and slow, so it is asked only where it matters.
#pragma once
#include <sys/types.h>
#include <optional>
#include <string>
#include <vector>

namespace nsfollow::settings {

struct Account {
  uid_t user = 0;
  gid_t group = 0;
  std::string group_name;
};

// The user nsfollow, as which the unit runs the watcher; none where there is no such user.
[[nodiscard]] std::optional<Account> service_account();
// Its own group and those that it is a member of besides.
[[nodiscard]] std::vector<gid_t> groups_of_service(const Account& account);

// Their numbers where they have no name.
[[nodiscard]] std::string name_of_user(uid_t user);
[[nodiscard]] std::string name_of_group(gid_t group);

}  // namespace nsfollow::settings
