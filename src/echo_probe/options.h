// SPDX-License-Identifier: MIT
// The words on the command line of nsfollow-echo.
#pragma once
#include <string>
#include <vector>
#include "base/result.h"
#include "echo_probe/body.h"
#include "echo_probe/request.h"

namespace nsfollow::echo_probe {

struct Options {
  Request request;
  Wish wish;
  std::string authorities_file;  // its content becomes Request::authorities
  std::string only_say;          // the help or the version: there is nothing else to do
};

// Without the name of the program.  The error is wrong use, one line for people.
[[nodiscard]] Result<Options, std::string> parse_options(const std::vector<std::string>& words);

}  // namespace nsfollow::echo_probe
