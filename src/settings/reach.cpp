// SPDX-License-Identifier: MIT
#include "settings/reach.h"
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include "settings/words.h"

namespace nsfollow::settings {

namespace {

namespace fs = std::filesystem;
using Use = Needed::Use;

constexpr mode_t may_read = 4, may_write = 2, may_enter = 1;  // of the last octal digit
constexpr auto service = "nsfollow";

mode_t wants(Use use) {
  switch (use) {
    case Use::read:
      return may_read;
    case Use::execute:
      return may_enter;
    case Use::keep_files_in:
      return may_read | may_write | may_enter;
  }
  return may_read;
}

bool is_open(const struct stat& found, const Visitor& visitor, mode_t wanted) {
  mode_t granted = found.st_mode;
  if (found.st_uid == visitor.user)
    granted >>= 6;
  else if (std::ranges::count(visitor.groups, found.st_gid) > 0)
    granted >>= 3;
  return (granted & wanted) == wanted;
}

// Whether its mode is all that there is to know: nothing where it cannot be looked at.
std::optional<struct stat> look_at(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  if (::getxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0) return std::nullopt;
  return found;
}

std::string whose(const struct stat& found) {
  return " (" + name_of_user(found.st_uid) + ':' + name_of_group(found.st_gid) + ", mode " +
         octal(found.st_mode) + ')';
}

std::string give(const fs::path& path, const std::string& owner, std::string_view mode) {
  const auto word = shell_word(path.string());
  return "; type: chown " + owner + ' ' + word + " && chmod " + std::string{mode} + ' ' + word;
}

std::string complain_of_directory(const fs::path& directory, const struct stat& found,
                                  const Visitor& visitor) {
  const auto why = "the user " + visitor.name + " may not enter " +
                   log::escape(directory.string()) + whose(found);
  // Any other is somebody's, who had a reason.
  if (directory.filename() != service) return why + "; it wants another place";
  return why + give(directory, "root:" + visitor.group_name, "750");
}

std::string complain_of_use(const Needed& needed, const struct stat& found,
                            const Visitor& visitor) {
  const auto why = "the user " + visitor.name + " cannot ";
  switch (needed.use) {
    case Use::read:
      return why + "read it" + whose(found) +
             give(needed.path, "root:" + visitor.group_name, "640");
    case Use::execute:
      return why + "execute it" + whose(found) +
             give(needed.path, "root:" + visitor.group_name, "750");
    case Use::keep_files_in:
      return why + "keep files there" + whose(found) +
             give(needed.path, visitor.name + ':' + visitor.group_name, "700");
  }
  return "";
}

std::string what_keeps_out(const Needed& needed, const Visitor& visitor) {
  std::error_code error;
  const auto real = fs::canonical(needed.path, error);
  if (error) return "";
  fs::path directory;
  for (const auto& part : real.parent_path()) {
    directory /= part;
    const auto found = look_at(directory);
    if (!found) return "";
    if (!is_open(*found, visitor, may_enter))
      return complain_of_directory(directory, *found, visitor);
  }
  const auto found = look_at(real);
  if (!found || is_open(*found, visitor, wants(needed.use))) return "";
  return complain_of_use(needed, *found, visitor);
}

std::string told(const Needed& needed, const std::string& complaint) {
  return complaint.empty() ? "" : log::escape(needed.path.string()) + ": " + complaint;
}

bool is_missing(const Needed& needed) {
  struct stat found {};
  return needed.use != Use::keep_files_in && ::stat(needed.path.c_str(), &found) != 0 &&
         (errno == ENOENT || errno == ENOTDIR);
}

}  // namespace

std::vector<Needed> needed_by(const Settings& settings) {
  std::vector<Needed> all;
  const auto add = [&](const fs::path& path, Use use) {
    if (std::ranges::find(all, path, &Needed::path) == all.end()) all.push_back({path, use});
  };
  for (const auto& file : settings.files) add(file, Use::read);
  const auto& policy = settings.policy;
  for (const auto& zone : policy.zones)
    if (const auto& authorities = zone.transport.trust.ca_file; !authorities.empty())
      add(authorities, Use::read);
  for (const auto& host : policy.hosts)
    for (const auto* sources : {&host.ipv4, &host.ipv6})
      for (const auto& source : *sources)
        if (const auto* command = std::get_if<core::CommandSource>(&source))
          add(command->path, Use::execute);
  for (const auto* programs : {&policy.scripts.on_change, &policy.scripts.on_trouble})
    for (const auto& program : *programs) add(program, Use::execute);
  if (settings.state_dir_given) add(settings.state_dir, Use::keep_files_in);
  return all;
}

std::string complain_of_reach(const Needed& needed, const Visitor& visitor) {
  return told(needed, what_keeps_out(needed, visitor));
}

std::vector<std::string> complaints_of_reach(const Settings& settings) {
  std::vector<std::string> all;
  std::optional<Visitor> visitor;
  if (const auto account = geteuid() == 0 ? service_account() : std::nullopt)
    visitor = {service, account->group_name, account->user, groups_of_service(*account)};
  for (const auto& needed : needed_by(settings)) {
    auto complaint = told(needed, is_missing(needed) ? "is not there" : "");
    if (complaint.empty() && visitor) complaint = complain_of_reach(needed, *visitor);
    if (!complaint.empty()) all.push_back(std::move(complaint));
  }
  return all;
}

}  // namespace nsfollow::settings
