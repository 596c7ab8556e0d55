// SPDX-License-Identifier: MIT
#include "state/store.h"
#include <unistd.h>
#include <cerrno>
#include <system_error>
#include <utility>
#include "state/file.h"
#include "state/format.h"

namespace nsfollow::state {

namespace {

constexpr const char* file_name = "state";
constexpr const char* lock_name = "lock";
constexpr std::size_t most_bytes = std::size_t{1} << 20U;

Result<Nothing> write(const std::filesystem::path& path, std::string_view text) {
  const auto directory = open_directory(path);
  auto result =
      directory ? replace_file(*directory, file_name, text) : Result<Nothing>{directory.error()};
  if (result) return result;
  return std::move(result.error()).within("cannot save " + (path / file_name).string());
}

Loaded untrusted(Loaded loaded, const std::filesystem::path& path, std::string_view why) {
  loaded.recalled.trusted = false;
  loaded.complaint = "cannot rely on " + path.string();
  loaded.complaint.append(": it ").append(why).append("; the servers are asked instead");
  return loaded;
}

Loaded read(const Fd& directory, const std::filesystem::path& path) {
  const auto text = read_file(directory, file_name, most_bytes);
  if (!text) return untrusted({}, path, "cannot be read (" + text.error().text + ')');
  Loaded loaded;
  if (!*text) return loaded;  // the first start
  auto kept = parse(**text);
  if (!kept) return untrusted({}, path, kept.error());
  const auto now = stamp_now();
  auto& recalled = loaded.recalled;
  recalled.since_saved = age(kept->stamp, now);
  recalled.age = kept->saved.in_use ? age_in_use(kept->stamp, now) : recalled.since_saved;
  recalled.saved = std::move(kept->saved);
  return loaded;
}

}  // namespace

Store::Store(uv::Loop& loop, std::filesystem::path directory,
             std::function<void(core::Event)> on_event)
    : loop_(loop), directory_(std::move(directory)), on_event_(std::move(on_event)) {}

Loaded Store::load() {
  const auto directory = open_directory(directory_);
  if (!directory) {
    auto loaded =
        untrusted({}, directory_, "cannot be used as a directory (" + directory.error().text + ')');
    loaded.recalled.keeps = false;
    return loaded;
  }
  auto loaded = read(*directory, directory_ / file_name);
  if (::faccessat(directory->get(), ".", W_OK | X_OK, 0) != 0) {
    const auto why = std::system_category().message(errno);
    loaded.recalled.keeps = false;
    return untrusted(std::move(loaded), directory_, "cannot be written to (" + why + ')');
  }
  return loaded;
}

void Store::save(const core::SaveState& action) {
  Order order{action.id, to_text(action.saved, stamp_now())};
  if (running_)
    waiting_ = std::move(order);
  else
    begin(std::move(order));
}

void Store::begin(Order order) {
  running_id_ = order.id;
  running_.emplace(
      loop_,
      [this, text = std::move(order.text)] {
        const auto result = write(directory_, text);
        why_not_ = result ? "" : result.error().text;
      },
      [this] { finish(); });
}

void Store::finish() {
  core::StateSaved answer{running_id_, std::move(why_not_)};
  running_.reset();
  if (waiting_) begin(*std::exchange(waiting_, std::nullopt));
  on_event_(std::move(answer));  // last: it may destroy this Store
}

Result<Nothing> Store::save_now(const core::Saved& saved) {
  waiting_.reset();
  running_.reset();
  return write(directory_, to_text(saved, stamp_now()));
}

Result<bool> Store::lock() {
  const auto complain = [this](const Error& error) {
    return Error{error}.within("cannot lock " + (directory_ / lock_name).string());
  };
  const auto directory = open_directory(directory_);
  if (!directory) return complain(directory.error());
  auto lock = lock_file(*directory, lock_name);
  if (!lock) return complain(lock.error());
  lock_ = *std::move(lock);
  return lock_.has_value();
}

}  // namespace nsfollow::state
