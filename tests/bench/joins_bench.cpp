// bench_joins WATCHING JOINS SECONDS KBPS PID WHIP_URL WHIP_TOKEN WHEP_URL WHEP_TOKEN
//
// So many watch a class at a server in a process of its own, whose process id is PID, while so many
// more join within these seconds. Says "measuring" when they begin to, then one JSON line: how long
// joining takes, what those who watched lost meanwhile, how often the publisher was asked for a key
// frame, and what each newcomer takes of the server's memory.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/newcomers.h"
#include "tests/bench/process_cost.h"
#include "tests/bench/swarm.h"

namespace {

using namespace lsl;
using namespace lsl::bench;

/// Until the server's log of the class is full, which is one log however many watch.
constexpr double fill_log_seconds = 16;

int fail(const Error& error) {
    std::fprintf(stderr, "bench_joins: %s %s\n", error.message.c_str(), error.detail.c_str());
    return 1;
}

struct Cost {
    double cpu_seconds = 0;
    double kb_per_join = 0;
};

void print(const Traffic& traffic, std::size_t joins, Joined& joined, const Cost& cost) {
    std::vector<double>& times = joined.joins_ms;
    std::sort(times.begin(), times.end());
    const Measured& watched = joined.watched;
    std::printf(
        "{\"watching\":%zu,\"kbps\":%zu,\"joins\":%zu,\"seconds\":%.2f,\"cpu_share\":%.3f,"
        "\"join_p50_ms\":%.1f,\"join_p95_ms\":%.1f,\"join_max_ms\":%.1f,\"missing\":%zu,"
        "\"lost\":%lld,\"gaps\":%lld,\"late\":%lld,\"key_frame_requests\":%lld,"
        "\"kb_per_viewer\":%.1f,\"publisher_late_ms_p95\":%.2f}\n",
        traffic.viewers, traffic.kbps, joins, watched.seconds, cost.cpu_seconds / watched.seconds,
        quantile_of(times, 0.5), quantile_of(times, 0.95), quantile_of(times, 1), joined.missing,
        static_cast<long long>(watched.expected - watched.delivered),
        static_cast<long long>(watched.gaps), static_cast<long long>(watched.late),
        static_cast<long long>(joined.key_frame_requests), cost.kb_per_join,
        watched.publisher_late_ms_p95);
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments(words + 1, words + count);
    if (arguments.size() != 9) {
        std::fprintf(stderr, "see the head of joins_bench.cpp for the arguments\n");
        return 2;
    }
    raise_file_limit();
    Traffic traffic;
    traffic.viewers = static_cast<std::size_t>(std::atoi(arguments[0].c_str()));
    const auto joins = static_cast<std::size_t>(std::atoi(arguments[1].c_str()));
    traffic.seconds = std::atof(arguments[2].c_str());
    traffic.kbps = static_cast<std::size_t>(std::atoi(arguments[3].c_str()));
    const std::string& pid = arguments[4];
    const auto forwarder = make_whip_whep({arguments[5], arguments[6], arguments[7], arguments[8]});
    Swarm swarm(*forwarder, traffic);
    const SystemClock clock;
    Newcomers newcomers(*forwarder, swarm.dtls(), clock, joins, traffic.seconds);
    if (const auto connected = swarm.connect(); !connected) return fail(connected.error());
    swarm.warm_up(fill_log_seconds);
    std::printf("measuring\n");
    std::fflush(stdout);
    const double kb_before = process_resident_kb(pid);
    const double cpu_before = process_cpu_seconds(pid);
    auto joined = swarm.measure_joins(newcomers);
    if (!joined) return fail(joined.error());
    const Cost cost{process_cpu_seconds(pid) - cpu_before,
                    (process_resident_kb(pid) - kb_before) / static_cast<double>(joins)};
    print(traffic, joins, *joined, cost);
    return 0;
}
