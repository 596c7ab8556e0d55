// SPDX-License-Identifier: MIT
#include "cli/hooks.h"
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <string>
#include "cli/commands.h"
#include "cli/hook_texts.h"

namespace nsfollow::cli {

namespace {

using State = HookPlace::State;

struct Wish {
  bool install = false;
  bool remove = false;
  bool only_show = false;
  std::filesystem::path root = "/";
};

// What there is to say of a place, and whether something must be done there.
struct Plan {
  const char* word;
  bool act;
};

Plan plan(State state, const Wish& wish) {
  const bool act = !wish.only_show;
  switch (state) {
    case State::missing:
      if (wish.install) return {act ? "wrote" : "would write", act};
      return {"missing", false};
    case State::in_place:
      if (wish.remove) return {act ? "removed" : "would remove", act};
      return {"in place", false};
    case State::outdated:
      if (wish.remove) return {act ? "removed" : "would remove", act};
      if (wish.install) return {act ? "replaced" : "would replace", act};
      return {"outdated", false};
    case State::foreign:
      return {"not ours", wish.install};
  }
  return {"", false};
}

struct Tally {
  bool well = true;      // all that had to be done is done
  bool lacking = false;  // some hook is missing or outdated
};

void treat(const HookPlace& place, const Wish& wish, Tally& tally) {
  const auto [word, act] = plan(place.state, wish);
  if (act) {
    const auto done = wish.install ? write_hook(place) : remove_hook(place);
    if (!done) {
      fail(done.error());
      tally.well = false;
      return;
    }
  }
  const auto& file = *place.file;
  std::printf("  %-13s  %s", word, place.shown.c_str());
  if (file.mode == 0) std::printf(" -> %s", std::string{file.text}.c_str());
  std::putchar('\n');
  if (place.state == State::missing || place.state == State::outdated) tally.lacking = true;
}

void treat(const HookSystem& system, const Wish& wish, Tally& tally) {
  std::vector<HookPlace> places;
  for (const auto& file : system.files)
    if (auto place = find_place(file, wish.root)) places.push_back(std::move(*place));
  const bool here = is_here(system, wish.root);
  // Of a system that was removed there may be hooks left.
  if (!here) std::erase_if(places, [](const auto& place) { return place.state == State::missing; });
  const std::string name{system.name};
  std::printf("%s%s\n", name.c_str(), here ? "" : ": not on this system");
  for (const auto& place : places) treat(place, wish, tally);
  if (here && places.empty()) std::puts("  has none of the directories for hooks");
  if (here && !places.empty() && !system.note.empty() && !wish.remove)
    std::printf("  %s\n", std::string{system.note}.c_str());
}

Result<std::vector<const HookSystem*>> chosen(const Arguments& arguments) {
  std::vector<const HookSystem*> systems;
  for (const auto word : arguments.words) {
    const auto found = std::ranges::find(hook_systems(), word, &HookSystem::name);
    if (found != hook_systems().end()) {
      systems.push_back(&*found);
      continue;
    }
    std::string known;
    for (const auto& system : hook_systems()) known.append(" ").append(system.name);
    return Error{Error::Code::use,
                 "there are no hooks for \"" + log::escape(word) + "\"; known are" + known};
  }
  if (systems.empty())
    for (const auto& system : hook_systems()) systems.push_back(&system);
  return systems;
}

}  // namespace

int hooks(const Arguments& arguments) {
  Wish wish{arguments.has("--install"), arguments.has("--remove"), arguments.has("--dry-run")};
  if (wish.install && wish.remove)
    return fail({Error::Code::use, "--install and --remove exclude each other"});
  wish.root = arguments.value("--root").value_or("/");
  const auto systems = chosen(arguments);
  if (!systems) return fail(systems.error());

  Tally tally;
  for (const auto* system : *systems) treat(*system, wish, tally);
  if (tally.lacking && !wish.install && !wish.remove)
    std::puts("\n\"nsfollow hooks --install\" writes what is missing or outdated.");
  const auto program = wish.root / std::filesystem::path{hook_texts::program}.relative_path();
  if (wish.install && ::access(program.c_str(), X_OK) != 0)
    std::fprintf(stderr, "nsfollow: the hooks call %s, which is not there yet\n",
                 std::string{hook_texts::program}.c_str());
  return tally.well ? 0 : 3;
}

}  // namespace nsfollow::cli
