// SPDX-License-Identifier: MIT
// std::visit(Overload{[](const A&) {...}, [](const B&) {...}}, variant)
#pragma once

namespace nsfollow {

template <class... F>
struct Overload : F... {
  using F::operator()...;
};

}  // namespace nsfollow
