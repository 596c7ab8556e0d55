// SPDX-License-Identifier: MIT
#include <cstdlib>
#include "settings/access.h"
#include "settings/settings.h"

namespace nsfollow::settings {

namespace {

constexpr std::size_t most_configuration = std::size_t{1024} * 1024;

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
  if (value == nullptr) return std::nullopt;
  return std::string{value};
}

}  // namespace

Result<Settings> load(const std::filesystem::path& file) {
  const auto content = read_file(file, most_configuration);
  if (!content) return content.error();
  const auto inline_key_refused = [&] {
    const auto open = complain_of_access(file, content->owned);
    return open.empty() ? "" : "this file " + open;
  };
  std::vector<std::filesystem::path> files{file};
  const auto read_key = [&](const KeyPlace& place) {
    if (place.access != KeyAccess::foreign) files.push_back(place.file);
    return read_key_file(place);
  };
  auto settings = parse(content->text, file.string(),
                        {read_key, inline_key_refused, environment, NSFOLLOW_TLS != 0});
  if (settings) settings->files = std::move(files);
  return settings;
}

}  // namespace nsfollow::settings
