// SPDX-License-Identifier: MIT
#include "state/store.h"
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include "state/example.h"
#include "state/format.h"
#include "state/temp_dir.h"
#include "support/catch.h"

using namespace std::chrono_literals;
using namespace nsfollow;
using test::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

// A store, and what it answers.
struct Scene {
  test::TempDir temp;
  uv::Loop loop;
  std::vector<core::ExchangeId> ids;
  std::vector<std::string> answers;
  std::optional<state::Store> store{std::in_place, loop, temp / "state-dir",
                                    [this](const core::Event& event) {
                                      const auto& saved = std::get<core::StateSaved>(event);
                                      ids.push_back(saved.id);
                                      answers.push_back(saved.why_not);
                                    }};
  fs::path file = temp / "state-dir/state";

  void run_until(std::size_t answered) {
    while (answers.size() < answered) loop.run_once();
  }
  void put(const std::string& bytes) {
    fs::create_directory(file.parent_path());
    test::write_file(file, bytes);
  }
};

core::Saved with_tokens(unsigned tokens) {
  core::Saved saved;
  saved.tokens[{"ns1", 53}] = tokens;
  return saved;
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode;
}

}  // namespace

TEST_CASE("the first start finds nothing and has nothing to complain of") {
  Scene scene;
  const auto loaded = scene.store->load();
  CHECK(loaded.complaint.empty());
  CHECK(loaded.recalled.trusted);
  CHECK(loaded.recalled.keeps);
  CHECK(loaded.recalled.saved == core::Saved{});
  CHECK(loaded.recalled.since_saved == 0s);
  CHECK(mode_of(scene.temp / "state-dir") == (S_IFDIR | 0700));
}

TEST_CASE("what a watcher saved, the next one recalls") {
  Scene scene;
  auto saved = test::example();
  saved.in_use = false;
  scene.store->save({.id = 1, .saved = saved});
  CHECK(scene.answers.empty());  // never within the call
  scene.run_until(1);
  CHECK(scene.answers == std::vector<std::string>{""});
  CHECK(mode_of(scene.file) == (S_IFREG | 0600));

  scene.store.emplace(scene.loop, scene.temp / "state-dir", nullptr);
  const auto loaded = scene.store->load();
  CHECK(loaded.complaint.empty());
  CHECK(loaded.recalled.trusted);
  CHECK(loaded.recalled.saved == saved);
  CHECK(loaded.recalled.age >= 0s);
  CHECK(loaded.recalled.age < 1min);
}

TEST_CASE("a directory is made with its parents") {
  Scene scene;
  scene.store.emplace(scene.loop, scene.temp / "a/b/c", nullptr);
  CHECK(scene.store->save_now(with_tokens(1)));
  CHECK(mode_of(scene.temp / "a/b/c") == (S_IFDIR | 0700));
}

TEST_CASE("a broken state file is not trusted and not fatal") {
  Scene scene;
  const auto bytes =
      GENERATE(as<std::string>{}, "", "garbage", std::string(4096, '\0'), "nsfollow-state 2\n");
  scene.put(bytes);
  const auto loaded = scene.store->load();
  CHECK(loaded.recalled.keeps);
  CHECK_FALSE(loaded.recalled.trusted);
  CHECK(loaded.recalled.saved == core::Saved{});
  CHECK_THAT(loaded.complaint, ContainsSubstring("cannot rely on " + scene.file.string()));
  CHECK_THAT(loaded.complaint, ContainsSubstring("the servers are asked instead"));

  SECTION("and the next save mends it") {
    CHECK(scene.store->save_now(with_tokens(7)));
    CHECK(scene.store->load().recalled.saved == with_tokens(7));
    CHECK(scene.store->load().complaint.empty());
  }
}

TEST_CASE("a state file of more than one mebibyte is not read") {
  Scene scene;
  scene.put("nsfollow-state 1\n" + std::string(1 << 20, 'x'));
  CHECK_THAT(scene.store->load().complaint, ContainsSubstring("too big"));
  CHECK_FALSE(scene.store->load().recalled.trusted);
}

TEST_CASE("a directory at the state file's place is reported by load and by save") {
  Scene scene;
  fs::create_directories(scene.file / "occupied");
  CHECK_THAT(scene.store->load().complaint, ContainsSubstring("not a regular file"));
  scene.store->save({.id = 1, .saved = with_tokens(1)});
  scene.run_until(1);
  CHECK_THAT(scene.answers[0], ContainsSubstring("cannot save " + scene.file.string()));
  CHECK_FALSE(fs::exists(scene.file.string() + ".new"));
}

TEST_CASE("a FIFO at the state file's place does not hold the start") {
  Scene scene;
  fs::create_directory(scene.file.parent_path());
  REQUIRE(::mkfifo(scene.file.c_str(), 0600) == 0);
  CHECK_THAT(scene.store->load().complaint, ContainsSubstring("not a regular file"));
}

TEST_CASE("a symbolic link at the state file's place is never followed") {
  Scene scene;
  const auto victim = scene.temp / "victim";
  test::write_file(victim, state::to_text(with_tokens(9), {}));
  const auto before = test::read_file(victim);
  const char* const place = GENERATE("state", "state.new", "lock");
  fs::create_directory(scene.file.parent_path());
  fs::create_symlink(victim, scene.file.parent_path() / place);

  if (std::string{place} == "state") {
    CHECK_THAT(scene.store->load().complaint, ContainsSubstring("symbolic link"));
    CHECK(scene.store->load().recalled.saved == core::Saved{});
  }
  CHECK(scene.store->save_now(with_tokens(1)));
  CHECK(static_cast<bool>(scene.store->lock()) == (std::string{place} != "lock"));
  CHECK(test::read_file(victim) == before);
  CHECK(scene.store->load().recalled.saved == with_tokens(1));
}

TEST_CASE("what a crash left of an unfinished save is swept away") {
  Scene scene;
  CHECK(scene.store->save_now(with_tokens(1)));
  test::write_file(scene.file.string() + ".new", "half a fi");
  CHECK(scene.store->load().recalled.saved == with_tokens(1));
  CHECK(scene.store->save_now(with_tokens(2)));
  CHECK(scene.store->load().recalled.saved == with_tokens(2));
  CHECK_FALSE(fs::exists(scene.file.string() + ".new"));
}

TEST_CASE("a file at the directory's place is reported and survived") {
  Scene scene;
  test::write_file(scene.temp / "state-dir", "in the way");
  const auto loaded = scene.store->load();
  CHECK_FALSE(loaded.recalled.trusted);
  CHECK_FALSE(loaded.recalled.keeps);
  CHECK_THAT(loaded.complaint, ContainsSubstring("cannot be used as a directory"));
  CHECK_FALSE(scene.store->lock());
  scene.store->save({.id = 1, .saved = with_tokens(1)});
  scene.run_until(1);
  CHECK_THAT(scene.answers[0], ContainsSubstring("cannot save"));
}

TEST_CASE("in a storm of saves the first and the newest are written, and each is answered once") {
  Scene scene;
  for (unsigned tokens = 1; tokens <= 1000; ++tokens)
    scene.store->save({.id = tokens, .saved = with_tokens(tokens)});
  scene.run_until(2);
  CHECK(scene.store->load().recalled.saved == with_tokens(1000));
  scene.loop.run();  // returns when nothing is left to do
  CHECK(scene.answers == std::vector<std::string>{"", ""});
  CHECK(scene.ids == std::vector<core::ExchangeId>{1, 1000});
}

TEST_CASE("the save at the exit overtakes those that wait") {
  Scene scene;
  for (unsigned tokens = 1; tokens <= 10; ++tokens)
    scene.store->save({.id = 1, .saved = with_tokens(tokens)});
  CHECK(scene.store->save_now(with_tokens(99)));
  scene.loop.run();
  CHECK(scene.store->load().recalled.saved == with_tokens(99));
  CHECK(scene.answers.empty());
}

TEST_CASE("a store that goes during a save finishes or forgets it, and answers no more") {
  Scene scene;
  CHECK(scene.store->save_now(with_tokens(1)));
  for (unsigned round = 0; round < 200; ++round) {
    scene.store->save({.id = 1, .saved = with_tokens(2)});
    scene.store.reset();
    CHECK(scene.answers.empty());
    scene.store.emplace(scene.loop, scene.temp / "state-dir", nullptr);
    const auto loaded = scene.store->load();
    CHECK(loaded.complaint.empty());
    const bool old_or_new =
        loaded.recalled.saved == with_tokens(1) || loaded.recalled.saved == with_tokens(2);
    CHECK(old_or_new);
  }
}

TEST_CASE("a store may be destroyed by the answer to its save") {
  test::TempDir temp;
  uv::Loop loop;
  std::optional<state::Store> store;
  int answers = 0;
  store.emplace(loop, temp.path(), [&](const core::Event&) {
    ++answers;
    store.reset();
  });
  store->save({.id = 1, .saved = with_tokens(1)});
  store->save({.id = 1, .saved = with_tokens(2)});
  while (answers == 0) loop.run_once();
  loop.run();
  CHECK(answers == 1);
}

TEST_CASE("a second watcher on the same state directory finds out") {
  Scene scene;
  auto first = scene.store->lock();
  REQUIRE(first);
  CHECK(*first);
  state::Store second{scene.loop, scene.temp / "state-dir", nullptr};
  auto taken = second.lock();
  REQUIRE(taken);
  CHECK_FALSE(*taken);

  scene.store.reset();
  auto free = second.lock();
  REQUIRE(free);
  CHECK(*free);
}

TEST_CASE("the age of a state still in use is no reason for new tokens") {
  Scene scene;
  auto saved = with_tokens(0);
  saved.in_use = true;
  auto stamp = state::stamp_now();
  stamp.since_boot -= 1s;
  scene.put(state::to_text(saved, stamp));
  CHECK(scene.store->load().recalled.age == 0s);
  CHECK(scene.store->load().recalled.since_saved >= 1s);
  CHECK(scene.store->load().recalled.since_saved < 60s);
  saved.in_use = false;
  scene.put(state::to_text(saved, stamp));
  CHECK(scene.store->load().recalled.age >= 1s);
  CHECK(scene.store->load().recalled.since_saved >= 1s);
}

TEST_CASE("since when a state is saved is told by the wall clock after a reboot") {
  Scene scene;
  auto saved = with_tokens(0);
  saved.in_use = true;
  auto stamp = state::stamp_now();
  stamp.boot_id = "0-abc";
  stamp.wall -= 3h;
  scene.put(state::to_text(saved, stamp));
  const auto recalled = scene.store->load().recalled;
  CHECK(recalled.since_saved >= 3h);
  CHECK(recalled.age <= state::stamp_now().since_boot);
}

TEST_CASE("where nothing can be kept, a start says so") {
  if (::geteuid() != 0) return;  // who else could become nobody?
  Scene scene;
  fs::permissions(scene.temp.path(), fs::perms{0755});
  fs::create_directory(scene.file.parent_path());
  fs::permissions(scene.file.parent_path(), fs::perms{0755});
  REQUIRE(::setresuid(65534, 65534, 0) == 0);
  const auto loaded = scene.store->load();
  REQUIRE(::setresuid(0, 0, 0) == 0);
  CHECK_FALSE(loaded.recalled.keeps);
  CHECK_FALSE(loaded.recalled.trusted);
  CHECK_THAT(loaded.complaint, ContainsSubstring("cannot be written to"));
}

TEST_CASE("files that root makes in the watcher's directory belong to the watcher") {
  if (::geteuid() != 0) return;
  Scene scene;
  fs::create_directory(scene.file.parent_path());
  REQUIRE(::chown(scene.file.parent_path().c_str(), 65534, 65534) == 0);
  CHECK(scene.store->save_now(with_tokens(1)));
  REQUIRE(scene.store->lock());
  for (const char* const name : {"state", "lock"}) {
    struct stat status {};
    REQUIRE(::stat((scene.file.parent_path() / name).c_str(), &status) == 0);
    CHECK(status.st_uid == 65534);
    CHECK(status.st_gid == 65534);
  }
}
