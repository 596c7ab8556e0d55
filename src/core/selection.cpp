// SPDX-License-Identifier: MIT
#include "core/selection.h"
#include <algorithm>
#include <tuple>
#include "core/candidates.h"
#include "core/eligibility.h"

namespace nsfollow::core {

namespace {

// How much a kept address is preferred: the smaller, the better.
auto rank(const Candidate& candidate, const Rules& rules) {
  const auto kind = candidate.seen ? kind_of(*candidate.seen) : AddressKind::fixed;
  const auto place = std::ranges::find(rules.prefer, kind) - rules.prefer.begin();
  return std::tuple{place, kind, candidate.address};
}

// Leaves the first of the addresses that are not written down.
void keep_only_first(std::vector<Offer>& offers, const Rules& rules) {
  Candidate* best = nullptr;
  for (auto& offer : offers) {
    if (offer.written_down) continue;
    for (auto& candidate : offer.candidates) {
      if (!candidate.kept) continue;
      const bool is_better = best == nullptr || rank(candidate, rules) < rank(*best, rules);
      auto* loser = is_better ? best : &candidate;
      if (loser != nullptr) {
        loser->kept = false;
        loser->why = "not the first (addresses = \"first\")";
      }
      if (is_better) best = &candidate;
    }
  }
}

void gather(Offer offer, Selection& all) {
  for (auto& candidate : offer.candidates) {
    if (candidate.kept) all.addresses.push_back(candidate.address);
    all.considered.push_back(std::move(candidate));
  }
  all.undecided |= offer.unknown;
  all.is_coming |= offer.is_coming;
  if (!offer.remark.empty()) all.remark += (all.remark.empty() ? "" : "; ") + offer.remark;
  all.needs.gateway.merge(offer.needs.gateway);
  all.needs.echo.merge(offer.needs.echo);
  all.needs.command.merge(offer.needs.command);
}

void refuse_too_many(Selection& all) {
  if (all.addresses.size() <= most_addresses) return;
  all.remark = std::to_string(all.addresses.size()) + " addresses, more than the " +
               std::to_string(most_addresses) + " that may stand at one name";
  all.addresses.clear();
  all.undecided = true;
}

}  // namespace

Selection select(const AddressSources& sources, Family family, const Rules& rules, const Seen& seen,
                 const Others& others) {
  std::vector<Offer> offers;
  for (const auto& source : sources) offers.push_back(offer(source, {family, rules, seen, others}));
  if (rules.only_first) keep_only_first(offers, rules);

  Selection all;
  bool changes = false, any = false, deprecated_left = false;
  for (auto& one : offers) {
    changes |= !one.written_down;
    any |= !one.written_down && one.has_any();
    deprecated_left |= one.deprecated_left;
    gather(std::move(one), all);
  }
  std::ranges::sort(all.addresses);
  all.addresses.erase(std::unique(all.addresses.begin(), all.addresses.end()), all.addresses.end());
  refuse_too_many(all);
  all.lost = changes && !any && !all.undecided;
  if (all.lost && deprecated_left) {
    all.remark = "only deprecated addresses are left; what is published stays";
    all.undecided = true;
    all.lost = false;
  }
  return all;
}

}  // namespace nsfollow::core
