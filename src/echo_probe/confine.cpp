// SPDX-License-Identifier: MIT
#include "echo_probe/confine.h"
#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include "base/fd.h"

namespace nsfollow::echo_probe {

namespace {

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
// Everything that the first version of Landlock (Linux 5.13) knows.
constexpr std::uint64_t everything = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;

void allow_reading(const Fd& rules, const std::filesystem::path& path) {
  const Fd place{open(path.c_str(), O_PATH | O_CLOEXEC)};
  std::error_code ignored;
  const bool is_directory = std::filesystem::is_directory(path, ignored);
  landlock_path_beneath_attr rule{};
  rule.allowed_access = is_directory ? reading : LANDLOCK_ACCESS_FS_READ_FILE;
  rule.parent_fd = place.get();
  if (place) syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

// Resolvers and their plug-ins read from more places than anybody can list, so what is allowed is
// everything but the one directory of /etc where the keys are, /home and /root.
void keep_to_reading() {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = everything;
  const Fd rules{
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0))};
  if (!rules) return;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator{"/", ignored}) {
    const auto name = entry.path().filename();
    if (name != "etc" && name != "home" && name != "root") allow_reading(rules, entry.path());
  }
  for (const auto& entry : std::filesystem::directory_iterator{"/etc", ignored})
    if (entry.path().filename() != "nsfollow") allow_reading(rules, entry.path());
  syscall(SYS_landlock_restrict_self, rules.get(), 0);
}

void stop_being_root() {
  constexpr uid_t nobody = 65534;
  if (geteuid() != 0) return;
  // In this order: without root the groups would stay.
  if (setgroups(0, nullptr) == 0 && setgid(nobody) == 0) (void)!setuid(nobody);
}

}  // namespace

void confine() {
  // libcurl, the TLS library and the resolver all look for their wishes there.
  clearenv();  // NOLINT(concurrency-mt-unsafe): no other thread has been started yet
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  keep_to_reading();
  stop_being_root();
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace nsfollow::echo_probe
