// SPDX-License-Identifier: MIT
// What a checkup found, as text.
#pragma once
#include <string>
#include "core/checkup.h"
#include "core/checkup_world.h"
#include "support/catch.h"

namespace nsfollow::test {

using namespace core;
using Topic = Finding::Topic;
using Verdict = Finding::Verdict;

inline CheckupWorld healthy() {
  CheckupWorld w;
  w.policy = one_host_with(literal("192.0.2.7"), {InterfaceSource{{"wan0"}}});
  auto& s = w.servers["ns1.example.com"];
  s.records[{name("d.example.com"), RrType::ns}] = {300s,
                                                    {*parse_rdata(RrType::ns, "ns1.example.com")}};
  return w;
}

inline std::string all_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const auto& f : findings)
    text += std::string{describe(f.verdict)} + ' ' + std::string{describe(f.topic)} + ": " +
            f.subject + (f.subject.empty() ? "" : " ") + f.sentence + '\n';
  return text;
}
inline std::string all_of(const CheckupReport& report) {
  auto text = all_of(report.machine);
  for (const auto& server : report.servers) text += all_of(server.findings);
  return text;
}

// The only thing that is wrong.
inline std::string fault(CheckupWorld& w, int code = 4) {
  const auto report = w.check();
  CHECK(report.exit_code() == code);
  CHECK(w.changed.empty());
  std::string text;
  for (const auto& server : report.servers)
    for (const auto& f : server.findings)
      if (f.verdict == Verdict::refused || f.verdict == Verdict::unreachable)
        text += (f.subject.empty() ? "" : f.subject + ' ') + f.sentence + '\n';
  return text;
}

}  // namespace nsfollow::test
