// control_costs [MBIT]: one viewer of a class, or a stranger, floods the engine with one kind of
// control packet at that many Mbit/s (10). Prints what each kind costs the media thread.

#include <time.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "tests/attacks/media/crafted_control.h"
#include "tests/media/fake_time.h"
#include "tests/media/media_world.h"

namespace lsl::test {
namespace {

using namespace media;

constexpr auto kSpan = 1s;
using Datagrams = std::vector<std::vector<std::byte>>;

struct Flood {
    std::string name;
    bool connected = true;  ///< the attacker's handshake is over
    std::function<std::vector<std::byte>(RtcClient& attacker, unsigned number)> make;
    bool stranger = false;  ///< it comes from an address of its own
};

std::vector<std::byte> check(const RtcClient& client, std::string_view password, unsigned number) {
    const SdpMedia& media = client.answer().media.front();
    const std::string username = media.ice_ufrag + ":" + client.options().ufrag;
    BindingRequest request;
    store32(request.transaction.data(), number);
    request.username = username;
    request.password = password;
    request.priority = 1;
    request.use_candidate = true;
    std::vector<std::byte> bytes(256);
    bytes.resize(write_binding_request(bytes, request));
    return bytes;
}

/// With as many attributes that mean nothing as one datagram takes.
std::vector<std::byte> long_check(const RtcClient& client, unsigned number) {
    std::vector<std::byte> bytes = check(client, "wrong-wrong-wrong-wrong", number);
    constexpr std::size_t size = 1'200;
    const std::size_t extra = size - bytes.size();
    std::vector<std::byte> filler(extra);
    for (std::size_t at = 0; at + 4 <= extra; at += 4) store16(filler.data() + at, 0xc001);
    bytes.insert(bytes.begin() + 20, filler.begin(), filler.end());
    bytes.resize(bytes.size() - 8);  // FINGERPRINT
    store16(bytes.data() + 2, static_cast<unsigned>(bytes.size() - 20));
    return bytes;
}

std::vector<std::byte> records(unsigned type, unsigned epoch, std::size_t body, unsigned number) {
    std::vector<std::byte> all;
    for (unsigned i = 0; all.size() + 13 + body <= 1'200; ++i) {
        std::vector<std::byte> one(13 + body);
        store8(one.data(), type);
        store16(one.data() + 1, 0xfefd);
        store16(one.data() + 3, epoch);
        store32(one.data() + 7, number * 100 + i);
        store16(one.data() + 11, static_cast<unsigned>(body));
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

std::vector<Flood> floods() {
    std::vector<Flood> all;
    const std::size_t kinds = crafted_compounds(0, 0, 0).size();
    for (std::size_t i = 0; i < kinds; ++i) {
        all.push_back(
            {crafted_compounds(0, 0, 0)[i].name, true, [i](RtcClient& attacker, unsigned) {
                 const auto& kept = attacker.kept();
                 std::uint16_t newest = 0;
                 for (const KeptPacket& packet : kept) {
                     if (packet.header.ssrc != attacker.remote_video_ssrc()) continue;
                     newest = packet.header.sequence;
                 }
                 const auto made = crafted_compounds(attacker.remote_video_ssrc(), newest,
                                                     static_cast<std::uint16_t>(kept.size()));
                 return attacker.sealed_control(made[i].bytes);
             }});
    }
    all.push_back({"stun, authentic", true, [](RtcClient& attacker, unsigned number) {
                       return check(attacker, attacker.answer().media.front().ice_pwd, number);
                   }});
    all.push_back({"stun, wrong password", true,
                   [](RtcClient& attacker, unsigned number) {
                       return check(attacker, "wrong-wrong-wrong-wrong", number);
                   },
                   true});
    all.push_back(
        {"stun, long, wrong password", true,
         [](RtcClient& attacker, unsigned number) { return long_check(attacker, number); }, true});
    all.push_back({"stun, unknown user", true,
                   [](RtcClient& attacker, unsigned number) {
                       auto bytes = check(attacker, "wrong-wrong-wrong-wrong", number);
                       store8(bytes.data() + 24, '!');
                       bytes.resize(bytes.size() - 8);
                       store16(bytes.data() + 2, static_cast<unsigned>(bytes.size() - 20));
                       return bytes;
                   },
                   true});
    all.push_back({"srtcp, not authentic", true, [](RtcClient&, unsigned number) {
                       std::vector<std::byte> bytes(1'200);
                       store8(bytes.data(), 0x80);
                       store8(bytes.data() + 1, kRtcpReceiverReport);
                       store16(bytes.data() + 2, 299);
                       store32(bytes.data() + 1'196, 0x80000000 | number);
                       return bytes;
                   }});
    all.push_back({"dtls, small records, connected", true,
                   [](RtcClient&, unsigned number) { return records(23, 1, 1, number); }});
    all.push_back({"dtls, large records, connected", true,
                   [](RtcClient&, unsigned number) { return records(23, 1, 1'180, number); }});
    all.push_back({"dtls, alerts, connected", true,
                   [](RtcClient&, unsigned number) { return records(21, 1, 30, number); }});
    all.push_back({"dtls, small records, half open", false,
                   [](RtcClient&, unsigned number) { return records(22, 0, 12, number); }});
    all.push_back({"dtls, early records, half open", false,
                   [](RtcClient&, unsigned number) { return records(22, 1, 40, number); }});
    return all;
}

/// Of this thread alone, so that a busy machine does not matter.
double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Cost {
    double nanoseconds_per_byte = 0;
    double microseconds_each = 0;
    double percent = 0;  ///< of the media thread
    std::size_t size = 0;
    std::int64_t sent = 0;  ///< bytes that left for it
};

Cost measure(const Flood& flood, double mbit) {
    MediaWorld world;
    ClientOptions plain;
    plain.transport_cc = true;
    plain.keeps_packets = true;
    RtcClient* attacker =
        world.watch("class", plain);  // before anybody publishes: precise feedback
    RtcClient* publisher = world.publish("class");
    world.film(publisher, {.frame_bytes = 16'000});
    world.run_for(2s);
    if (!flood.connected) {
        attacker = world.watch("class", {}, "half open");
        world.run_for(35ms);
    }
    const std::size_t size = flood.make(*attacker, 0).size();
    const double per_ms = mbit * 1e6 / 8 / 1000 / static_cast<double>(size);
    const auto from =
        flood.stranger ? Address::v4({203, 0, 113, 99}, 999) : world.address_of(attacker);
    const auto count = static_cast<unsigned>(per_ms * static_cast<double>(kSpan / 1ms));
    Datagrams datagrams;
    for (unsigned i = 0; i < count; ++i) datagrams.push_back(flood.make(*attacker, i + 1));

    Engine& engine = world.engine();
    MonoTime now = world.now();
    const auto before = engine.engine_stats().bytes_sent;
    double used = 0;
    std::size_t next = 0;
    for (int ms = 1; ms <= kSpan / 1ms; ++ms) {
        now = now + 1ms;
        set_fake_time(now);
        const auto due = static_cast<std::size_t>(per_ms * ms);
        const double begin = cpu_seconds();
        for (; next < due && next < datagrams.size(); ++next) {
            engine.handle(from, datagrams[next], now);
        }
        while (engine.poll(now).more) {
        }
        used += cpu_seconds() - begin;
    }
    const double bytes = static_cast<double>(size) * static_cast<double>(next);
    Cost cost;
    cost.size = size;
    cost.nanoseconds_per_byte = used * 1e9 / bytes;
    cost.microseconds_each = used * 1e6 / static_cast<double>(next);
    cost.percent = used * 100 / std::chrono::duration<double>(kSpan).count();
    cost.sent = engine.engine_stats().bytes_sent - before;
    return cost;
}

}  // namespace
}  // namespace lsl::test

int main(int count, char** words) {
    const double mbit = count > 1 ? std::atof(words[1]) : 10;
    std::printf("| flood of %.0f Mbit/s | bytes | ns a byte | us each | of the thread | sent |\n",
                mbit);
    std::printf("|---|---|---|---|---|---|\n");
    for (const auto& flood : lsl::test::floods()) {
        const auto cost = lsl::test::measure(flood, mbit);
        std::printf("| %s | %zu | %.1f | %.2f | %.2f %% | %lld |\n", flood.name.c_str(), cost.size,
                    cost.nanoseconds_per_byte, cost.microseconds_each, cost.percent,
                    static_cast<long long>(cost.sent));
        std::fflush(stdout);
    }
    return 0;
}
