// bench_fanout VIEWERS SECONDS KBPS[@FPS] PID whip WHIP_URL WHIP_TOKEN WHEP_URL WHEP_TOKEN
// bench_fanout VIEWERS SECONDS KBPS[@FPS] PID janus URL
//
// One publisher and that many viewers at a server in a process of its own, whose process id is PID.
// KBPS is of the picture, of 30 frames a second unless said otherwise; 0 is a class of sound alone.
// Says "measuring" when it begins to, then one JSON line: CPU of the whole process per delivered
// packet, how late packets are, what is lost.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/process_cost.h"
#include "tests/bench/swarm.h"

namespace {

using namespace lsl;
using namespace lsl::bench;

/// "2500" or "100@5": kilobits a second of the picture, and how many frames they are.
void read_rate(const std::string& text, Traffic& traffic) {
    traffic.kbps = static_cast<std::size_t>(std::atoi(text.c_str()));
    const std::size_t at = text.find('@');
    if (at == std::string::npos) return;
    traffic.frames_per_second = static_cast<std::size_t>(std::atoi(text.c_str() + at + 1));
}

int fail(const Error& error) {
    std::fprintf(stderr, "bench_fanout: %s %s\n", error.message.c_str(), error.detail.c_str());
    return 1;
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments(words + 1, words + count);
    if (arguments.size() < 6 || (arguments[4] == "whip" && arguments.size() != 9)) {
        std::fprintf(stderr, "see the head of fanout_bench.cpp for the arguments\n");
        return 2;
    }
    raise_file_limit();
    Traffic traffic;
    traffic.viewers = static_cast<std::size_t>(std::atoi(arguments[0].c_str()));
    traffic.seconds = std::atof(arguments[1].c_str());
    read_rate(arguments[2], traffic);
    const std::string& pid = arguments[3];
    const auto forwarder =
        arguments[4] == "whip"
            ? make_whip_whep({arguments[5], arguments[6], arguments[7], arguments[8]})
            : make_janus(arguments[5]);
    Swarm swarm(*forwarder, traffic);
    if (const auto connected = swarm.connect(); !connected) return fail(connected.error());
    swarm.warm_up(2);
    std::printf("measuring\n");
    std::fflush(stdout);
    const double cpu_before = process_cpu_seconds(pid);
    Measured measured = swarm.measure();
    const double cpu = process_cpu_seconds(pid) - cpu_before;

    std::vector<double>& sound = measured.sound_delays_us;
    std::sort(sound.begin(), sound.end());
    std::vector<double>& delays = traffic.kbps > 0 ? measured.delays_us : sound;
    std::sort(delays.begin(), delays.end());
    const auto delivered = static_cast<double>(std::max<std::int64_t>(measured.delivered, 1));
    const auto expected = static_cast<double>(std::max<std::int64_t>(measured.expected, 1));
    std::printf(
        "{\"viewers\":%zu,\"kbps\":%zu,\"seconds\":%.2f,\"packets_per_second\":%.0f,"
        "\"cpu_share\":%.3f,\"cpu_us_per_packet\":%.3f,\"viewers_per_core\":%.0f,"
        "\"delay_p50_ms\":%.2f,\"delay_p95_ms\":%.2f,\"delay_p99_ms\":%.2f,\"delay_max_ms\":%.2f,"
        "\"sound_delay_p95_ms\":%.2f,\"delay_samples\":%zu,\"lost\":%lld,\"loss_percent\":%.4f,"
        "\"gaps\":%lld,\"late\":%lld,"
        "\"undecryptable\":%lld,\"broken\":%lld,\"publisher_late_ms_p95\":%.2f}\n",
        traffic.viewers, traffic.kbps, measured.seconds, delivered / measured.seconds,
        cpu / measured.seconds, cpu * 1e6 / delivered,
        static_cast<double>(traffic.viewers) * measured.seconds / cpu,
        quantile_of(delays, 0.5) / 1e3, quantile_of(delays, 0.95) / 1e3,
        quantile_of(delays, 0.99) / 1e3, quantile_of(delays, 1) / 1e3,
        quantile_of(sound, 0.95) / 1e3, delays.size(),
        static_cast<long long>(measured.expected - measured.delivered),
        100.0 * (1.0 - delivered / expected), static_cast<long long>(measured.gaps),
        static_cast<long long>(measured.late), static_cast<long long>(measured.undecryptable),
        static_cast<long long>(measured.broken), measured.publisher_late_ms_p95);
    return 0;
}
