// SPDX-License-Identifier: MIT
#include "core/script_queue.h"
#include <algorithm>

namespace nsfollow::core {

namespace {

// Only what cannot hurt a careless script: addresses.  Other RDATA may hold any character.
std::string addresses(const RrsetKey& key, const Rrset& rrset) {
  if (key.type != RrType::a && key.type != RrType::aaaa) return "";
  std::string text;
  for (const auto& rdata : rrset.records)
    text += (text.empty() ? "" : " ") + describe(key.type, rdata);
  return text;
}

RunScript call_of(const Publication& p) {
  const std::string event = p.to.empty() ? "withdrawn" : "changed";
  const auto name = p.key.owner.to_text();
  const auto type = describe(p.key.type);
  return {.id = 0,
          .path = {},
          .words = {event, name, type},
          .variables = {{"NSFOLLOW_EVENT", event},
                        {"NSFOLLOW_NAME", name},
                        {"NSFOLLOW_TYPE", type},
                        {"NSFOLLOW_ZONE", p.zone},
                        {"NSFOLLOW_SERVER", describe(p.server)},
                        {"NSFOLLOW_OLD", addresses(p.key, p.from)},
                        {"NSFOLLOW_NEW", addresses(p.key, p.to)},
                        {"NSFOLLOW_SERIAL", p.serial ? std::to_string(*p.serial) : ""}},
          .time_limit = {}};
}

RunScript call_of(const ZoneLabel& zone, const std::string& sentence) {
  // The sentence may repeat what a server said; here only letters, digits and points are harmless.
  std::string why = sentence;
  std::ranges::replace_if(
      why,
      [](char c) {
        return !(std::string_view{" .,:;()-_[]"}.find(c) != std::string_view::npos ||
                 (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
      },
      '?');
  return {
      .id = 0,
      .path = {},
      .words = {"trouble", zone},
      .variables = {{"NSFOLLOW_EVENT", "trouble"}, {"NSFOLLOW_ZONE", zone}, {"NSFOLLOW_WHY", why}},
      .time_limit = {}};
}

}  // namespace

ScriptQueue::ScriptQueue(const ScriptPolicy& policy, const std::vector<Publication>& due)
    : policy_(policy) {
  for (const auto& publication : due) published(publication);
}

void ScriptQueue::published(Publication publication) {
  if (policy_.on_change.empty()) return;
  const Key key{publication.zone, publication.key};
  const auto [place, is_new] = changes_.try_emplace(key, publication);
  if (is_new) return order_.push_back(key);
  publication.from = place->second.from;
  place->second = std::move(publication);
}

void ScriptQueue::trouble(const ZoneLabel& zone, const std::string& sentence) {
  if (!policy_.on_trouble.empty()) troubles_[zone] = sentence;
}

const std::vector<std::string>& ScriptQueue::scripts(const Call& call) const {
  return call.about ? policy_.on_change : policy_.on_trouble;
}

std::optional<ScriptQueue::Call> ScriptQueue::next_call() {
  if (!order_.empty()) {
    auto publication = changes_.extract(order_.front());
    order_.erase(order_.begin());
    auto action = call_of(publication.mapped());
    return Call{std::move(action), std::move(publication.mapped())};
  }
  if (troubles_.empty()) return std::nullopt;
  const auto trouble = troubles_.extract(troubles_.begin());
  return Call{call_of(trouble.key(), trouble.mapped()), {}};
}

void ScriptQueue::step(Turn& turn) {
  if (running_) return;
  running_ = next_call();
  if (!running_) return;
  running_->action.id = ++turn.last_id;
  running_->action.path = scripts(*running_).at(running_->next);
  running_->action.time_limit = policy_.time_limit;
  turn.actions.emplace_back(running_->action);
}

bool ScriptQueue::ended(const ScriptEnded& answer, Turn& turn) {
  if (!running_ || running_->action.id != answer.id) return false;
  if (!answer.why_not.empty())
    turn.say(log::Level::warning, running_->action.path + ' ' + answer.why_not);
  if (++running_->next < scripts(*running_).size()) {
    running_->action.id = ++turn.last_id;
    running_->action.path = scripts(*running_).at(running_->next);
    turn.actions.emplace_back(running_->action);
    return true;
  }
  // The next start need not tell of it again.
  turn.must_save = turn.must_save || running_->about;
  running_.reset();
  return true;
}

std::vector<Publication> ScriptQueue::due() const {
  std::vector<Publication> all;
  if (running_ && running_->about) {
    const auto& about = *running_->about;
    // A newer change of the same RRset tells what this one would.
    if (!changes_.contains({about.zone, about.key})) all.push_back(about);
  }
  for (const auto& key : order_) all.push_back(changes_.at(key));
  return all;
}

}  // namespace nsfollow::core
