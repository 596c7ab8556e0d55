// SPDX-License-Identifier: MIT
// libcrypto's digests are called directly.  Its HMAC() and EVP_MAC first set up the library: they
// load the providers, and unless told otherwise read openssl.cnf.  Measured on OpenSSL 3.0, amd64:
//                                         first MAC   more RSS   run of a small program
//   HMAC()                                  1.0 ms     2.3 MB      4.3 ms
//   HMAC(), OPENSSL_INIT_NO_LOAD_CONFIG     0.8 ms     2.3 MB      4.0 ms
//   SHA256_Init and so on                   0.008 ms   0.3 MB      1.8 ms (1.4 ms without a MAC)
// They also cannot fail, where HMAC() does for a digest that the host's policy excludes; ldns takes
// an empty MAC for a good one then.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "dns/hmac.h"
#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>
#ifdef OPENSSL_NO_DEPRECATED_3_0
#error "this libcrypto was built without SHA256_Init and its siblings (no-deprecated)"
#endif

namespace nsfollow::dns {

namespace {

template <class Context, auto Init, auto Update, auto Final, std::size_t Size, std::size_t Block>
struct Digest {
  static constexpr std::size_t size = Size, block = Block;
  Context context;
  Digest() { Init(&context); }
  ~Digest() { OPENSSL_cleanse(&context, sizeof context); }  // it has seen the key
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  void update(Octets octets) { Update(&context, octets.data(), octets.size()); }
  Buffer finish() {
    Buffer digest(size);
    Final(digest.data(), &context);
    return digest;
  }
};
using Md5 = Digest<MD5_CTX, MD5_Init, MD5_Update, MD5_Final, 16, 64>;
using Sha1 = Digest<SHA_CTX, SHA1_Init, SHA1_Update, SHA1_Final, 20, 64>;
using Sha224 = Digest<SHA256_CTX, SHA224_Init, SHA224_Update, SHA224_Final, 28, 64>;
using Sha256 = Digest<SHA256_CTX, SHA256_Init, SHA256_Update, SHA256_Final, 32, 64>;
using Sha384 = Digest<SHA512_CTX, SHA384_Init, SHA384_Update, SHA384_Final, 48, 128>;
using Sha512 = Digest<SHA512_CTX, SHA512_Init, SHA512_Update, SHA512_Final, 64, 128>;

// RFC 2104 2: the key, hashed when it is longer than a block, xored with the pad.
template <class D>
void begin(D& digest, Octets key, std::uint8_t pad) {
  Buffer block(key.begin(), key.end());
  if (block.size() > D::block) {
    D hashed;
    hashed.update(key);
    Secret::wipe(block);
    block = hashed.finish();
  }
  block.resize(D::block);
  for (auto& octet : block) octet ^= pad;
  digest.update(block);
  Secret::wipe(block);
}

template <class D>
Buffer hmac_of(Octets key, std::initializer_list<Octets> parts) {
  D inner;
  begin(inner, key, 0x36);
  for (const auto part : parts) inner.update(part);
  D outer;
  begin(outer, key, 0x5c);
  outer.update(inner.finish());
  return outer.finish();
}

}  // namespace

Buffer hmac(core::TsigAlgorithm algorithm, Octets key, std::initializer_list<Octets> parts) {
  switch (algorithm) {
    case core::TsigAlgorithm::hmac_md5:
      return hmac_of<Md5>(key, parts);
    case core::TsigAlgorithm::hmac_sha1:
      return hmac_of<Sha1>(key, parts);
    case core::TsigAlgorithm::hmac_sha224:
      return hmac_of<Sha224>(key, parts);
    case core::TsigAlgorithm::hmac_sha256:
      return hmac_of<Sha256>(key, parts);
    case core::TsigAlgorithm::hmac_sha384:
      return hmac_of<Sha384>(key, parts);
    case core::TsigAlgorithm::hmac_sha512:
      return hmac_of<Sha512>(key, parts);
  }
  return {};
}

bool same_mac(Octets one, Octets other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace nsfollow::dns
