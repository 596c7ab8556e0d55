// SPDX-License-Identifier: MIT
// Keeps core::Saved in a directory.  What it finds there is a hint: anything odd makes it
// untrusted, and nothing odd keeps the program from running.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include "base/fd.h"
#include "base/result.h"
#include "core/action.h"
#include "core/event.h"
#include "core/saved.h"
#include "uv/loop.h"
#include "uv/work.h"

namespace nsfollow::state {

struct Loaded {
  core::Recalled recalled;
  std::string complaint;  // one sentence; empty when all is well, or at the first start
};

class Store {
 public:
  Store(uv::Loop& loop, std::filesystem::path directory, std::function<void(core::Event)> on_event);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] Loaded load();

  // Writes on another thread and answers with core::StateSaved.  What comes while a save is under
  // way waits for it; of several that wait only the newest is written, and answered once.
  void save(const core::SaveState& action);

  // Writes before it returns, after a save() that is under way and instead of one that waits.
  Result<Nothing> save_now(const core::Saved& saved);

  // True when this process has the directory for itself now, until this Store is destroyed;
  // false when another process has it.
  Result<bool> lock();

 private:
  struct Order {
    core::ExchangeId id = 0;
    std::string text;
  };
  void begin(Order order);
  void finish();

  uv::Loop& loop_;
  std::filesystem::path directory_;
  std::function<void(core::Event)> on_event_;
  std::optional<Fd> lock_;
  std::optional<Order> waiting_;  // the newest one that came during a save
  core::ExchangeId running_id_ = 0;
  std::string why_not_;              // written by the running save alone
  std::optional<uv::Work> running_;  // last: its end is awaited before the rest goes
};

}  // namespace nsfollow::state
