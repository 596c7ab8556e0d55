// SPDX-License-Identifier: MIT
// What a checkup has found, as data: for people and for programs.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "core/dns_name.h"
#include "core/policy.h"
#include "core/tsig_key.h"

namespace nsfollow::core {

struct Finding {
  enum class Topic : std::uint8_t { clock, server, key, zone, update, record, name_server };
  enum class Verdict : std::uint8_t {
    ok,
    warning,      // it works, and should be looked at
    refused,      // it does not work, and a person must mend it
    unreachable,  // nobody answers
  };
  Topic topic{};
  Verdict verdict = Verdict::ok;
  std::string subject;   // "host1.d.example.com A"
  std::string sentence;  // goes on after the subject, "may be changed"
  std::string advice{};  // what a person can do; may be empty
};
[[nodiscard]] std::string_view describe(Finding::Topic topic);      // "name-server"
[[nodiscard]] std::string_view describe(Finding::Verdict verdict);  // "ok"

// One zone at one of its servers.
struct Examined {
  ZoneLabel zone;
  DnsName zone_name;
  Server server;
  std::string address{};                               // that was asked; may be empty
  std::optional<Carrier> carrier{};                    // of the first answer
  std::optional<Duration> took{};                      // by the first answer
  std::optional<std::chrono::seconds> clock_behind{};  // ours, by this much, give or take ...
  std::chrono::seconds clock_margin{};
  std::optional<std::uint32_t> serial{};
  std::vector<Finding> findings{};
};

struct CheckupReport {
  std::vector<Finding> machine;
  std::vector<Examined> servers;

  // 0 nothing is in the way, 4 a person must mend something, 5 somebody does not answer.
  [[nodiscard]] int exit_code() const;
};

// What the kernel knows of its clock (adjtimex(2)).
struct NtpState {
  bool is_synchronised = false;
  std::chrono::microseconds most_error{};
};

// What is known of this machine and its key before anybody is asked.
struct CheckupKey {
  DnsName name;
  TsigAlgorithm algorithm{};
};
struct CheckupMachine {
  std::optional<NtpState> ntp;
  WallTime clock{};
};

}  // namespace nsfollow::core
