// SPDX-License-Identifier: MIT
#include "state/stamp.h"
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include "base/fd.h"

namespace nsfollow::state {

namespace {

constexpr std::chrono::seconds oldest = std::chrono::days{3652};

std::string read_boot_id() {
  const Fd file{::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)};
  std::array<char, 64> buffer{};
  const auto length = file ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
  if (length <= 0) return "";
  std::string id{buffer.data(), static_cast<std::size_t>(length)};
  if (id.back() == '\n') id.pop_back();
  return is_boot_id(id) ? id : "";
}

}  // namespace

bool is_boot_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

Stamp stamp_now() { return {wall_now(), Clock::now().time_since_epoch(), read_boot_id()}; }

Duration age(const Stamp& stamp, const Stamp& now) {
  if (!now.boot_id.empty() && stamp.boot_id == now.boot_id)
    return std::clamp<Duration>(now.since_boot - stamp.since_boot, Duration{0}, oldest);
  // Clamped in seconds: a hostile stamp's distance would overflow nanoseconds.
  const auto by_wall =
      std::clamp<std::chrono::seconds>(now.wall - stamp.wall, std::chrono::seconds{0}, oldest);
  return std::max<Duration>(by_wall, age_in_use(stamp, now));
}

Duration age_in_use(const Stamp& stamp, const Stamp& now) {
  const bool booted_since =
      !stamp.boot_id.empty() && !now.boot_id.empty() && stamp.boot_id != now.boot_id;
  return booted_since ? std::clamp<Duration>(now.since_boot, Duration{0}, oldest) : Duration{0};
}

}  // namespace nsfollow::state
