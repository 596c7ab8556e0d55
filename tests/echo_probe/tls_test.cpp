// SPDX-License-Identifier: MIT
// Certificates that nobody should trust, from an authority of our own.
#include <fcntl.h>
#include <signal.h>
#include <thread>
#include "echo_probe/probe.h"

using namespace nsfollow::test;

namespace {

// `openssl WORDS...` in this directory; its standard output goes to the file "log" there.
pid_t start_openssl(const TempDir& dir, const std::string& line) {
  const std::string script =
      "cd " + dir.path().string() + " && exec openssl " + line + " >log 2>>complaints";
  std::string sh = "/bin/sh", c = "-c", copy = script;
  char* argv[] = {sh.data(), c.data(), copy.data(), nullptr};
  pid_t pid = 0;
  REQUIRE(posix_spawn(&pid, "/bin/sh", nullptr, nullptr, argv, environ) == 0);
  return pid;
}

void openssl(const TempDir& dir, const std::string& line) {
  int status = 0;
  const auto pid = start_openssl(dir, line);
  REQUIRE(waitpid(pid, &status, 0) == pid);
  INFO(read_file(dir / "complaints"));
  REQUIRE(status == 0);
}

constexpr auto new_key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes ";

// key.pem and cert.pem for a name, signed by ca.pem, valid for so many days from now.
void certify(const TempDir& dir, const std::string& name, int days) {
  write_file(dir / "names", "subjectAltName=" + name + "\n");
  openssl(dir, "req " + std::string{new_key} + "-subj /CN=x -keyout key.pem -out request.pem");
  openssl(dir,
          "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -extfile names -out cert.pem"
          " -days " +
              std::to_string(days));
}

class TlsServer {
 public:
  explicit TlsServer(const TempDir& dir) {
    write_file(dir / "ip", "5.6.7.8\n");
    pid_ = start_openssl(dir, "s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -WWW");
    std::string log;
    while (log.find("ACCEPT 127.0.0.1:") == log.npos || log.back() != '\n') {
      REQUIRE(kill(pid_, 0) == 0);
      std::this_thread::yield();
      log = read_file(dir / "log");
    }
    port_ = std::to_string(std::stoi(log.substr(log.find("127.0.0.1:") + 10)));
  }
  ~TlsServer() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + port_ + "/ip"; }

 private:
  pid_t pid_ = 0;
  std::string port_;
};

}  // namespace

TEST_CASE(
    "a server is believed by a certificate for its name, in its time, from a known authority") {
  const TempDir dir;
  const auto authority = (dir / "ca.pem").string();
  openssl(dir, "req -x509 " + std::string{new_key} +
                   "-subj /CN=ours -days 2 -keyout ca.key -out ca.pem");
  SECTION("and then its page is read") {
    certify(dir, "IP:127.0.0.1", 1);
    const TlsServer server{dir};
    CHECK(probe({"--ca", authority, server.url()}).said == "address 5.6.7.8\n");
    // Wherever the environment says that it is to be trusted.
    const auto keys = (dir / "keys").string();
    const auto ended = probe(
        {server.url()},
        {"CURL_CA_BUNDLE=" + authority, "SSL_CERT_FILE=" + authority, "SSLKEYLOGFILE=" + keys});
    CHECK_THAT(ended.said, ContainsSubstring("failed SSL certificate problem: "));
    CHECK_FALSE(std::filesystem::exists(keys));
  }
  SECTION("not for another name") {
    certify(dir, "DNS:example.com", 1);
    const TlsServer server{dir};
    CHECK_THAT(probe({"--ca", authority, server.url()}).said,
               ContainsSubstring("failed SSL: no alternative certificate subject name matches"));
  }
  SECTION("not after its time") {
    certify(dir, "IP:127.0.0.1", -1);
    const TlsServer server{dir};
    CHECK_THAT(probe({"--ca", authority, server.url()}).said,
               ContainsSubstring("failed SSL certificate problem: certificate has expired"));
  }
  SECTION("not by itself") {
    openssl(dir,
            "req -x509 " + std::string{new_key} +
                "-subj /CN=x -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem");
    const TlsServer server{dir};
    CHECK_THAT(probe({"--ca", authority, server.url()}).said,
               ContainsSubstring("failed SSL certificate problem: self-signed certificate"));
  }
}
