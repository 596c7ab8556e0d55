// SPDX-License-Identifier: MIT
#include "uv/process.h"
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include "base/overload.h"

namespace nsfollow::uv {

namespace {

constexpr auto grace = std::chrono::seconds{1};  // from SIGTERM to SIGKILL

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (auto& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

// Not libuv's own pipe for children, which is a socket: a script could not open /dev/stdout.
uv_stdio_container_t give(const Fd& fd) {
  uv_stdio_container_t place{};
  place.flags = fd ? UV_INHERIT_FD : UV_IGNORE;  // UV_IGNORE is /dev/null for the first three
  if (fd) place.data.fd = fd.get();
  return place;
}

std::string to_text(Duration duration) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration);
  if (whole == duration) return std::to_string(whole.count()) + " s";
  const auto parts = std::chrono::duration_cast<std::chrono::milliseconds>(duration);
  return std::to_string(parts.count()) + " ms";
}

}  // namespace

bool Process::Ended::is_success() const {
  const auto* exited = std::get_if<Exited>(&how);
  return exited != nullptr && exited->status == 0;
}

std::string Process::describe(const How& how, const Plan& plan) {
  return std::visit(
      Overload{
          [](const Exited& e) { return "ended with status " + std::to_string(e.status); },
          [](const Signalled& s) { return "was ended by signal " + std::to_string(s.number); },
          [&](const TimedOut&) { return "did not end within " + to_text(plan.longest); },
          [&](const SaidTooMuch&) {
            return "printed more than " + std::to_string(plan.most) + " bytes";
          },
          [](const NotStarted& n) { return "could not be started: " + n.why; },
      },
      how);
}

Fd Process::Ear::open(std::size_t limit) {
  most = limit;
  std::array<int, 2> ends{-1, -1};
  if (limit == 0 || pipe2(ends.data(), O_CLOEXEC) != 0) return Fd{};
  fd = Fd{ends[0]};
  // Ours alone: the program may rely on writes that wait.
  fcntl(fd.get(), F_SETFL, O_NONBLOCK);
  return Fd{ends[1]};
}

bool Process::Ear::take_some() {
  std::array<char, 4096> buffer{};
  const auto length = fd ? ::read(fd.get(), buffer.data(), buffer.size()) : 0;
  if (length < 0 && errno == EAGAIN) return false;
  if (length <= 0) {
    close();
    return false;
  }
  const auto got = static_cast<std::size_t>(length);
  const auto room = most - heard.size();
  heard.append(buffer.data(), std::min(got, room));
  is_over = is_over || got > room;
  return true;
}

void Process::Ear::close() {
  poll.reset();
  fd = Fd{};
}

Process::Process(Loop& loop, const Plan& plan, std::function<void(Ended)> on_ended)
    : state_(new State) {
  auto* state = state_.get();
  state->loop = &loop;
  state->on_ended = std::move(on_ended);
  state->timer.emplace(loop, [state] { time_is_up(*state); });
  const int status = start(*state, plan);
  state->is_running = status == 0;
  if (status != 0) state->how = NotStarted{uv_strerror(status)};
  state->timer->set(state->is_running ? Clock::now() + plan.longest : TimePoint{});
}

int Process::start(State& state, const Plan& plan) {
  auto words = plan.words, environment = plan.environment;
  const auto argv = pointers(words), envp = pointers(environment);
  const Fd out = state.out.open(plan.most), complaint = state.complaint.open(plan.most_complaint);
  if ((plan.most > 0 && !out) || (plan.most_complaint > 0 && !complaint))
    return uv_translate_sys_error(errno);
  std::array<uv_stdio_container_t, 3> stdio{give(Fd{}), give(out), give(complaint)};
  uv_process_options_t options{};
  options.file = argv.front();
  options.args = const_cast<char**>(argv.data());
  options.env = const_cast<char**>(envp.data());
  options.cwd = "/";
  options.flags = UV_PROCESS_DETACHED;
  options.stdio = stdio.data();
  options.stdio_count = static_cast<int>(stdio.size());
  options.exit_cb = [](uv_process_t* handle, std::int64_t status, int signal) noexcept {
    exited(static_cast<State*>(handle->data),
           signal != 0 ? How{Signalled{signal}} : How{Exited{static_cast<int>(status)}});
  };
  state.handle.data = &state;
  // Ours close themselves, but whoever started us may have left some open.  Linux 5.11 or nothing.
  syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  const int status = uv_spawn(state.loop->raw(), &state.handle, &options);
  if (status != 0) return status;
  for (auto* ear : {&state.out, &state.complaint})
    if (ear->fd) ear->poll.emplace(*state.loop, ear->fd.get(), [&state] { hear(state); });
  return 0;
}

// Once each, not until nothing is left: a program that writes faster than we read must not keep
// the loop from everything else.
void Process::hear(State& state) {
  state.complaint.take_some();
  state.out.take_some();
  if (state.out.is_over && !state.how) end(state, SaidTooMuch{});
}

void Process::end(State& state, How how) {
  state.how = std::move(how);
  state.out.close();
  kill(-state.handle.pid, SIGTERM);
  state.timer->set(Clock::now() + grace);
}

void Process::time_is_up(State& state) {
  if (!state.is_running)
    tell(state);
  else if (state.how)
    kill(-state.handle.pid, SIGKILL);
  else
    end(state, TimedOut{});
}

void Process::exited(State* state, How how) {
  state->is_running = false;
  kill(-state->handle.pid, SIGKILL);  // what it left behind
  if (!state->is_wanted) {
    state->loop->forget_ending();
    CloseHandle{}(state);
    return;
  }
  // Nobody waits for the end of the file: a child of the child may hold the pipe open.
  for (auto* ear : {&state->out, &state->complaint})
    while (!ear->is_over && ear->take_some()) {
    }
  if (state->out.is_over && !state->how) state->how = SaidTooMuch{};
  if (!state->how) state->how = std::move(how);
  tell(*state);
}

void Process::tell(State& state) {
  state.timer.reset();  // even an alarm that is not set keeps the loop
  state.out.close();
  state.complaint.close();
  const auto on_ended = std::move(state.on_ended);
  on_ended({std::move(*state.how), std::move(state.out.heard), std::move(state.complaint.heard)});
}

// libuv forgets a process whose handle is closed, and nobody would ever wait for it: it would stay
// a zombie.  So the handle lives until the kernel has reported the end.
void Process::Kill::operator()(State* state) const noexcept {
  state->is_wanted = false;
  state->out.close();
  state->complaint.close();
  state->timer.reset();
  if (!state->is_running) return CloseHandle{}(state);
  kill(-state->handle.pid, SIGKILL);
  state->loop->note_ending();
}

}  // namespace nsfollow::uv
