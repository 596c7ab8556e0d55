// SPDX-License-Identifier: MIT
#include "core/checkup.h"
#include <algorithm>
#include <utility>
#include "base/overload.h"
#include "core/named_server.h"

namespace nsfollow::core {

namespace {

using namespace std::chrono_literals;

constexpr Duration patience_for_primaries = 10s;

Examined without_server(const Zone& zone, std::string why_not) {
  Examined result{.zone = zone.label(), .zone_name = zone.name, .server = {}};
  if (!why_not.empty()) why_not = " (" + why_not + ')';
  result.findings.push_back({Finding::Topic::server,
                             Finding::Verdict::unreachable,
                             {},
                             "its primary could not be found" + why_not,
                             "let \"server\" name it, or look at this machine's resolver"});
  return result;
}

}  // namespace

Checkup::Checkup(Policy policy, std::map<ZoneLabel, CheckupKey> keys, CheckupMachine machine)
    : policy_(std::move(policy)), keys_(std::move(keys)), machine_(machine) {
  if (machine_.ntp) of_machine_.push_back(checkup_words::ntp(*machine_.ntp));
}

std::vector<Action> Checkup::start(TimePoint now) {
  give_up_at_ = now + patience_for_primaries;
  return {LookAtKernel{}};
}

std::vector<Action> Checkup::on(const Event& event, TimePoint now) {
  std::vector<Action> actions;
  CheckupTurn turn{now, last_id_, actions};
  if (const auto* seen = std::get_if<KernelSeen>(&event))
    begin(seen->seen, turn);
  else if (std::holds_alternative<KernelUnreadable>(event))
    begin(std::nullopt, turn);
  else if (const auto* primary = std::get_if<PrimaryFound>(&event))
    found(*primary, turn);
  else
    hear_answer(event, turn);
  follow_up(turn);
  return actions;
}

void Checkup::begin(const std::optional<Seen>& seen, CheckupTurn& turn) {
  if (std::exchange(begun_, true)) return;
  plan_ = plan_checkup(policy_, seen);
  for (const auto& zone : policy_.zones) {
    if (!zone.servers.empty()) {
      examine(zone, zone.servers, turn);
      continue;
    }
    FindPrimary question{.id = ++last_id_, .zone = zone.name};
    finding_.emplace(question.id, &zone);
    turn.actions.emplace_back(std::move(question));
  }
}

void Checkup::found(const PrimaryFound& answer, CheckupTurn& turn) {
  const auto node = finding_.extract(answer.id);
  if (node.empty()) return;
  const auto& zone = *node.mapped();
  if (answer.primary) return examine(zone, {reached_by(zone.transport, *answer.primary)}, turn);
  without_server_.push_back(without_server(zone, answer.why_not));
}

void Checkup::examine(const Zone& zone, const std::vector<Server>& servers, CheckupTurn& turn) {
  std::vector<Intended> unplaced;
  for (const auto& pointer : plan_.unplaced)
    if (pointer.of_host == zone.label()) unplaced.push_back(pointer.record);
  // The first server that has a zone for them is as good as any.
  for (const auto& server : servers)
    examine(zone, server, plan_.by_zone[zone.label()], std::exchange(unplaced, {}), turn);
}

void Checkup::examine(const Zone& zone, const Server& server, std::vector<Intended> intended,
                      std::vector<Intended> unplaced, CheckupTurn& turn) {
  exams_.emplace_back(CheckupExam::Subject{.zone = zone,
                                           .server = server,
                                           .key = keys_.at(zone.key_label()),
                                           .machine = machine_,
                                           .intended = std::move(intended),
                                           .unplaced = std::move(unplaced)});
  exams_.back().begin(turn);
}

void Checkup::hear_answer(const Event& event, CheckupTurn& turn) {
  const auto tell = [&](const auto& answer) {
    for (auto& exam : exams_)
      if (exam.hear(answer, turn)) return;
  };
  std::visit(Overload{[&](const LookedUp& answer) { tell(answer); },
                      [&](const UpdateAnswered& answer) { tell(answer); },
                      [&](const ZoneFound& answer) { tell(answer); },
                      [&](const NameServerTold& answer) { tell(answer); }, [](const auto&) {}},
             event);
}

void Checkup::follow_up(CheckupTurn& turn) {
  for (auto i = followed_up_; i < exams_.size(); ++i) {
    if (!exams_[i].is_over()) return;
    followed_up_ = i + 1;
    const auto of_host = exams_[i].subject();
    for (const auto& [name, records] : exams_[i].placed()) {
      Zone zone = of_host.zone;
      zone.name = name;
      zone.alias.clear();
      zone.key_of = of_host.zone.key_label();
      examine(zone, of_host.server, records, {}, turn);
    }
  }
}

std::vector<Action> Checkup::tick(TimePoint now) {
  std::vector<Action> actions;
  CheckupTurn turn{now, last_id_, actions};
  if (now >= give_up_at_) {
    for (const auto& [id, zone] : std::exchange(finding_, {})) {
      actions.emplace_back(Abandon{id});
      without_server_.push_back(without_server(*zone, "no answer"));
    }
    begin(std::nullopt, turn);
  }
  for (auto& exam : exams_)
    if (!exam.is_over() && now >= exam.deadline()) exam.give_up(turn);
  follow_up(turn);
  return actions;
}

std::optional<TimePoint> Checkup::next_wakeup() const {
  std::optional<TimePoint> next;
  if (!begun_ || !finding_.empty()) next = give_up_at_;
  for (const auto& exam : exams_)
    if (!exam.is_over()) next = std::min(next.value_or(exam.deadline()), exam.deadline());
  return next;
}

bool Checkup::is_over() const {
  return begun_ && finding_.empty() && std::ranges::all_of(exams_, &CheckupExam::is_over);
}

CheckupReport Checkup::report() const {
  CheckupReport report{of_machine_, without_server_};
  for (const auto& exam : exams_) report.servers.push_back(exam.result());
  return report;
}

}  // namespace nsfollow::core
