// SPDX-License-Identifier: MIT
#include "settings/program_path.h"
#include "settings/section.h"

namespace nsfollow::settings {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_scripts = 16;

std::vector<std::string> read_paths(const Field& field) {
  std::vector<std::string> paths;
  if (const auto* array = std::get_if<Array>(&field.value.held); array && array->empty())
    return paths;
  for (const auto& element : read_texts(field, "the absolute path of a program")) {
    const auto& path = std::get<Text>(element.value.held).text;
    if (const auto objection = objection_to_program(path); !objection.empty())
      element.error(objection);
    else if (std::ranges::count(paths, path) > 0)
      element.error(quote(path) + " is there twice");
    else
      paths.push_back(path);
  }
  if (paths.size() > most_scripts) field.error("names more than 16 programs");
  return paths;
}

void read_on_change(const Field& field, core::ScriptPolicy& policy) {
  policy.on_change = read_paths(field);
}

void read_on_trouble(const Field& field, core::ScriptPolicy& policy) {
  policy.on_trouble = read_paths(field);
}

void read_time_limit(const Field& field, core::ScriptPolicy& policy) {
  if (const auto limit = read_duration(field, {1s, 10min})) policy.time_limit = *limit;
}

constexpr std::array keys{
    Key<core::ScriptPolicy>{"on_change", read_on_change},
    Key<core::ScriptPolicy>{"on_trouble", read_on_trouble},
    Key<core::ScriptPolicy>{"time_limit", read_time_limit},
};

}  // namespace

void read_scripts(const Field& field, core::ScriptPolicy& policy) {
  const auto* table = read_table(field, "a header: [scripts]");
  if (table) read_section<core::ScriptPolicy>(*table, keys, "[scripts]", policy, field.report);
}

SectionKeys script_keys() { return {"[scripts]", names_of<core::ScriptPolicy>(keys)}; }

}  // namespace nsfollow::settings
