// SPDX-License-Identifier: MIT
// The only file that knows ldns.  Its common.h defines `bool` as a macro unless <stdbool.h> came
// first.  ldns builds here and parses nothing: printing a hostile packet crashes it, and a TSIG it
// does not know leaks.
#include "dns/message.h"
#include <ldns/ldns.h>
#include <stdbool.h>
#include <sys/random.h>
#include <cerrno>
#include <cstdlib>
#include "base/c_ptr.h"

namespace nsfollow::dns {

namespace {

using Packet = CPtr<ldns_pkt, ldns_pkt_free>;
using Rr = CPtr<ldns_rr, ldns_rr_free>;

// A message of 65535 octets is the most that TCP's length tells (RFC 1035 4.2.2); the TSIG record
// takes its part: two names of 255 octets, a MAC of 64 and 26 octets of numbers.
constexpr std::size_t most_unsigned = 65535 - 2 * 255 - 64 - 26;

// The kernel's own generator: libcrypto's would cost its start-up.
std::uint16_t random_id() {
  std::uint16_t id = 0;
  // Short reads do not happen below 256 octets (getrandom(2)).
  while (getrandom(&id, sizeof id, 0) != sizeof id)
    if (errno != EINTR) std::abort();
  return id;
}

// Throughout this file null means that there is no memory, which ends up as a missing message.
Rr make_rr(const core::DnsName& owner, std::uint16_t type, std::uint16_t rr_class) {
  Rr rr{ldns_rr_new()};  // not ldns_rr_new_frm_type(): that one counts RDATA it does not have
  auto* name =
      ldns_dname_new_frm_str((owner == core::DnsName{} ? "." : owner.to_text() + '.').c_str());
  if (!rr || name == nullptr) {
    ldns_rdf_deep_free(name);
    return nullptr;
  }
  ldns_rr_set_owner(rr.get(), name);  // takes it
  ldns_rr_set_type(rr.get(), static_cast<ldns_rr_type>(type));
  ldns_rr_set_class(rr.get(), static_cast<ldns_rr_class>(rr_class));
  ldns_rr_set_ttl(rr.get(), 0);
  return rr;
}

core::Rrset without(core::Rrset rrset, const core::Rrset& others) {
  for (const auto& rdata : others.records) rrset.records.erase(rdata);
  return rrset;
}

constexpr auto class_none = static_cast<std::uint16_t>(LDNS_RR_CLASS_NONE);

class Draft {
 public:
  explicit Draft(ldns_pkt_opcode opcode) : packet_(ldns_pkt_new()) {
    if (!packet_) return;
    ldns_pkt_set_id(packet_.get(), random_id());
    ldns_pkt_set_opcode(packet_.get(), opcode);
    ldns_pkt_set_rd(packet_.get(), false);
  }

  void ask(const core::DnsName& name, std::uint16_t type) {
    auto rr = make_rr(name, type, class_in);
    if (rr) ldns_rr_set_question(rr.get(), true);
    push(LDNS_SECTION_QUESTION, std::move(rr));
  }

  // A record without RDATA, which in an UPDATE speaks of the whole RRset, or of the whole name.
  void name_rrset(ldns_pkt_section section, const core::RrsetKey& key, std::uint16_t rr_class) {
    push(section, make_rr(key.owner, static_cast<std::uint16_t>(key.type), rr_class));
  }
  void name_all(ldns_pkt_section section, const core::DnsName& owner, std::uint16_t rr_class) {
    push(section, make_rr(owner, LDNS_RR_TYPE_ANY, rr_class));
  }

  // RFC 2136 2.5.  An RRset that the guard calls absent needs no deletion.  Any other is deleted
  // whole, also for a new TTL alone: Knot ignores a record that it has already, whatever its TTL.
  void put_changes(ldns_pkt_section section, std::span<const core::Change> changes) {
    for (const auto& change : changes) {
      if (change.by_record)
        put_rrset(section, change.key, without(change.from, change.to), {}, class_none);
      else if (!change.from.empty())
        name_rrset(section, change.key, class_any);
    }
    for (const auto& change : changes) {
      auto sent = change.by_record ? without(change.to, change.from) : change.to;
      sent.records.insert(change.again.begin(), change.again.end());
      put_rrset(section, change.key, sent, change.to.ttl);
    }
  }

  void put_rrset(ldns_pkt_section section, const core::RrsetKey& key, const core::Rrset& rrset,
                 std::chrono::seconds ttl, std::uint16_t rr_class = class_in) {
    for (const auto& rdata : rrset.records) {
      auto rr = make_rr(key.owner, static_cast<std::uint16_t>(key.type), rr_class);
      auto* field = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_UNKNOWN, rdata.size(), rdata.data());
      if (!rr || field == nullptr || !ldns_rr_push_rdf(rr.get(), field)) {  // takes it
        ldns_rdf_deep_free(field);
        complete_ = false;
        return;
      }
      ldns_rr_set_ttl(rr.get(), static_cast<std::uint32_t>(ttl.count()));
      push(section, std::move(rr));
    }
  }

  [[nodiscard]] Result<Buffer, std::string> to_wire() const {
    std::uint8_t* octets = nullptr;
    std::size_t size = 0;
    if (!packet_ || !complete_ || ldns_pkt2wire(&octets, packet_.get(), &size) != LDNS_STATUS_OK)
      return std::string{"the message could not be made"};
    const CPtr<std::uint8_t, std::free> owner{octets};
    if (size > most_unsigned) return std::string{"the message would be longer than 64 KiB"};
    return Buffer(octets, octets + size);
  }

 private:
  void push(ldns_pkt_section section, Rr rr) {
    complete_ = complete_ && packet_ && rr && ldns_pkt_push_rr(packet_.get(), section, rr.get());
    if (complete_) (void)rr.release();  // the packet took it
  }

  Packet packet_;
  bool complete_ = true;
};

// RFC 2136 2.3 renames the sections for an UPDATE; ldns knows them by their ordinary names.
// Its zone section is the question section.
constexpr auto prerequisites = LDNS_SECTION_ANSWER;
constexpr auto updates = LDNS_SECTION_AUTHORITY;

}  // namespace

Result<Buffer, std::string> build_update(const core::DnsName& zone,
                                         std::span<const core::Change> changes) {
  Draft draft{LDNS_PACKET_UPDATE};
  draft.ask(zone, type_soa);
  for (const auto& change : changes) {
    if (change.from.empty())
      draft.name_rrset(prerequisites, change.key, class_none);  // RFC 2136 2.4.3: absent
    else
      draft.put_rrset(prerequisites, change.key, change.from, {});  // 2.4.2: exactly these
  }
  draft.put_changes(updates, changes);
  return draft.to_wire();
}

Result<Buffer, std::string> build_trial(const core::DnsName& zone,
                                        std::span<const core::Change> changes) {
  Draft draft{LDNS_PACKET_UPDATE};
  draft.ask(zone, type_soa);
  if (!changes.empty()) draft.name_all(prerequisites, zone, class_none);
  draft.put_changes(updates, changes);
  return draft.to_wire();
}

Result<Buffer, std::string> build_question(const core::RrsetKey& key) {
  Draft draft{LDNS_PACKET_QUERY};
  draft.ask(key.owner, static_cast<std::uint16_t>(key.type));
  return draft.to_wire();
}

}  // namespace nsfollow::dns
