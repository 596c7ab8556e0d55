// SPDX-License-Identifier: MIT
#include "settings/access.h"
#include <sys/stat.h>
#include <unistd.h>
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

constexpr mode_t others = S_IRWXG | S_IRWXO;
constexpr mode_t others_beyond_reading_group = S_IWGRP | S_IXGRP | S_IRWXO;

bool is_allowed(const Owned& owned, const Account& account) {
  const bool ours = owned.owner == 0 || owned.owner == account.user;
  if (ours && (owned.mode & others) == 0) return true;
  return owned.owner == 0 && owned.group == account.group &&
         (owned.mode & others_beyond_reading_group) == 0;
}

std::string remedy(const std::string& word, const Owned& owned, const Reader& reader) {
  const auto& daemon = reader.service ? *reader.service : reader.self;
  if (owned.owner == 0 && owned.group == daemon.group && daemon.user != 0)
    return "chmod 640 " + word;
  if (owned.owner == daemon.user || (owned.owner == 0 && !reader.service && daemon.user == 0))
    return "chmod 600 " + word;
  if (daemon.user == 0) return "chown root " + word + " && chmod 600 " + word;
  return "chown root:" + daemon.group_name + ' ' + word + " && chmod 640 " + word;
}

Reader this_process() {
  Reader reader{{geteuid(), getegid(), name_of_group(getegid())}, std::nullopt};
  if (reader.self.user == 0) reader.service = service_account();
  return reader;
}

}  // namespace

std::string complain_of_access(const std::filesystem::path& file, const Owned& owned,
                               const Reader& reader) {
  if (is_allowed(owned, reader.self)) return "";
  if (reader.service && is_allowed(owned, *reader.service)) return "";
  const auto what = (owned.mode & others) != 0
                        ? "is open to others (mode " + octal(owned.mode) + ")"
                        : "belongs to user " + std::to_string(owned.owner);
  return what + "; type: " + remedy(shell_word(file.string()), owned, reader);
}

std::string complain_of_access(const std::filesystem::path& file, const Owned& owned) {
  // The user database is asked only where the answer hangs on it: it may be far away and slow, and
  // asking costs libraries and a millisecond.
  if (is_allowed(owned, {geteuid(), getegid(), ""})) return "";
  return complain_of_access(file, owned, this_process());
}

}  // namespace nsfollow::settings
