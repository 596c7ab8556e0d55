// SPDX-License-Identifier: MIT
#include "support/stuck_resolver.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

namespace nsfollow::test {

namespace {

std::mutex mutex;
std::condition_variable changed;
int stuck = 0, hanging_now = 0, asked_so_far = 0;

addrinfo* make_list(const std::vector<std::string>& addresses) {
  addrinfo* first = nullptr;
  for (auto text = addresses.rbegin(); text != addresses.rend(); ++text) {
    auto* entry = static_cast<addrinfo*>(calloc(1, sizeof(addrinfo) + sizeof(sockaddr_in)));
    auto* address = reinterpret_cast<sockaddr_in*>(entry + 1);
    address->sin_family = AF_INET;
    inet_pton(AF_INET, text->c_str(), &address->sin_addr);
    entry->ai_family = AF_INET;
    entry->ai_addr = reinterpret_cast<sockaddr*>(address);
    entry->ai_addrlen = sizeof *address;
    entry->ai_next = first;
    first = entry;
  }
  return first;
}

}  // namespace

StuckResolver::StuckResolver() {
  const std::lock_guard lock{mutex};
  ++stuck;
}

StuckResolver::~StuckResolver() {
  const std::lock_guard lock{mutex};
  --stuck;
  changed.notify_all();
}

int StuckResolver::hanging() {
  const std::lock_guard lock{mutex};
  return hanging_now;
}

int StuckResolver::asked() {
  const std::lock_guard lock{mutex};
  return asked_so_far;
}

}  // namespace nsfollow::test

// libuv's worker calls these instead of libc's.
extern "C" int getaddrinfo(const char* node, const char*, const addrinfo*, addrinfo** result) {
  using namespace nsfollow::test;
  std::unique_lock lock{mutex};
  ++asked_so_far;
  const std::string name = node;
  if (name == "stuck.test" && stuck > 0) {
    ++hanging_now;
    changed.wait(lock, [] { return stuck == 0; });
    --hanging_now;
    return EAI_AGAIN;
  }
  if (name == "none.test") return EAI_NONAME;
  std::vector<std::string> addresses{"127.0.0.1"};
  if (name == "twice.test") addresses = {"192.0.2.1", "192.0.2.2", "192.0.2.1"};
  if (name == "many.test")
    for (int i = 0; i < 100; ++i) addresses.push_back("192.0.2." + std::to_string(i));
  *result = make_list(addresses);
  return 0;
}

extern "C" void freeaddrinfo(addrinfo* list) {
  while (list != nullptr) {
    auto* next = list->ai_next;
    free(list);
    list = next;
  }
}
