#include "tests/media/fake_time.h"

#include <atomic>
#include <ctime>

#include <sys/time.h>

namespace {

constexpr long kEpochSeconds = 1'700'000'000;
std::atomic<long long> fake_us{-1};

}  // namespace

namespace lsl::test {

void set_fake_time(std::optional<MonoTime> time) { fake_us = time ? time->us : -1; }

}  // namespace lsl::test

// Comes before libc's in the order of symbol lookup.
extern "C" int gettimeofday(timeval* time, void*) noexcept {
    const long long us = fake_us;
    if (us >= 0) {
        time->tv_sec = kEpochSeconds + static_cast<long>(us / 1'000'000);
        time->tv_usec = static_cast<long>(us % 1'000'000);
        return 0;
    }
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}
