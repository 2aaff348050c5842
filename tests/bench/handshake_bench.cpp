// bench_handshake [ASSOCIATIONS]
//
// What a viewer's DTLS costs the server, without sockets: CPU time of its side of a handshake, and
// what is kept of it afterwards. Both ends are in this process; prints one JSON line.

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

#include "server/media/transport/dtls.h"
#include "tests/bench/process_cost.h"

namespace {

using namespace lsl;
using namespace lsl::media;

using Datagrams = std::vector<std::vector<std::byte>>;

/// Handshakes before the first that counts: what is made once is made by them.
constexpr std::size_t warm_up = 20;

double cpu_us() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

double heap_kb() {
    const auto info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd) / 1024;
}

std::vector<Fingerprint> fingerprint_of(const DtlsContext& context) {
    Fingerprint print{.hash = "sha-256", .digest = {}};
    const std::string& text = context.fingerprint_sha256();
    for (std::size_t i = 0; i + 1 < text.size(); i += 3) {
        print.digest.push_back(std::byte(std::stoi(text.substr(i, 2), nullptr, 16)));
    }
    return {print};
}

Datagrams take(DtlsTransport& end) {
    Datagrams datagrams;
    for (Bytes next = end.next_datagram(); !next.empty(); next = end.next_datagram()) {
        datagrams.emplace_back(next.begin(), next.end());
    }
    return datagrams;
}

struct Cost {
    double us = 0;
    double kb = 0;
};

/// The server's part; its end is kept.
Cost shake_hands(const DtlsContext& ours, const DtlsContext& theirs,
                 std::vector<std::unique_ptr<DtlsTransport>>& kept) {
    Cost cost;
    const auto expected = fingerprint_of(theirs);
    DtlsTransport client(theirs, DtlsRole::Client, fingerprint_of(ours));
    const auto on_server = [&cost](auto what) {
        const double kb = heap_kb(), begin = cpu_us();
        what();
        cost.us += cpu_us() - begin;
        cost.kb += heap_kb() - kb;
    };
    on_server(
        [&] { kept.push_back(std::make_unique<DtlsTransport>(ours, DtlsRole::Server, expected)); });
    DtlsTransport& server = *kept.back();
    client.start();
    while (server.state() == DtlsState::Handshaking || client.state() == DtlsState::Handshaking) {
        for (const auto& datagram : take(client)) on_server([&] { server.handle(datagram); });
        for (const auto& datagram : take(server)) client.handle(datagram);
    }
    return cost;
}

}  // namespace

int main(int count, char** words) {
    const std::size_t associations =
        count > 1 ? static_cast<std::size_t>(std::atoi(words[1])) : 500;
    const auto ours = DtlsContext::make();
    const auto theirs = DtlsContext::make();
    if (!ours || !theirs) return 1;
    std::vector<std::unique_ptr<DtlsTransport>> kept;
    kept.reserve(warm_up + associations);
    std::vector<double> times;
    double kb = 0;
    for (std::size_t i = 0; i < warm_up + associations; ++i) {
        const Cost cost = shake_hands(**ours, **theirs, kept);
        if (kept.back()->state() != DtlsState::Connected) return 1;
        if (i < warm_up) continue;
        times.push_back(cost.us);
        kb += cost.kb;
    }
    std::sort(times.begin(), times.end());
    std::printf(
        "{\"handshakes\":%zu,\"server_us_p50\":%.0f,\"server_us_p95\":%.0f,"
        "\"kept_kb\":%.1f}\n",
        times.size(), bench::quantile_of(times, 0.5), bench::quantile_of(times, 0.95),
        kb / static_cast<double>(times.size()));
    return 0;
}
