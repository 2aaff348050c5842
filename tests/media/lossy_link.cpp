#include "tests/media/lossy_link.h"

#include <algorithm>

namespace lsl::test {
namespace {

std::string name_of(const media::Address& address) {
    return address.ip_text() + ' ' + std::to_string(address.port);
}

}  // namespace

double LossyLink::chance() {
    // Not std::uniform_real_distribution: its results differ between standard libraries.
    return static_cast<double>(random_() >> 11) / static_cast<double>(1ull << 53);
}

bool LossyLink::loses_at_random() {
    const double end = 1 / shape_.burst;
    const double begin = shape_.loss * end / (1 - shape_.loss);
    if (shape_.burst > 1) {
        fades_ = fades_ ? chance() >= end : chance() < begin;
        return fades_;
    }
    return chance() < shape_.loss;
}

void LossyLink::set_narrow(const media::Address& to, std::optional<Narrow> narrow) {
    if (narrow) {
        last_miles_[name_of(to)].narrow = *narrow;
    } else {
        last_miles_.erase(name_of(to));
    }
}

std::optional<MonoTime> LossyLink::through(const media::Address& to, std::size_t bytes,
                                           MonoTime now) {
    if (last_miles_.empty()) return now;
    const auto found = last_miles_.find(name_of(to));
    if (found == last_miles_.end()) return now;
    LastMile& mile = found->second;
    const MonoTime begins = std::max(now, mile.free_at);
    if (begins - now > mile.narrow.queue) return std::nullopt;
    constexpr std::size_t kIpAndUdp = 28;
    mile.free_at = begins + std::chrono::microseconds(static_cast<std::int64_t>(bytes + kIpAndUdp) *
                                                      8 * 1'000'000 / mile.narrow.bits_per_second);
    return mile.free_at;
}

void LossyLink::send(const media::Address& from, const media::Address& to, media::Bytes bytes,
                     MonoTime now) {
    if (observer_) observer_(to, bytes);
    if (loses_at_random() || (loses_ && loses_(bytes))) {
        ++lost_;
        return;
    }
    const auto leaves = through(to, bytes.size(), now);
    if (!leaves) {
        ++lost_;
        return;
    }
    const int copies = chance() < shape_.duplicates ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
        const auto jitter = std::chrono::microseconds(
            static_cast<std::int64_t>(chance() * static_cast<double>(shape_.jitter.count())));
        under_way_.push({*leaves + shape_.delay + jitter,
                         order_++,
                         {from, to, std::vector<std::byte>(bytes.begin(), bytes.end())}});
    }
}

std::vector<LossyLink::Arrival> LossyLink::take(MonoTime now) {
    std::vector<Arrival> arrived;
    while (!under_way_.empty() && under_way_.top().at <= now) {
        arrived.push_back(under_way_.top().arrival);
        under_way_.pop();
    }
    return arrived;
}

}  // namespace lsl::test
