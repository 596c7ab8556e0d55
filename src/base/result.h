// SPDX-License-Identifier: MIT
// A value or an error: the part of std::expected (C++23) that nsfollow uses, under the same
// names, so that one day this file becomes a using-declaration.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace nsfollow {

// Why something could not be done: once for programs (code), once for people (text).
struct Error {
  enum class Code { use, config, system };  // become exit codes 1, 2 and 3
  Code code = Code::system;
  std::string text;

  // Puts "doing: " before the text.  Added on the way up, so the outermost comes first.
  [[nodiscard]] Error within(std::string_view doing) && {
    text.insert(0, ": ").insert(0, doing);
    return std::move(*this);
  }
};

struct Nothing {};  // Result<Nothing>: success carries no value

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  E& error() & { return failure(); }
  const E& error() const& { return failure(); }
  E&& error() && { return std::move(failure()); }

 private:
  T& value() {
    assert(*this);
    return *std::get_if<0>(&held_);
  }
  const T& value() const { return const_cast<Result*>(this)->value(); }
  E& failure() {
    assert(!*this);
    return *std::get_if<1>(&held_);
  }
  const E& failure() const { return const_cast<Result*>(this)->failure(); }

  std::variant<T, E> held_;
};

}  // namespace nsfollow
