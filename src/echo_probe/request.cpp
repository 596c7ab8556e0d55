// SPDX-License-Identifier: MIT
#include "echo_probe/request.h"
#include <curl/curl.h>
#include <algorithm>
#include <array>
#include <string_view>
#include "base/c_ptr.h"
#include "base/log.h"

namespace nsfollow::echo_probe {

namespace {

using Handle = CPtr<CURL, curl_easy_cleanup>;
using Answer = std::variant<Page, Unwelcome, Failed>;

constexpr std::size_t longest_body = 4096, longest_headers = 16384;
constexpr std::chrono::seconds longest_ban = std::chrono::days{1};

struct Received {
  std::string body;
  std::size_t headers = 0;
  bool is_too_long = false;  // the body
};

// A number other than that of the octets given ends the transfer.
std::size_t take_body(const char* octets, std::size_t, std::size_t count, void* user) noexcept {
  auto& received = *static_cast<Received*>(user);
  received.is_too_long = received.body.size() + count > longest_body;
  if (received.is_too_long) return 0;
  received.body.append(octets, count);
  return count;
}

std::size_t count_header(const char*, std::size_t, std::size_t count, void* user) noexcept {
  auto& received = *static_cast<Received*>(user);
  received.headers += count;
  return received.headers > longest_headers ? 0 : count;
}

template <class Value>
bool set(const Handle& handle, CURLoption option, Value value) {
  return curl_easy_setopt(handle.get(), option, value) == CURLE_OK;
}

bool set_limits(const Handle& handle, const Request& request) {
  const auto milliseconds = std::chrono::milliseconds{request.longest};
  return set(handle, CURLOPT_PROTOCOLS_STR, "http,https") && set(handle, CURLOPT_PROXY, "") &&
         set(handle, CURLOPT_NOPROXY, "*") && set(handle, CURLOPT_FOLLOWLOCATION, 0L) &&
         set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED)) &&
         set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1)) &&
         set(handle, CURLOPT_FORBID_REUSE, 1L) && set(handle, CURLOPT_NOSIGNAL, 1L) &&
         // A silent resolver is not waited for.
         set(handle, CURLOPT_QUICK_EXIT, 1L) &&
         set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(milliseconds.count()));
}

bool set_trust(const Handle& handle, const Request& request) {
  curl_blob authorities{};
  authorities.data = const_cast<char*>(request.authorities.data());
  authorities.len = request.authorities.size();
  authorities.flags = CURL_BLOB_COPY;
  return set(handle, CURLOPT_SSL_VERIFYPEER, 1L) && set(handle, CURLOPT_SSL_VERIFYHOST, 2L) &&
         set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         (authorities.len == 0 || (set(handle, CURLOPT_CAINFO_BLOB, &authorities) &&
                                   set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr))));
}

bool set_way(const Handle& handle, const Request& request) {
  const auto interface = "if!" + request.interface;
  long resolve = CURL_IPRESOLVE_WHATEVER;
  if (request.family)
    resolve = *request.family == core::Family::ipv4 ? CURL_IPRESOLVE_V4 : CURL_IPRESOLVE_V6;
  return set(handle, CURLOPT_URL, request.url.c_str()) && set(handle, CURLOPT_IPRESOLVE, resolve) &&
         (request.interface.empty() || set(handle, CURLOPT_INTERFACE, interface.c_str())) &&
         set(handle, CURLOPT_USERAGENT, "nsfollow/" NSFOLLOW_VERSION);
}

bool set_ears(const Handle& handle, Received& received, char* complaint) {
  return set(handle, CURLOPT_WRITEFUNCTION, take_body) &&
         set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&received)) &&
         set(handle, CURLOPT_HEADERFUNCTION, count_header) &&
         set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&received)) &&
         set(handle, CURLOPT_ERRORBUFFER, complaint);
}

Failed failure(CURLcode code, const Request& request, const Received& received,
               const char* complaint) {
  if (code == CURLE_OPERATION_TIMEDOUT)
    return {"no complete answer in " + std::to_string(request.longest.count()) + " s"};
  if (received.is_too_long) return {"the page is longer than 4096 bytes"};
  if (received.headers > longest_headers) return {"the headers of the page have no end"};
  const std::string text = *complaint != '\0' ? complaint : curl_easy_strerror(code);
  return {log::escape(text.substr(0, 160))};
}

// libcurl reads both forms, but takes a number that is too large for it for none at all.
std::optional<std::chrono::seconds> retry_after(const Handle& handle) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &seconds);
  const auto most = static_cast<curl_off_t>(longest_ban.count());
  if (seconds > 0) return std::chrono::seconds{std::min(seconds, most)};
  curl_header* header = nullptr;
  if (curl_easy_header(handle.get(), "Retry-After", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
    return std::nullopt;
  const std::string_view text{header->value};
  const bool is_huge =
      text.size() > 18 && text[0] != '0' && text.find_first_not_of("0123456789") == text.npos;
  return is_huge ? std::optional{longest_ban} : std::nullopt;
}

Answer judge(const Handle& handle, Received& received) {
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status == 200) return Page{std::move(received.body)};
  if (status == 403 || status == 429 || status == 503)
    return Unwelcome{status, retry_after(handle)};
  const char* location = nullptr;
  curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &location);
  if (location == nullptr) return Failed{"it answers with HTTP status " + std::to_string(status)};
  return Failed{"it redirects to \"" + log::escape(std::string{location}.substr(0, 160)) +
                "\", which is not followed"};
}

}  // namespace

Answer carry_out(const Request& request) {
  // Else curl guesses a scheme.
  if (!request.url.starts_with("http://") && !request.url.starts_with("https://"))
    return Failed{"the URL begins neither with http:// nor with https://"};
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return Failed{"libcurl does not start"};
  const Handle handle{curl_easy_init()};
  Received received;
  std::array<char, CURL_ERROR_SIZE> complaint{};
  if (!handle || !set_limits(handle, request) || !set_trust(handle, request) ||
      !set_way(handle, request) || !set_ears(handle, received, complaint.data()))
    return Failed{"this libcurl lacks something, or the URL is wrong"};
  const auto code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) return failure(code, request, received, complaint.data());
  return judge(handle, received);
}

}  // namespace nsfollow::echo_probe
