// SPDX-License-Identifier: MIT
// The only file that knows libssl.
#include "dns/tls.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include "base/c_ptr.h"
#include "base/log.h"
#include "dns/tls_peer.h"

namespace nsfollow::dns {

namespace {

using Context = CPtr<SSL_CTX, SSL_CTX_free>;
using Ssl = CPtr<SSL, SSL_free>;
using Proof = core::TlsTrust::Proof;

constexpr auto authorities_good_for = std::chrono::hours{1};

std::string reason() {
  const auto error = ERR_peek_error();
  const auto number = ERR_GET_REASON(error);
  // RFC 8446 6: what the peer says of its own accord.
  if (number > SSL_AD_REASON_OFFSET)
    return std::string{"the server ended TLS: "} +
           SSL_alert_desc_string_long(number - SSL_AD_REASON_OFFSET);
  const auto* text = ERR_reason_error_string(error);
  return std::string{"TLS failed: "} + (text != nullptr ? text : "for no reason that is told");
}

class Session final : public TlsSession {
 public:
  Session(Ssl ssl, TlsPeer peer) : ssl_(std::move(ssl)), peer_(std::move(peer)) {
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));  // takes both
    SSL_set_connect_state(ssl_.get());
    SSL_set_app_data(ssl_.get(), this);
  }

  void begin() override { work(); }

  void receive(Octets octets) override {
    if (trouble_) return;
    if (beginning_.size() < 2)
      put(beginning_, octets.first(std::min<std::size_t>(2, octets.size())));
    BIO_write(SSL_get_rbio(ssl_.get()), octets.data(), static_cast<int>(octets.size()));
    work();
  }

  void say(Octets plain) override {
    put(unsaid_, plain);
    if (SSL_is_init_finished(ssl_.get())) work();
  }

  void say_goodbye() override {
    ERR_clear_error();
    if (!trouble_ && SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
  }

  Buffer to_send() override {
    auto* bio = SSL_get_wbio(ssl_.get());
    Buffer octets(BIO_ctrl_pending(bio));
    if (!octets.empty()) BIO_read(bio, octets.data(), static_cast<int>(octets.size()));
    return octets;
  }

  Buffer take() override { return std::exchange(heard_, {}); }
  [[nodiscard]] const std::optional<Trouble>& trouble() const override { return trouble_; }

  // The first octets of a record (RFC 8446 5.1): an alert or part of a handshake, and version 3.x.
  [[nodiscard]] bool heard() const override {
    return beginning_.size() >= 2 && (beginning_[0] == 21 || beginning_[0] == 22) &&
           beginning_[1] == 3;
  }

  // Called by libssl during the handshake, before anything of ours has been said.
  static int verify(X509_STORE_CTX* chain, void*) noexcept {
    const auto* ssl =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto& self = *static_cast<Session*>(SSL_get_app_data(ssl));
    auto why = self.peer_.object_to(chain);
    if (!why) return 1;
    self.trouble_ = Trouble{core::Outcome::untrusted, *std::move(why)};
    return 0;
  }

 private:
  void work() {
    if (trouble_) return;
    ERR_clear_error();
    if (!SSL_is_init_finished(ssl_.get()))
      if (const int status = SSL_do_handshake(ssl_.get()); status <= 0) return judge(status);
    // The other side of this BIO is memory: it takes everything.
    if (!unsaid_.empty()) {
      const int status = SSL_write(ssl_.get(), unsaid_.data(), static_cast<int>(unsaid_.size()));
      if (status <= 0) return judge(status);
      unsaid_.clear();
    }
    std::array<std::uint8_t, 4096> part{};
    int length = 0;
    while ((length = SSL_read(ssl_.get(), part.data(), static_cast<int>(part.size()))) > 0)
      put(heard_, Octets{part}.first(static_cast<std::size_t>(length)));
    judge(length);
  }

  void judge(int status) {
    const int error = SSL_get_error(ssl_.get(), status);
    if (error == SSL_ERROR_WANT_READ || trouble_) return;
    if (error == SSL_ERROR_ZERO_RETURN)
      trouble_ = Trouble{core::Outcome::silent, "the server closed the connection"};
    else
      trouble_ = Trouble{core::Outcome::silent,
                         heard() ? reason() : "what answers there does not speak TLS"};
    ERR_clear_error();
  }

  Ssl ssl_;
  const TlsPeer peer_;
  Buffer unsaid_, heard_, beginning_;
  std::optional<Trouble> trouble_;
};

Context make_context() {
  Context context{SSL_CTX_new(TLS_client_method())};
  if (!context) return context;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);  // RFC 8310 9, RFC 8996
  SSL_CTX_set_options(context.get(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_max_cert_list(context.get(), 65536);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context.get(), Session::verify, nullptr);
  static constexpr unsigned char dot[] = {3, 'd', 'o', 't'};  // RFC 7858 3.1, RFC 7301
  SSL_CTX_set_alpn_protos(context.get(), dot, sizeof dot);
  return context;
}

Result<Context, std::string> make_context(const core::TlsTrust& trust) {
  ERR_clear_error();
  auto context = make_context();
  if (!context) return "libssl does not start: " + reason();
  if (trust.proof != Proof::name) return context;
  const bool read = trust.ca_file.empty()
                        ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                        : SSL_CTX_load_verify_file(context.get(), trust.ca_file.c_str()) == 1;
  if (read) return context;
  const auto why = reason();
  ERR_clear_error();
  return "no authorities can be read from " +
         (trust.ca_file.empty() ? "the system's store" : log::escape(trust.ca_file)) + ": " + why;
}

}  // namespace

struct Tls::Contexts {
  struct Entry {
    Context context;
    TimePoint made{};
  };
  // By their authorities; one more, without any, where nobody asks for them.
  std::map<std::optional<std::string>, Entry> entries;
};

Tls::Tls() : contexts_(std::make_unique<Contexts>()) {}
Tls::~Tls() = default;

void Tls::forget() { contexts_->entries.clear(); }

Result<std::unique_ptr<TlsSession>, std::string> Tls::open(const core::TlsTrust& trust,
                                                           const std::string& host, WallTime now) {
  const auto which = trust.proof == Proof::name ? std::optional{trust.ca_file} : std::nullopt;
  auto& entry = contexts_->entries[which];
  if (!entry.context || Clock::now() - entry.made > authorities_good_for) {
    auto made = make_context(trust);
    if (!made) return std::move(made.error());
    entry = {*std::move(made), Clock::now()};
  }
  Ssl ssl{SSL_new(entry.context.get())};
  if (!ssl) return std::string{"there is no memory for TLS"};
  TlsPeer peer{trust, host, now};
  if (!peer.put_into(SSL_get0_param(ssl.get())))
    return "no certificate can be for " + log::escape(peer.name());
  // RFC 6066 3: a name, never an address.  What does not fit there is not told.
  if (!peer.is_address()) SSL_set_tlsext_host_name(ssl.get(), peer.name().c_str());
  return std::unique_ptr<TlsSession>{std::make_unique<Session>(std::move(ssl), std::move(peer))};
}

}  // namespace nsfollow::dns
