// SPDX-License-Identifier: MIT
#include "core/echo_watch.h"
#include <algorithm>
#include <tuple>
#include <utility>
#include "base/log.h"
#include "core/special_purpose.h"
#include "core/words.h"

namespace nsfollow::core {

using namespace std::chrono_literals;

namespace {

constexpr Duration between_early_looks = 5min;
constexpr Duration longest_ban = 24h;
constexpr Duration ban_without_a_time = 6h;    // it says no, and not until when
constexpr Duration after_failed_save = 1min;   // the disk may have room again
constexpr Duration between_idle_looks = 1min;  // who is left is waiting for others

bool serves(const EchoService& service, Family family) {
  return !service.family || *service.family == family;
}

}  // namespace

std::string host_of(const EchoService& service) {
  const auto start = service.url.find("://");
  const auto host = start == std::string::npos ? service.url : service.url.substr(start + 3);
  return log::escape(host.substr(0, host.find('/')));
}

EchoWatch::EchoWatch(const EchoPolicy& policy, const Recalled& recalled, TimePoint now)
    : policy_(policy),
      keeps_(recalled.keeps),
      agreements_(recalled.saved.echo_agreements),
      first_early_at_(now) {
  const auto left = [&](Duration wait) {
    return now + std::clamp<Duration>(wait - recalled.since_saved, 0s, longest_ban);
  };
  for (const auto& [url, wait] : recalled.saved.echo_waits) not_before_[url] = left(wait);
  if (!policy_.own) first_early_at_ = left(recalled.saved.echo_early_wait);
  if (recalled.trusted) return;
  // Nobody knows when they were asked last: perhaps just now.
  for (const auto& service : policy_.services) {
    auto& at = not_before_[service.url];
    at = std::max(at, now + policy_.interval);
  }
}

void EchoWatch::follow(const std::set<Vantage>& needed, const Seen& seen, Turn& turn) {
  std::map<Vantage, View> now;
  for (const auto& vantage : needed) {
    auto uplink = find_uplink(seen, vantage);
    if (!uplink) continue;
    const auto known = views_.find(vantage);
    if (known != views_.end() && known->second.uplink == *uplink)
      now.insert(views_.extract(known));
    else
      now.emplace(vantage, begin(vantage, std::move(*uplink), turn.now));
  }
  for (const auto& [vantage, view] : views_)
    if (view.request && view.request->asking)
      turn.actions.emplace_back(Abandon{*view.request->asking});
  views_ = std::move(now);
}

EchoWatch::View EchoWatch::begin(const Vantage& vantage, Uplink uplink, TimePoint now) const {
  View view{.uplink = std::move(uplink), .votes = {}, .request = {}, .trouble = {}};
  if (policy_.services.empty()) {
    view.told = {.addresses = {}, .by = {}, .why_not = "no [echo] services are configured"};
  } else if (!keeps_) {
    view.told = {.addresses = {}, .by = {}, .why_not = "only a watcher asks the echo services"};
  } else if (now < early_at(vantage)) {
    view.told = {.addresses = {}, .by = {}, .why_not = "they were asked early less than 5 min ago"};
  }
  const auto before = agreements_.find(vantage);
  if (before != agreements_.end() && before->second.uplink == describe(view.uplink))
    view.told = {.addresses = std::vector{before->second.address},
                 .by = "the echo services, when they were asked last",
                 .why_not = {}};
  return view;
}

void EchoWatch::look_early() {
  for (auto& [vantage, view] : views_) view.is_early = true;
}

TimePoint EchoWatch::early_at(const Vantage& vantage) const {
  const auto found = early_at_.find(vantage);
  return found == early_at_.end() ? first_early_at_ : found->second;
}

TimePoint EchoWatch::due(const Vantage& vantage, const View& view) const {
  return view.is_early ? std::min(view.ask_at, early_at(vantage)) : view.ask_at;
}

TimePoint EchoWatch::after_interval(Turn& turn) const {
  return turn.now + turn.random.between(policy_.interval + 1s, policy_.interval * 11 / 10 + 1s);
}

TimePoint EchoWatch::not_before(const EchoService& service) const {
  const auto found = not_before_.find(service.url);
  return found == not_before_.end() ? TimePoint{} : found->second;
}

// In turn, and who did not answer the last time comes last.
const EchoService* EchoWatch::choose(const Vantage& vantage, const View& view,
                                     TimePoint now) const {
  const EchoService* best = nullptr;
  const auto rank = [&](const EchoService& s) {
    return std::tuple{failed_.contains({s.url, vantage.family}), not_before(s)};
  };
  for (const auto& service : policy_.services) {
    if (!serves(service, vantage.family) || now < not_before(service)) continue;
    if (std::ranges::count(view.votes, &service, &Vote::service) > 0) continue;
    if (is_kept_for_ipv4(service, vantage, view, now)) continue;
    if (best == nullptr || rank(service) < rank(*best)) best = &service;
  }
  return best;
}

// IPv6 leaves IPv4 what that needs while it fails itself or IPv4 is asking: a dead family must not
// delay the other one.
bool EchoWatch::is_kept_for_ipv4(const EchoService& service, const Vantage& vantage,
                                 const View& view, TimePoint now) const {
  if (vantage.family == Family::ipv4 || !serves(service, Family::ipv4)) return false;
  bool any = false, is_asking = false;
  for (const auto& [other, its] : views_) {
    if (other.family != Family::ipv4) continue;
    any = true;
    is_asking |= its.request || !its.votes.empty();
  }
  if (!any || (!is_asking && view.trouble.empty())) return false;
  std::size_t all = 0, left = 0;
  for (const auto& other : policy_.services) {
    if (!serves(other, Family::ipv4)) continue;
    ++all;
    if (&other != &service && now >= not_before(other)) ++left;
  }
  return left < std::min<std::size_t>(policy_.agree + 1, all - 1);  // its schedule takes one
}

void EchoWatch::step(Turn& turn) {
  if (!may_ask()) return;
  for (auto& [vantage, view] : views_) step(vantage, view, turn);
}

void EchoWatch::step(const Vantage& vantage, View& view, Turn& turn) {
  if (view.request || turn.now < due(vantage, view)) return;
  if (view.is_early && turn.now >= early_at(vantage)) {
    view.is_early = false;
    view.votes.clear();  // of what was before
    if (!policy_.own) early_at_[vantage] = turn.now + between_early_looks;
  }
  std::erase_if(view.votes, [&](const Vote& v) { return turn.now - v.at > 3 * policy_.interval; });
  const auto* service = choose(vantage, view, turn.now);
  if (service == nullptr) return wait(vantage, view, turn.now);
  // The disk learns of it first: what comes after a crash must not ask once more.
  view.request = Request{service, not_before(*service), {}, {}};
  not_before_[service->url] = after_interval(turn);
  turn.must_save = true;
}

// Nobody may be asked now, or everybody has said something else.
void EchoWatch::wait(const Vantage& vantage, View& view, TimePoint now) const {
  auto next = TimePoint::max();
  for (const auto& service : policy_.services) {
    if (!serves(service, vantage.family)) continue;
    const auto at = not_before(service);
    next = std::min(next, at > now ? at : now + between_idle_looks);
  }
  view.ask_at = next;
  view.told.is_coming = false;
  if (view.told.addresses) return;
  std::string why;
  for (const auto& vote : view.votes)
    why += (why.empty() ? "" : ", ") + host_of(*vote.service) + " says " + vote.address.to_text();
  if (!view.trouble.empty()) why += (why.empty() ? "" : "; ") + view.trouble;
  if (next == TimePoint::max())
    why = "none of the [echo] services can be reached by this family";
  else
    why += (why.empty() ? "" : "; ") + std::string{"nobody else may be asked now"};
  view.told.why_not = std::move(why);
}

bool EchoWatch::saving(ExchangeId id) {
  bool is_awaited = false;
  for (auto& [vantage, view] : views_) {
    if (!view.request || view.request->saving) continue;
    view.request->saving = id;
    is_awaited = true;
  }
  return is_awaited;
}

void EchoWatch::saved(const StateSaved& answer, Turn& turn) {
  for (auto& [vantage, view] : views_) {
    auto& request = view.request;
    if (!request || request->asking || !request->saving || *request->saving > answer.id) continue;
    if (!answer.why_not.empty()) {
      not_before_[request->service->url] = request->not_before;
      request.reset();
      view.ask_at = turn.now + after_failed_save;
      view.told.is_coming = false;
      view.told.why_not = "no echo service is asked while that cannot be written down";
      continue;
    }
    request->asking = ++turn.last_id;
    turn.actions.emplace_back(
        AskEcho{*request->asking, *request->service, vantage.family, view.uplink.name});
  }
}

bool EchoWatch::told(const EchoTold& answer, Turn& turn) {
  for (auto& [vantage, view] : views_) {
    if (!view.request || view.request->asking != answer.id) continue;
    const auto& service = *std::exchange(view.request, std::nullopt)->service;
    hear(vantage, view, service, answer, turn);
    return true;
  }
  return false;
}

void EchoWatch::hear(const Vantage& vantage, View& view, const EchoService& service,
                     const EchoTold& answer, Turn& turn) {
  view.ask_at = turn.now;  // the next one, unless this one was enough
  std::string wrong = answer.why_not;
  if (answer.address && !policy_.own)
    if (const auto purpose = special_purpose(*answer.address); !purpose.text.empty())
      wrong = "says " + answer.address->to_text() + " (" + std::string{purpose.text} + ')';
  if (answer.address && answer.address->family() != vantage.family) wrong = "says another family";
  if (answer.unwelcome) leave_alone(service, answer, turn);
  if (!answer.address || !wrong.empty()) {
    failed_.emplace(service.url, vantage.family);
    view.trouble = host_of(service) + ": " + wrong;
    turn.say(log::Level::debug, view.trouble);
    return;
  }
  failed_.erase({service.url, vantage.family});
  view.votes.push_back({&service, *answer.address, turn.now});
  count(vantage, view, turn);
}

void EchoWatch::leave_alone(const EchoService& service, const EchoTold& answer, Turn& turn) {
  const auto ban = std::clamp<Duration>(answer.retry_after.value_or(ban_without_a_time),
                                        policy_.interval, longest_ban);
  auto& at = not_before_[service.url];
  at = std::max(at, turn.now + turn.random.between(ban, ban * 11 / 10));
  turn.must_save = true;
  turn.say(log::Level::info, host_of(service) + " does not want to be asked now (" +
                                 answer.why_not + "); leaving it alone for " +
                                 words::duration(ban));
}

// What is known already, one alone may say again; for anything else several must.
void EchoWatch::count(const Vantage& vantage, View& view, Turn& turn) {
  const auto address = view.votes.back().address;
  const auto agreed = std::ranges::count(view.votes, address, &Vote::address);
  const EchoAgreement agreement{address, describe(view.uplink)};
  const auto known = agreements_.find(vantage);
  const bool is_known = known != agreements_.end() && known->second == agreement;
  if (!is_known && agreed < static_cast<std::ptrdiff_t>(policy_.agree)) return;
  std::string by;
  for (const auto& vote : view.votes)
    if (vote.address == address) by += (by.empty() ? "" : " and ") + host_of(*vote.service);
  agreements_.insert_or_assign(vantage, agreement);
  turn.must_save = turn.must_save || !is_known;
  view.told = {.addresses = std::vector{address}, .is_coming = false, .by = by, .why_not = {}};
  view.votes.clear();
  view.trouble.clear();
  view.ask_at = after_interval(turn);
}

void EchoWatch::keep(Saved& saved, TimePoint now) const {
  for (const auto& [url, at] : not_before_)
    if (at > now) saved.echo_waits.emplace(url, at - now);
  auto early_at = first_early_at_;
  for (const auto& [vantage, at] : early_at_) early_at = std::max(early_at, at);
  saved.echo_early_wait = std::max(early_at - now, Duration{});
  saved.echo_agreements = agreements_;
}

std::map<Vantage, Told> EchoWatch::told() const {
  std::map<Vantage, Told> all;
  for (const auto& [vantage, view] : views_) all.emplace(vantage, view.told);
  return all;
}

std::optional<TimePoint> EchoWatch::next_wakeup() const {
  std::optional<TimePoint> next;
  if (!may_ask()) return next;
  for (const auto& [vantage, view] : views_) {
    const auto at = due(vantage, view);
    if (!view.request && at != TimePoint::max()) next = std::min(next.value_or(at), at);
  }
  return next;
}

bool EchoWatch::is_asking() const {
  return may_ask() && std::ranges::any_of(views_, [](const auto& v) {
           return v.second.told.is_coming || v.second.request;
         });
}

}  // namespace nsfollow::core
