// SPDX-License-Identifier: MIT
// What the updates since a change did to the record, as seen at the server.
#pragma once
#include <map>
#include <optional>
#include <string>
#include "capture.h"
#include "uplink.h"

namespace nsfollow::bench {

class Updates {
 public:
  explicit Updates(const Ipv4& wanted) : wanted_(wanted) {}

  void take(const Message& message);

  [[nodiscard]] int sent() const { return sent_; }
  [[nodiscard]] const std::map<std::string, int>& of_zone() const { return of_zone_; }
  // When the server accepted the wanted address, and since then no other; none: it has not.
  [[nodiscard]] std::optional<Stamp> right_since() const { return right_since_; }
  [[nodiscard]] std::optional<Stamp> asked() const { return asked_; }  // the update that did it
  [[nodiscard]] std::optional<Stamp> last_accepted() const { return last_accepted_; }
  [[nodiscard]] std::optional<Stamp> last_answer() const { return last_answer_; }

 private:
  Ipv4 wanted_;
  int sent_ = 0;
  std::map<std::string, int> of_zone_;
  struct Request {
    Stamp time;
    bool is_wanted;  // whether it carries the wanted address
  };
  std::map<unsigned, Request> open_;  // by message id
  std::optional<Stamp> right_since_, asked_, last_accepted_, last_answer_;
};

}  // namespace nsfollow::bench
