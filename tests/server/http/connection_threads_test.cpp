#include "server/http/edge/connections/connection_threads.h"

#include <future>
#include <new>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lsl::http {
namespace {

/// In a process that may have no further thread (of an ordinary user: root has no such limit).
[[noreturn]] void ask_for_a_thread_where_there_is_none() {
    constexpr uid_t nobody_else = 54'321;
    if (geteuid() == 0 && setresuid(nobody_else, nobody_else, nobody_else) != 0) _exit(3);
    const rlimit one{1, 1};
    if (setrlimit(RLIMIT_NPROC, &one) != 0) _exit(4);
    ConnectionThreads threads(10);
    const bool taken = threads.run([] {});
    _exit(taken ? 5 : 0);
}

TEST(ConnectionThreadsDeathTest, WithoutAFurtherThreadTheWorkIsRefusedAndTheServerLives) {
    EXPECT_EXIT(ask_for_a_thread_where_there_is_none(), ::testing::ExitedWithCode(0), "");
}

TEST(ConnectionThreads, WhatOneConnectionThrowsIsNotTheOthersFault) {
    ConnectionThreads threads(1);
    EXPECT_TRUE(threads.run([] { throw std::bad_alloc(); }));
    std::promise<void> served;
    // The one thread is free again, or about to be.
    while (!threads.run([&] { served.set_value(); })) std::this_thread::yield();
    EXPECT_EQ(served.get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
}

}  // namespace
}  // namespace lsl::http
