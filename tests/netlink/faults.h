// SPDX-License-Identifier: MIT
// A kernel that fails on demand: this test program's own recvmsg(2), sendto(2), socket(2) and
// setsockopt(2) stand before the C library's.
#pragma once
#include <cstdint>
#include <functional>
#include <span>

namespace nsfollow::test {

struct Faults {
  // Called before each recvmsg on a netlink socket that is subscribed (news) or not (answers): the
  // errno it shall fail with, or 0.
  std::function<int()> news_error, answer_error;
  // May change an answer on its way.
  std::function<void(std::span<std::uint8_t>)> spoil_answer;
  bool swallow_requests = false;  // sendto succeeds, and nobody hears it
  bool no_sockets = false;        // socket fails with EMFILE
  bool no_options = false;        // setsockopt at SOL_NETLINK fails with ENOPROTOOPT, as of old
};

// In force now; an object of Faulty puts everything right at its end.
Faults& faults();

struct Faulty {
  Faulty() { faults() = {}; }
  ~Faulty() { faults() = {}; }
  Faulty(const Faulty&) = delete;
  Faulty& operator=(const Faulty&) = delete;
  Faults* operator->() { return &faults(); }
};

}  // namespace nsfollow::test
