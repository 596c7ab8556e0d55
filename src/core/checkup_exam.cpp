// SPDX-License-Identifier: MIT
// The order of an examination, and all that comes after server, key and zone are known.
#include "core/checkup_exam.h"
#include <algorithm>
#include <utility>
#include "core/changes.h"

namespace nsfollow::core {

namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 25s;            // for one examination
constexpr std::size_t most_at_once = 8;       // exchanges
constexpr std::size_t most_comparisons = 16;  // names that were refused
constexpr RrType dname{39};                   // RFC 6672

// The names between this one and the apex, which is one of them: what a DNAME there would move.
std::vector<DnsName> names_above(const DnsName& name, const DnsName& apex) {
  std::vector<DnsName> all;
  for (auto text = name.to_text(); text != apex.to_text();) {
    const auto dot = text.find('.');
    if (dot == std::string::npos) break;
    text.erase(0, dot + 1);
    const auto above = DnsName::parse(text);
    if (!above || !above->is_within(apex)) break;
    all.push_back(*above);
  }
  return all;
}

Rdata made_up(RrType type) {
  if (type == RrType::a) return rdata_of(*IpAddress::parse("192.0.2.1"));
  if (type == RrType::aaaa) return rdata_of(*IpAddress::parse("2001:db8::1"));
  return Rdata("\x08nsfollow", 9);  // one text
}

}  // namespace

ZoneLabel with_algorithm(const ZoneLabel& key, TsigAlgorithm algorithm) {
  return key + '\n' + std::string{describe(algorithm)};  // no label has a newline
}

CheckupExam::CheckupExam(Subject subject)
    : subject_(std::move(subject)),
      result_{.zone = subject_.zone.label(),
              .zone_name = subject_.zone.name,
              .server = subject_.server} {
  for (const auto& record : subject_.intended) records_.push_back({record});
}

void CheckupExam::begin(CheckupTurn& turn) {
  deadline_ = turn.now + patience;
  put({Step::question});
  pump(turn);
}

void CheckupExam::pump(CheckupTurn& turn) {
  do {
    while (!waiting_.empty() && running_.size() < most_at_once) {
      const auto task = waiting_.front();
      waiting_.pop_front();
      start(task, turn);
    }
  } while (running_.empty() && phase_ != Phase::over && next_phase(turn));
}

// True when there may be something to do in it.
bool CheckupExam::next_phase(CheckupTurn& turn) {
  switch (phase_) {
    case Phase::meeting:
      end_meeting();
      if (!has_zone_) break;
      phase_ = Phase::reading;
      if (!records_.empty()) put({Step::read_all});
      return true;
    case Phase::reading:
      phase_ = Phase::trying;
      if (rights_ && rights_->outcome == Outcome::done) try_next(0);
      return true;
    case Phase::trying:
      phase_ = Phase::comparing;
      compare_types();
      return true;
    case Phase::comparing:
      phase_ = Phase::placing;
      for (std::size_t i = 0; i < subject_.unplaced.size(); ++i) put({Step::place, i});
      return true;
    case Phase::placing:
    case Phase::over:
      break;
  }
  phase_ = Phase::over;
  if (name_servers_.is_over()) conclude(turn);
  return false;
}

Order CheckupExam::order(CheckupTurn& turn) const {
  return {.id = ++turn.last_id,
          .zone = subject_.zone.key_label(),
          .zone_name = subject_.zone.name,
          .server = subject_.server,
          .transport = subject_.zone.transport,
          .fudge = subject_.zone.fudge,
          .clock = clock_};
}

void CheckupExam::start(const Task& task, CheckupTurn& turn) {
  auto next = order(turn);
  running_.emplace(next.id, task);
  const bool is_update = task.step == Step::rights || task.step == Step::try_some ||
                         task.step == Step::try_one || task.step == Step::try_other;
  turn.actions.push_back(is_update ? attempt(task, std::move(next)) : ask(task, std::move(next)));
}

Action CheckupExam::ask(const Task& task, Order order) const {
  const RrsetKey soa{subject_.zone.name, RrType::soa};
  switch (task.step) {
    case Step::echo:
      // Another time, yet one that any server accepts which has accepted ours.
      order.clock = ServerClock{sample_->local - 20s, sample_->server.at};
      return LookUp{std::move(order), {soa}};
    case Step::search:
      search_->dress(order);
      return LookUp{std::move(order), {soa}};
    case Step::algorithm:
      order.zone = with_algorithm(order.zone, all_tsig_algorithms[task.index]);
      order.fudge = ClockSearch::widest;
      return LookUp{std::move(order), {soa}};
    case Step::served:
      return AskNameServer{.id = order.id, .server = order.server, .keys = {soa}};
    case Step::apex:
      return FindZone{std::move(order), subject_.zone.name};
    case Step::place:
      return FindZone{std::move(order), subject_.unplaced[task.index].key.owner};
    case Step::read_all:
    case Step::read_one:
      return LookUp{std::move(order), keys_to_read(task)};
    case Step::question:
    case Step::rights:
    case Step::try_some:
    case Step::try_one:
    case Step::try_other:
      break;
  }
  return LookUp{std::move(order), {soa, {subject_.zone.name, RrType::ns}}};
}

Action CheckupExam::attempt(const Task& task, Order order) const {
  return TryUpdate{std::move(order),
                   task.step == Step::rights ? std::vector<Change>{} : changes(task)};
}

std::optional<CheckupExam::Task> CheckupExam::take(ExchangeId id) {
  const auto node = running_.extract(id);
  return node.empty() ? std::nullopt : std::optional{node.mapped()};
}

bool CheckupExam::hear(const LookedUp& answer, CheckupTurn& turn) {
  const auto task = take(answer.id);
  if (!task) return false;
  if (phase_ == Phase::meeting)
    met(*task, answer, turn);
  else
    read(*task, answer);
  pump(turn);
  return true;
}

bool CheckupExam::hear(const UpdateAnswered& answer, CheckupTurn& turn) {
  const auto task = take(answer.id);
  if (!task) return false;
  if (task->step == Step::rights)
    rights_ = answer.reply;
  else
    tried(*task, answer.reply);
  pump(turn);
  return true;
}

bool CheckupExam::hear(const ZoneFound& answer, CheckupTurn& turn) {
  const auto task = take(answer.id);
  if (!task) return false;
  if (task->step == Step::apex)
    say(checkup_words::no_such_zone(subject_.zone.name, answer.zone));
  else if (const auto& record = subject_.unplaced[task->index]; answer.zone)
    placed_[*answer.zone].push_back(record);
  else
    say({Finding::Topic::record, Finding::Verdict::warning, describe(record.key),
         "has no zone at this server, and none in the configuration",
         "who has the reverse zone of this address?  Name it in the configuration, or leave "
         "\"reverse\" out"});
  pump(turn);
  return true;
}

bool CheckupExam::hear(const NameServerTold& answer, CheckupTurn& turn) {
  if (name_servers_.hear(answer)) {
    if (is_over()) conclude(turn);
    return true;
  }
  const auto task = take(answer.id);
  if (!task) return false;
  served(answer);
  pump(turn);
  return true;
}

std::vector<RrsetKey> CheckupExam::keys_to_read(const Task& task) const {
  std::set<RrsetKey> keys;
  const auto add = [&](const RrsetKey& key) {
    keys.insert(key);
    keys.insert({key.owner, RrType::cname});
    for (auto& above : names_above(key.owner, subject_.zone.name)) keys.insert({above, dname});
  };
  if (task.step == Step::read_one) add(records_[task.index].record.key);
  if (task.step == Step::read_all)
    for (const auto& record : records_) add(record.record.key);
  return {keys.begin(), keys.end()};
}

void CheckupExam::read(const Task& task, const LookedUp& answer) {
  if (answer.reply.outcome != Outcome::done) {
    // One name that lies in another zone does not keep the others from being read.
    if (task.step == Step::read_all)
      for (std::size_t i = 0; i < records_.size(); ++i) put({Step::read_one, i});
    else
      records_[task.index].not_read = answer.reply;
    return;
  }
  const auto holds = [&](const RrsetKey& key) {
    const auto found = answer.found.find(key);
    return found != answer.found.end() && !found->second.empty();
  };
  for (std::size_t i = 0; i < records_.size(); ++i) {
    auto& one = records_[i];
    const auto& key = one.record.key;
    const auto found = answer.found.find(key);
    if (found == answer.found.end() || (task.step == Step::read_one && i != task.index)) continue;
    one.found = found->second;
    one.is_alias = key.type != RrType::cname &&
                   (holds({key.owner, RrType::cname}) || answer.aliases.contains(key));
    for (auto& above : names_above(key.owner, subject_.zone.name))
      if (holds({above, dname})) one.alias_above = above;
  }
}

std::vector<Change> CheckupExam::changes(const Task& task) const {
  if (task.step == Step::try_other)
    return {{{records_[task.index].record.key.owner, task.type}, {}, {300s, {made_up(task.type)}}}};
  std::vector<Change> all;
  for (std::size_t i = task.index; i < task.index + task.count; ++i) {
    const auto& one = records_[i];
    auto to = one.record.to;
    if (one.found && one.record.beside_others)
      to.records.insert(one.found->records.begin(), one.found->records.end());
    all.push_back({one.record.key, one.found.value_or(to), std::move(to)});
  }
  return all;
}

// As many as fit into one message, from this record on.
void CheckupExam::try_next(std::size_t from) {
  if (from >= records_.size()) return;
  const auto rest = records_.size() - from;
  const auto fitting = first_message(changes({Step::try_some, from, rest})).size();
  put({Step::try_some, from, fitting});
}

void CheckupExam::tried(const Task& task, const Reply& reply) {
  if (task.step == Step::try_other) {
    if (reply.outcome == Outcome::guard_failed) records_[task.index].may_instead = task.type;
    return;
  }
  const bool is_clear = task.count == 1 || reply.outcome == Outcome::guard_failed ||
                        reply.outcome == Outcome::done || is_of_the_path(reply.outcome);
  for (std::size_t i = task.index; i < task.index + task.count; ++i) {
    if (is_clear)
      records_[i].reply = reply;
    else
      put({Step::try_one, i});
  }
  if (task.step == Step::try_some) try_next(task.index + task.count);
}

// Where a record was refused: would another type be allowed at its name?
void CheckupExam::compare_types() {
  std::map<DnsName, std::map<RrType, bool>> known;
  for (const auto& one : records_)
    if (one.reply)
      known[one.record.key.owner][one.record.key.type] =
          one.reply->outcome == Outcome::guard_failed;
  std::size_t comparisons = 0;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    auto& one = records_[i];
    if (!one.reply || !checkup_words::is_refusal(one.reply->outcome)) continue;
    const auto& types = known[one.record.key.owner];
    const auto allowed = std::ranges::find_if(types, [](const auto& type) { return type.second; });
    if (allowed != types.end()) {
      one.may_instead = allowed->first;
      continue;
    }
    if (++comparisons > most_comparisons) break;
    for (const auto type : {RrType::a, RrType::aaaa, RrType::txt})
      if (!types.contains(type)) put({Step::try_other, i, 1, type});
  }
}

void CheckupExam::conclude(CheckupTurn&) {
  circumstances_.other_primary = name_servers_.other_primary();
  const bool may = rights_ && rights_->outcome == Outcome::done;
  if (rights_) say(checkup_words::rights(*rights_, subject_.key, circumstances_));
  for (const auto& one : records_)
    if (has_zone_ && (may || one.is_alias || one.alias_above))
      say(checkup_words::record(one, circumstances_));
  for (auto& finding : name_servers_.take_findings()) say(std::move(finding));
}

void CheckupExam::give_up(CheckupTurn& turn) {
  for (const auto& [id, task] : running_) turn.actions.emplace_back(Abandon{id});
  running_.clear();
  waiting_.clear();
  name_servers_.give_up(turn.actions);
  if (phase_ != Phase::over)
    say({Finding::Topic::server,
         Finding::Verdict::unreachable,
         {},
         "has not answered everything in time",
         "is it slow, or are packets lost on the way?"});
  phase_ = Phase::over;
  conclude(turn);
}

}  // namespace nsfollow::core
