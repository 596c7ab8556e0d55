// SPDX-License-Identifier: MIT
#include "core/transport.h"

namespace nsfollow::core {

std::string_view describe(Carrier carrier) {
  switch (carrier) {
    case Carrier::udp:
      return "UDP";
    case Carrier::tcp:
      return "TCP";
    case Carrier::tls:
      return "TLS";
  }
  return "";
}

}  // namespace nsfollow::core
