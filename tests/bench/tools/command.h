// SPDX-License-Identifier: MIT
// The subcommands of bench_tool.  Each takes its words, prints plain columns and returns the exit
// code: 0 done, 1 wrong use, 2 the wait was in vain.
#pragma once
#include <span>
#include <string>

namespace nsfollow::bench {

using Words = std::span<char* const>;

int latency(Words words);  // isolated changes: microseconds until accepted, updates
int storm(Words words);    // many changes: updates, milliseconds until right
int watch(Words words);    // one change: updates of each zone, when the last was accepted
int relay(Words words);    // a longer path for UDP
int trigger(Words words);  // changes that nobody heeds until a program says so
int ready(Words words);    // updates by an nsupdate that reads from a pipe
int await(Words words);    // asks a server until its answer is the wanted one
int cost(Words words);     // wall time, processor time and peak memory of one process

// A whole number; anything else ends the program with a message.
long number(const char* word);

}  // namespace nsfollow::bench
