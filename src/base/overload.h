// SPDX-License-Identifier: MIT
// std::visit(Overload{[](const A&) {...}, [](const B&) {...}}, variant)
#pragma once

namespace nsfollow {

template <class... F>
struct Overload : F... {
  using F::operator()...;
};
template <class... F>  // clang before 17 does not deduce it (P1816)
Overload(F...)->Overload<F...>;

}  // namespace nsfollow
