// SPDX-License-Identifier: MIT
#include "cli/hook_texts.h"
#include "cli/hooks.h"

namespace nsfollow::cli {

namespace {

constexpr mode_t executed = 0755;
constexpr mode_t sourced = 0644;

HookFile hook(std::string_view directory, mode_t mode, std::string_view text) {
  return {{directory}, "nsfollow", mode, text};
}

}  // namespace

const std::vector<HookSystem>& hook_systems() {
  using namespace hook_texts;
  static const std::vector<HookSystem> systems{
      {"pppd",
       {"/usr/sbin/pppd", "/sbin/pppd", "/usr/bin/pppd"},
       {hook("/etc/ppp/ip-up.d", executed, pppd), hook("/etc/ppp/ipv6-up.d", executed, pppd),
        hook("/etc/ppp/ip-down.d", executed, pppd)}},
      {"dhclient",
       {"/usr/sbin/dhclient", "/sbin/dhclient", "/usr/bin/dhclient"},
       {hook("/etc/dhcp/dhclient-exit-hooks.d", sourced, dhclient)}},
      {"dhcpcd",
       {"/usr/sbin/dhcpcd", "/sbin/dhcpcd", "/usr/bin/dhcpcd"},
       {{{"/usr/lib/dhcpcd/dhcpcd-hooks", "/lib/dhcpcd/dhcpcd-hooks", "/usr/libexec/dhcpcd-hooks"},
         "90-nsfollow",
         sourced,
         dhcpcd}}},
      {"udhcpc",
       {"/usr/sbin/udhcpc", "/sbin/udhcpc", "/usr/bin/udhcpc", "/bin/udhcpc"},
       {hook("/etc/udhcpc", executed, udhcpc)},
       "is called only if you tell udhcpc so: udhcpc -s /etc/udhcpc/nsfollow"},
      {"NetworkManager",
       {"/usr/sbin/NetworkManager", "/usr/bin/NetworkManager"},
       // A link to there is what makes a script one that nobody waits for.
       {hook("/etc/NetworkManager/dispatcher.d/no-wait.d", executed, networkmanager),
        hook("/etc/NetworkManager/dispatcher.d", 0, "no-wait.d/nsfollow")}},
      {"networkd-dispatcher",
       {"/usr/bin/networkd-dispatcher", "/usr/sbin/networkd-dispatcher"},
       {hook("/etc/networkd-dispatcher/routable.d", executed, networkd_dispatcher),
        hook("/etc/networkd-dispatcher/degraded.d", executed, networkd_dispatcher),
        hook("/etc/networkd-dispatcher/off.d", executed, networkd_dispatcher)}},
      {"ifupdown",
       {"/usr/sbin/ifup", "/sbin/ifup"},
       {hook("/etc/network/if-up.d", executed, ifupdown),
        hook("/etc/network/if-down.d", executed, ifupdown)}},
  };
  return systems;
}

}  // namespace nsfollow::cli
