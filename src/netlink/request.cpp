// SPDX-License-Identifier: MIT
#include "netlink/request.h"
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <cstring>

namespace nsfollow::netlink {

namespace {

class Writer {
 public:
  template <class T>
  Writer& put(const T& object) {
    static_assert(sizeof(T) % NLMSG_ALIGNTO == 0);
    std::memcpy(request_.bytes_.data() + request_.size_, &object, sizeof object);
    request_.size_ += sizeof object;
    return *this;
  }
  Writer& put_attribute(std::uint16_t type, std::uint32_t value) {
    return put(rtattr{sizeof(rtattr) + sizeof value, type}).put(value);
  }
  Request finish(std::uint16_t type, std::uint32_t sequence) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(request_.size_);
    header.nlmsg_type = type;
    header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    header.nlmsg_seq = sequence;
    std::memcpy(request_.bytes_.data(), &header, sizeof header);
    return request_;
  }

 private:
  Request request_{{}, sizeof(nlmsghdr)};
};

static_assert(sizeof(nlmsghdr) + sizeof(ifinfomsg) + 2 * sizeof(std::uint32_t) <=
              sizeof(Request::bytes_));

}  // namespace

Request ask_for_links(std::uint32_t sequence) {
  return Writer{}
      .put(ifinfomsg{})
      .put_attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS)
      .finish(RTM_GETLINK, sequence);
}

Request ask_for_addresses(std::uint32_t sequence) {
  return Writer{}.put(ifaddrmsg{}).finish(RTM_GETADDR, sequence);
}

Request ask_for_routes(core::Family family, std::uint32_t sequence) {
  rtmsg header{};
  header.rtm_family = family == core::Family::ipv4 ? AF_INET : AF_INET6;
  header.rtm_table = RT_TABLE_MAIN;
  header.rtm_type = RTN_UNICAST;
  return Writer{}
      .put(header)
      .put_attribute(RTA_TABLE, RT_TABLE_MAIN)
      .finish(RTM_GETROUTE, sequence);
}

}  // namespace nsfollow::netlink
