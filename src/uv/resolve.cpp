// SPDX-License-Identifier: MIT
#include "uv/resolve.h"
#include <netdb.h>
#include <algorithm>
#include <utility>
#include "base/c_ptr.h"

namespace nsfollow::uv {

namespace {

std::vector<Endpoint> endpoints(const addrinfo* found, std::uint16_t port) {
  std::vector<Endpoint> all;
  for (; found != nullptr && all.size() < Resolve::most; found = found->ai_next) {
    const auto endpoint = Endpoint::from(found->ai_addr);
    if (!endpoint) continue;
    const auto here = endpoint->with_port(port);
    if (std::ranges::find(all, here) == all.end()) all.push_back(here);
  }
  return all;
}

Resolve::Addresses addresses(int status, const addrinfo* found, std::uint16_t port) {
  if (status < 0) return std::string{uv_strerror(status)};
  auto all = endpoints(found, port);
  if (all.empty()) return std::string{"no address"};
  return all;
}

}  // namespace

Resolve::Resolve(Loop& loop, const std::string& host, std::uint16_t port,
                 std::function<void(Addresses)> on_done)
    : state_(new State) {
  state_->loop = &loop;
  state_->port = port;
  state_->on_done = std::move(on_done);
  state_->request.data = state_.get();
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;  // else each address comes once per socket type
  const int status = uv_getaddrinfo(
      loop.raw(), &state_->request,
      [](uv_getaddrinfo_t* request, int result, addrinfo* found) noexcept {
        const CPtr<addrinfo, uv_freeaddrinfo> owner{found};
        done(static_cast<State*>(request->data), result, found);
      },
      host.c_str(), nullptr, &hints);
  state_->running = status == 0;
}

void Resolve::done(State* state, int status, const addrinfo* found) {
  if (state->detached) {
    state->loop->forget_detached();
    delete state;
    return;
  }
  state->running = false;
  // Moved out, for it may destroy the Resolve and the state with it.
  const auto tell = std::move(state->on_done);
  tell(addresses(status, found, state->port));
}

void Resolve::Leave::operator()(State* state) const noexcept {
  if (!state->running) {
    delete state;
    return;
  }
  state->detached = true;
  state->loop->note_detached();
  uv_cancel(reinterpret_cast<uv_req_t*>(&state->request));  // does it if no worker has begun
}

}  // namespace nsfollow::uv
