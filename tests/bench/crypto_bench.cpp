// bench_crypto
//
// What it costs to seal a packet of 1,200 bytes for each of 100 and of 1,000 viewers: by OpenSSL
// and by libipsec-mb one after the other, as the product does it, and by libipsec-mb 64 at a time.
// As in the fan-out, a viewer gets the nine packets of a frame, then the next one, into a slab as
// large as the outbox. Besides, what a key costs. All of a round seal the same, which is checked,
// and rounds of each follow one another, so that the ratios hold on a busy machine. Processor time
// of this thread. The last line is JSON.

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "server/media/outbox.h"
#include "server/media/transport/vector_gcm_sealer.h"
#include "tests/bench/crypto_batches.h"

namespace lsl::bench {
namespace {

using media::Bytes;
using media::GcmSealer;

constexpr std::size_t kPayload = 1200 - 20 - GcmSealer::kTag, kHeader = 20;
constexpr std::size_t kPacket = kHeader + kPayload + GcmSealer::kTag, kFrame = 9;
constexpr int kRounds = 60, kWarmUp = 5;

double cpu_ns() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e9 + static_cast<double>(used.tv_nsec);
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::vector<KeyBytes> some_keys(std::size_t count) {
    std::mt19937 random(1);
    std::vector<KeyBytes> keys(count);
    for (KeyBytes& key : keys) {
        for (std::byte& byte : key) byte = static_cast<std::byte>(random() & 0xff);
    }
    return keys;
}

/// A frame for each of many viewers, and where its packets go.
class Crowd {
  public:
    explicit Crowd(std::size_t viewers)
        : frame_(kFrame * kPayload, std::byte{0x5a}), slab_(media::Outbox::kMediaBytes) {
        const std::size_t fit = slab_.size() / kPacket;
        for (std::size_t i = 0; i < viewers * kFrame; ++i) {
            packets_.push_back({.key = i / kFrame,
                                .packet = slab_.data() + i % fit * kPacket,
                                .header_size = kHeader,
                                .payload = Bytes(frame_).subspan(i % kFrame * kPayload, kPayload)});
        }
    }

    /// What the packets are sealed under next; never the same again.
    void next_frame() {
        ++frames_;
        for (std::size_t i = 0; i < packets_.size(); ++i) {
            media::store32(packets_[i].iv.data() + 4, frames_);
            media::store32(packets_[i].iv.data() + 8, static_cast<std::uint32_t>(i % kFrame));
        }
    }
    std::span<const PacketToSeal> packets() const { return packets_; }
    /// What the last packets were sealed to.
    const std::vector<std::byte>& slab() const { return slab_; }
    void clear() { std::fill(slab_.begin(), slab_.end(), std::byte{}); }

  private:
    std::vector<std::byte> frame_, slab_;
    std::vector<PacketToSeal> packets_;
    std::uint32_t frames_ = 0;
};

using Sealers = std::vector<std::unique_ptr<GcmSealer>>;
using MakeSealer = std::unique_ptr<GcmSealer> (*)(GcmSealer::Key);

void seal_singly(const Sealers& sealers, std::span<const PacketToSeal> packets) {
    for (const PacketToSeal& one : packets) {
        sealers[one.key]->seal(one.packet, one.header_size, one.iv, {}, one.payload);
    }
}

bool seal_in_batches(BatchSealer& sealer, std::span<const PacketToSeal> packets) {
    for (std::size_t i = 0; i < packets.size(); i += BatchSealer::kMost) {
        const std::size_t count = std::min(BatchSealer::kMost, packets.size() - i);
        if (!sealer.seal(packets.subspan(i, count))) return false;
    }
    return true;
}

struct KeyCost {
    double ns = 0, bytes = 0;
};

Sealers make_sealers(MakeSealer make, std::span<const KeyBytes> keys, KeyCost& cost) {
    Sealers sealers(keys.size());
    const auto used = [] { return static_cast<double>(mallinfo2().uordblks); };
    make(keys[0]);  // what the first one looks up for all
    const double before = cpu_ns(), held = used();
    for (std::size_t i = 0; i < keys.size(); ++i) sealers[i] = make(keys[i]);
    const auto count = static_cast<double>(keys.size());
    cost = {(cpu_ns() - before) / count, (used() - held) / count};
    return sealers;
}

struct Result {
    double openssl_ns = 0, ipsec_mb_ns = 0, batch_ns = 0;
    KeyCost openssl_key, ipsec_mb_key;
    bool alike = true;
};

Result measure(std::size_t viewers) {
    const std::vector<KeyBytes> keys = some_keys(viewers);
    Result result;
    const Sealers openssl = make_sealers(&media::make_openssl_gcm_sealer, keys, result.openssl_key);
    Sealers vector;
    std::unique_ptr<BatchSealer> batches;
    if (media::has_vector_gcm()) {
        vector = make_sealers(&media::make_vector_gcm_sealer, keys, result.ipsec_mb_key);
        batches = make_batch_sealer(keys);
    }
    Crowd crowd(viewers);
    std::vector<double> by_openssl, by_ipsec_mb, by_batch;
    std::vector<std::byte> expected;
    const auto timed = [&](std::vector<double>& times, const auto& seal) {
        crowd.clear();
        const double before = cpu_ns();
        seal();
        times.push_back((cpu_ns() - before) / static_cast<double>(crowd.packets().size()));
        if (expected.empty()) expected = crowd.slab();
        result.alike = result.alike && crowd.slab() == expected;
    };
    for (int round = 0; round < kRounds + kWarmUp; ++round) {
        crowd.next_frame();
        expected.clear();
        if (round == kWarmUp) by_openssl = by_ipsec_mb = by_batch = {};
        timed(by_openssl, [&] { seal_singly(openssl, crowd.packets()); });
        if (vector.empty()) continue;
        timed(by_ipsec_mb, [&] { seal_singly(vector, crowd.packets()); });
        timed(by_batch, [&] { result.alike &= seal_in_batches(*batches, crowd.packets()); });
    }
    result.openssl_ns = median(by_openssl);
    result.ipsec_mb_ns = median(by_ipsec_mb);
    result.batch_ns = median(by_batch);
    return result;
}

std::string as_json(std::size_t viewers, const Result& result) {
    char text[400];
    std::snprintf(text, sizeof text,
                  "{\"keys\":%zu,\"openssl_ns\":%.0f,\"ipsec_mb_ns\":%.0f,\"ipsec_mb_batch_ns\":"
                  "%.0f,\"ipsec_mb_to_openssl\":%.3f,\"batch_to_openssl\":%.3f,\"openssl_key_ns\":"
                  "%.0f,\"openssl_key_bytes\":%.0f,\"ipsec_mb_key_ns\":%.0f,"
                  "\"ipsec_mb_key_bytes\":%.0f}",
                  viewers, result.openssl_ns, result.ipsec_mb_ns, result.batch_ns,
                  result.ipsec_mb_ns / result.openssl_ns, result.batch_ns / result.openssl_ns,
                  result.openssl_key.ns, result.openssl_key.bytes, result.ipsec_mb_key.ns,
                  result.ipsec_mb_key.bytes);
    return text;
}

int run() {
    std::string rows;
    const bool has_both = media::has_vector_gcm();
    if (!has_both) std::printf("no libipsec-mb, or no processor for it: OpenSSL alone\n");
    for (const std::size_t viewers : {std::size_t{100}, std::size_t{1000}}) {
        const Result result = measure(viewers);
        if (!result.alike) {
            std::printf("they do not seal alike\n");
            return 1;
        }
        std::printf(
            "%zu keys, packets of %zu bytes: OpenSSL %.0f ns, libipsec-mb %.0f ns (%.2f of it), "
            "%zu at a time %.0f ns (%.2f)\n",
            viewers, kPacket, result.openssl_ns, result.ipsec_mb_ns,
            result.ipsec_mb_ns / result.openssl_ns, BatchSealer::kMost, result.batch_ns,
            result.batch_ns / result.openssl_ns);
        std::printf("  a key: OpenSSL %.0f ns and %.0f bytes, libipsec-mb %.0f ns and %.0f bytes\n",
                    result.openssl_key.ns, result.openssl_key.bytes, result.ipsec_mb_key.ns,
                    result.ipsec_mb_key.bytes);
        rows += (rows.empty() ? "" : ",") + as_json(viewers, result);
    }
    std::printf("{\"packet_bytes\":%zu,\"ipsec_mb\":%s,\"sealing\":[%s]}\n", kPacket,
                has_both ? "true" : "false", rows.c_str());
    return 0;
}

}  // namespace
}  // namespace lsl::bench

int main() { return lsl::bench::run(); }
