// SPDX-License-Identifier: MIT
#include "dns/raw_server.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace nsfollow::test {

using dns::Buffer;
using dns::Octets;

RawServer::RawServer(uv::Loop& loop, std::function<std::unique_ptr<Speaker>()> make)
    : loop_(loop), make_(std::move(make)) {
  fd_ = Fd{socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(fd_.get(), any, size) != 0 || listen(fd_.get(), 16) != 0 ||
      getsockname(fd_.get(), any, &size) != 0)
    std::abort();
  port_ = ntohs(address.sin_port);
  poll_.emplace(loop_, fd_.get(), [this] { accept_one(); });
}

void RawServer::accept_one() {
  Fd fd{accept4(fd_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (!fd) return;
  ++connections_;
  auto& line = lines_.emplace_back();
  line.speaker = make_();
  line.fd = std::move(fd);
  line.timer = std::make_unique<uv::Timer>(loop_, [&line] { say(line); });
  line.poll = std::make_unique<uv::Poll>(loop_, line.fd.get(), [&line] { hear(line); });
}

void RawServer::hear(Line& line) {
  std::array<std::uint8_t, 4096> part;
  const auto length = recv(line.fd.get(), part.data(), part.size(), 0);
  if (length <= 0) return line.poll.reset();
  dns::put(line.unsaid, line.speaker->hear(Octets{part}.first(static_cast<std::size_t>(length))));
  say(line);
}

void RawServer::say(Line& line) {
  if (!line.fd) return;
  const auto sent = send(line.fd.get(), line.unsaid.data(), line.unsaid.size(), MSG_NOSIGNAL);
  if (sent > 0) line.unsaid.erase(line.unsaid.begin(), line.unsaid.begin() + sent);
  if (sent < 0 && errno != EAGAIN) return;
  if (!line.unsaid.empty()) return line.timer->set(Clock::now() + std::chrono::milliseconds{1});
  if (!line.speaker->hangs_up) return;
  line.poll.reset();
  const Fd closing = std::move(line.fd);
}

TlsSpeaker::TlsSpeaker(const Certificate& identity, TlsManner& manner)
    : manner_(manner), context_(SSL_CTX_new(TLS_server_method())) {
  auto* context = context_.get();
  SSL_CTX_set_max_proto_version(context, manner.newest);
  if (manner.newest < TLS1_2_VERSION) SSL_CTX_set_security_level(context, 0);
  SSL_CTX_use_certificate(context, identity.certificate.get());
  SSL_CTX_use_PrivateKey(context, identity.key.get());
  SSL_CTX_set_num_tickets(context, manner.tickets);
  SSL_CTX_set_alpn_select_cb(
      context,
      [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in,
         unsigned in_size, void* self) {
        const bool knows = static_cast<TlsManner*>(self)->knows_dot;
        *out = in + 1;
        *size = in[0];
        return knows && in_size > in[0] ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
      },
      &manner_);
  ssl_.reset(SSL_new(context));
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_accept_state(ssl_.get());
}

Buffer TlsSpeaker::hear(Octets heard) {
  BIO_write(SSL_get_rbio(ssl_.get()), heard.data(), static_cast<int>(heard.size()));
  if (!SSL_is_init_finished(ssl_.get())) {
    if (SSL_do_handshake(ssl_.get()) <= 0) return drain();
    const unsigned char* protocol = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &protocol, &size);
    manner_.protocol.assign(reinterpret_cast<const char*>(protocol), size);
    const auto* name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
    manner_.wanted_name = name != nullptr ? name : "";
    manner_.resumed = manner_.resumed || SSL_session_reused(ssl_.get()) == 1;
  }
  std::array<std::uint8_t, 4096> part;
  for (int length = 0; (length = SSL_read(ssl_.get(), part.data(), part.size())) > 0;)
    dns::put(inbox_, Octets{part}.first(static_cast<std::size_t>(length)));
  answer_all();
  return drain();
}

void TlsSpeaker::answer_all() {
  while (manner_.answer && answered_ < manner_.most_requests) {
    dns::Reader reader{inbox_};
    const auto request = reader.octets(reader.u16());
    if (!reader.ok()) return;
    const auto answer = manner_.answer(Buffer(request.begin(), request.end()));
    inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(reader.at()));
    if (!answer.empty()) SSL_write(ssl_.get(), answer.data(), static_cast<int>(answer.size()));
    for (std::size_t i = 0; i < manner_.key_updates; ++i) {
      SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED);
      SSL_do_handshake(ssl_.get());
    }
    if (++answered_ < manner_.most_requests) continue;
    hangs_up = true;
    if (manner_.says_goodbye) SSL_shutdown(ssl_.get());
  }
}

Buffer TlsSpeaker::drain() {
  auto* bio = SSL_get_wbio(ssl_.get());
  Buffer octets(BIO_ctrl_pending(bio));
  if (!octets.empty()) BIO_read(bio, octets.data(), static_cast<int>(octets.size()));
  return octets;
}

}  // namespace nsfollow::test
