// SPDX-License-Identifier: MIT
// Asks a watcher, and waits no longer than it is told.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include "base/clock.h"
#include "control/request.h"

namespace nsfollow::control {

// Why there is no answer.
struct NoAnswer {
  enum class Kind {
    nobody,   // no watcher listens there
    denied,   // the socket is not for this user
    foreign,  // whoever listens is neither root, nor we, nor the owner of the socket's directory
    slow,     // the request may have been heard, but not within the time
    broken    // it ended in the middle, or is no answer
  };
  Kind kind = Kind::nobody;
  std::string text;  // for people
};

// What follows the head, piece by piece; false: no more of it is wanted.
using OnBody = std::function<bool(std::string_view)>;

// `patience` is for the connection and the head together; then for each further piece, unless the
// request is for following, which ends when the watcher does.
[[nodiscard]] Result<Head, NoAnswer> ask(const std::filesystem::path& socket,
                                         const Request& request, Duration patience,
                                         const OnBody& on_body);

}  // namespace nsfollow::control
