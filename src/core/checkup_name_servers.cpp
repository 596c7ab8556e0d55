// SPDX-License-Identifier: MIT
#include "core/checkup_name_servers.h"
#include <utility>
#include "core/checkup_words.h"

namespace nsfollow::core {

namespace {

// RFC 1982 3.2: how far `serial` is behind; negative when it is ahead.
std::int32_t behind(std::uint32_t primary, std::uint32_t serial) {
  return static_cast<std::int32_t>(primary - serial);
}

std::string in_brackets(const std::string& text) { return text.empty() ? "" : " (" + text + ')'; }

}  // namespace

void CheckupNameServers::begin(const DnsName& zone, const std::set<DnsName>& names, Soa soa,
                               std::string asked, ExchangeId& last_id,
                               std::vector<Action>& actions) {
  zone_ = zone;
  names_ = names;
  soa_ = std::move(soa);
  asked_ = std::move(asked);
  auto all = names_;
  if (soa_.primary) all.insert(*soa_.primary);
  for (const auto& name : all) {
    AskNameServer question{
        .id = ++last_id, .server = {name.to_text(), 53}, .keys = {{zone_, RrType::soa}}};
    waiting_.emplace(question.id, name);
    actions.emplace_back(std::move(question));
  }
}

bool CheckupNameServers::hear(const NameServerTold& answer) {
  const auto found = waiting_.find(answer.id);
  if (found == waiting_.end()) return false;
  const auto name = found->second;
  waiting_.erase(found);
  const bool answered = answer.reply.outcome == Outcome::done && find_soa(answer.found, zone_);
  if (answered && soa_.primary == name) primary_at_ = answer.reply.peer;
  if (names_.contains(name)) findings_.insert_or_assign(name, judge(name, answer));
  return true;
}

Finding CheckupNameServers::judge(const DnsName& subject, const NameServerTold& answer) const {
  using Verdict = Finding::Verdict;
  Finding finding{Finding::Topic::name_server, Verdict::warning, subject.to_text(), {}};
  const auto& reply = answer.reply;
  const auto at = in_brackets(reply.peer);
  if (reply.outcome != Outcome::done) {
    const bool is_unknown = reply.outcome == Outcome::unresolved;
    const bool is_mute = is_of_the_path(reply.outcome);
    finding.sentence = is_unknown ? "has no address that could be found"
                                  : (is_mute ? "does not answer" : "does not serve the zone") + at;
    const auto detail = checkup_words::without_question(reply.detail, {zone_, RrType::soa});
    const auto name = finding.subject + ": ";
    if (!detail.empty())
      finding.sentence += ": " + (detail.starts_with(name) ? detail.substr(name.size()) : detail);
    finding.advice = (is_mute      ? "is it running?  Else"
                      : is_unknown ? "give it an address, or"
                                   : "give it the zone, or") +
                     std::string{" take it out of the zone's NS records"};
    return finding;
  }
  const auto soa = find_soa(answer.found, zone_);
  if (!soa) {
    finding.sentence = "does not serve the zone" + at;
    finding.advice = "give it the zone, or take it out of the zone's NS records";
    return finding;
  }
  const auto serial = std::to_string(soa->serial), ours = std::to_string(soa_.serial);
  const auto lag = behind(soa_.serial, soa->serial);
  if (lag > 0) {
    finding.sentence = "is behind" + at + ": it has serial " + serial + ", and the primary " + ours;
    finding.advice = "is it told of changes (NOTIFY), and may it transfer the zone?";
  } else if (lag < 0) {
    finding.sentence = "is ahead" + at + ": it has serial " + serial + ", and this server " + ours;
    finding.advice = "this server may be a secondary: \"server\" should name the primary";
  } else {
    finding.verdict = Verdict::ok;
    finding.sentence = "serves serial " + serial + at;
  }
  return finding;
}

void CheckupNameServers::give_up(std::vector<Action>& actions) {
  for (const auto& [id, name] : waiting_) {
    actions.emplace_back(Abandon{id});
    if (names_.contains(name))
      findings_.insert_or_assign(
          name, Finding{Finding::Topic::name_server, Finding::Verdict::warning, name.to_text(),
                        "has not answered in time", "is it running?"});
  }
  waiting_.clear();
}

std::vector<Finding> CheckupNameServers::take_findings() {
  std::vector<Finding> all;
  for (auto& [name, finding] : findings_) all.push_back(std::move(finding));
  findings_.clear();
  return all;
}

std::string CheckupNameServers::other_primary() const {
  if (!soa_.primary || primary_at_.empty() || asked_.empty() || primary_at_ == asked_) return {};
  return soa_.primary->to_text() + " (" + primary_at_ + ')';
}

}  // namespace nsfollow::core
