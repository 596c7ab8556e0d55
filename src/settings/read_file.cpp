// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <system_error>
#include "base/fd.h"
#include "base/secret.h"
#include "settings/access.h"

namespace nsfollow::settings {

namespace {

Error fail(const std::filesystem::path& file, Error::Code code, const std::string& why) {
  return Error{code, why}.within(file.string());
}

Error fail_with_errno(const std::filesystem::path& file) {
  const int number = errno;
  const bool persons_fault = number == ENOENT || number == ENOTDIR || number == EACCES ||
                             number == ELOOP || number == ENAMETOOLONG || number == ENXIO;
  const auto code = persons_fault ? Error::Code::config : Error::Code::system;
  return fail(file, code, std::string{"cannot be read: "} + std::system_category().message(number));
}

// Reads until the end; false with errno on error.
bool read_all(int fd, std::string& text) {
  std::size_t filled = 0;
  while (filled < text.size()) {
    const auto n = ::read(fd, text.data() + filled, text.size() - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0) break;
    filled += static_cast<std::size_t>(n);
  }
  text.resize(filled);  // shrinking, so the text stays in its one place
  return true;
}

}  // namespace

Content::~Content() { Secret::wipe(text); }

Result<Content> read_file(const std::filesystem::path& file, std::size_t most) {
  // Without O_NONBLOCK a FIFO in the place of the file would stop the program here.
  const Fd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
  if (!fd) return fail_with_errno(file);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return fail_with_errno(file);
  using enum Error::Code;
  if (S_ISDIR(status.st_mode)) return fail(file, config, "is a directory");
  if (!S_ISREG(status.st_mode)) return fail(file, config, "is not a regular file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > most)
    return fail(file, config, "is larger than " + std::to_string(most / 1024) + " KiB");
  Content content;
  content.owned = {status.st_uid, status.st_gid, status.st_mode};
  content.text.resize(size + 1);  // one more, to see that it ends there
  if (!read_all(fd.get(), content.text)) return fail_with_errno(file);
  if (content.text.size() > size) return fail(file, system, "changed while it was read");
  return content;
}

}  // namespace nsfollow::settings
