// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include "cli/commands.h"
#include "core/selection.h"
#include "daemon/once.h"

namespace nsfollow::cli {

namespace {

using namespace core;

void print_rrset(const char* what, const RrsetKey& key, const RecordPicture& picture,
                 const char* unknown) {
  const auto found = picture.find(key);
  const auto text = found == picture.end() ? unknown : describe(key.type, found->second);
  std::printf("  %-10s %s\n", what, text.c_str());
}

void print_family(const daemon::Once& once, const Host& host, Family family) {
  const auto& engine = once.engine();
  const RrsetKey key{host.name, type_of(family)};
  std::printf("%s\n", describe(key).c_str());
  const auto selection = select(host.source(family), family, *engine.seen());
  for (const auto& c : selection.considered)
    std::printf("  %-4s %s%s%s%s%s\n", c.kept ? "keep" : "drop", c.address.to_text().c_str(),
                c.interface.empty() ? "" : " on ", log::escape(c.interface).c_str(),
                c.why.empty() ? "" : ": ", c.why.c_str());
  if (!selection.remark.empty()) std::printf("  %s\n", selection.remark.c_str());
  const auto zone =
      std::ranges::find(engine.zones(), host.zone, [](const ZoneSync& z) { return z.zone().name; });
  const auto& wanted = engine.wanted().of_zone(host.zone);
  print_rrset("wanted:", key, wanted, "nothing is known, so nothing is touched");
  print_rrset("published:", key, zone->published(),
              wanted.contains(key) ? "the primary did not answer" : "not asked");
}

}  // namespace

int explain(const Arguments& arguments) {
  auto settings = load_settings(arguments);
  if (!settings) return fail(settings.error());
  std::optional<DnsName> only;
  if (!arguments.words.empty()) {
    auto name = DnsName::parse(arguments.words[0]);
    if (!name) return fail({Error::Code::use, "the name " + name.error()});
    only = *std::move(name);
    if (std::ranges::count(settings->policy.hosts, *only, &Host::name) == 0)
      return fail({Error::Code::use,
                   only->to_text() + " is not a [[host]] of " + arguments.config.string()});
  }
  const auto directory = state_dir(arguments, *settings);
  uv::Loop loop;
  const auto once =
      daemon::Once::run(loop, *std::move(settings), directory, {.send_updates = false});
  if (!once) return fail(once.error());
  if (!(*once)->engine().seen()) return (*once)->exit_code();
  for (const auto& host : (*once)->engine().policy().hosts) {
    if (only && host.name != *only) continue;
    for (const auto family : {Family::ipv4, Family::ipv6})
      if (!std::holds_alternative<NoSource>(host.source(family)))
        print_family(**once, host, family);
  }
  return (*once)->exit_code();
}

}  // namespace nsfollow::cli
