// bench_engine VIEWERS SECONDS KBPS
//
// One publisher and that many viewers at the sans-IO engine in this very process: what a delivered
// packet costs without sockets and without the kernel, in CPU time of the calls into the engine.
// Prints one JSON line. Viewers neither decrypt nor answer, so nothing else is measured.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tests/media/media_world.h"

namespace {

using namespace lsl;
using namespace std::chrono_literals;

/// Of this thread, user and system together.
double cpu_us() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

struct Cost {
    double us = 0;
    std::int64_t packets = 0;
};

/// Lets the engine send what it has; the datagrams go nowhere.
void drain(media::Engine& engine, MonoTime now, Cost& cost) {
    for (bool more = true; more;) {
        const auto output = engine.poll(now);
        cost.packets += static_cast<std::int64_t>(output.outbox->datagrams().size());
        more = output.more;
    }
}

Cost film(test::MediaWorld& world, test::RtcClient& publisher, double seconds, std::size_t kbps) {
    constexpr int kFramesPerSecond = 30;
    constexpr int kKeyFrameEvery = 60;
    media::Engine& engine = world.engine();
    const media::Address from = world.address_of(&publisher);
    const std::size_t frame_bytes = kbps * 1000 / 8 / kFramesPerSecond;
    MonoTime now = world.now();
    Cost cost;
    const int frames = static_cast<int>(seconds * kFramesPerSecond);
    for (int frame = 0; frame < frames; ++frame) {
        const bool key = frame % kKeyFrameEvery == 0;
        publisher.send_frame(key ? 4 * frame_bytes : frame_bytes, key, now, 1180);
        publisher.send_audio(now);
        std::vector<std::vector<std::byte>> datagrams = publisher.take();
        const double before = cpu_us();
        for (auto& datagram : datagrams) engine.handle(from, datagram, now);
        drain(engine, now, cost);
        // What was paced leaves until the next frame.
        for (int tick = 0; tick < 16; ++tick) {
            now = now + 2ms;
            drain(engine, now, cost);
        }
        cost.us += cpu_us() - before;
        now = now + 1333us;
    }
    return cost;
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
        std::fprintf(stderr, "bench_engine VIEWERS SECONDS KBPS\n");
        return 2;
    }
    const int viewers = std::atoi(words[1]);
    const double seconds = std::atof(words[2]);
    const auto kbps = static_cast<std::size_t>(std::atoi(words[3]));

    test::MediaWorld world;
    test::RtcClient* publisher = world.publish("class");
    for (int i = 0; i < viewers; ++i) world.watch("class", {.decrypts = false});
    world.connect_all();
    const Cost cost = film(world, *publisher, seconds, kbps);
    std::printf("{\"viewers\":%d,\"kbps\":%zu,\"packets\":%lld,\"cpu_us_per_packet\":%.3f}\n",
                viewers, kbps, static_cast<long long>(cost.packets),
                cost.us / static_cast<double>(std::max<std::int64_t>(cost.packets, 1)));
    return 0;
}
