// SPDX-License-Identifier: MIT
// Ownership of what a C library allocates: using Packet = CPtr<ldns_pkt, ldns_pkt_free>;
#pragma once
#include <memory>

namespace nsfollow {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);  // NOLINT(cppcoreguidelines-no-malloc): it may be free(3) itself
  }
};

template <class T, auto Free>
using CPtr = std::unique_ptr<T, FreeWith<Free>>;

}  // namespace nsfollow
