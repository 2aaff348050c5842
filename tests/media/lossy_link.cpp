#include "tests/media/lossy_link.h"

namespace lsl::test {

double LossyLink::chance() {
    // Not std::uniform_real_distribution: its results differ between standard libraries.
    return static_cast<double>(random_() >> 11) / static_cast<double>(1ull << 53);
}

void LossyLink::send(const media::Address& from, const media::Address& to, media::Bytes bytes,
                     MonoTime now) {
    if (chance() < shape_.loss || (loses_ && loses_(bytes))) {
        ++lost_;
        return;
    }
    const int copies = chance() < shape_.duplicates ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
        const auto jitter = std::chrono::microseconds(
            static_cast<std::int64_t>(chance() * static_cast<double>(shape_.jitter.count())));
        under_way_.push({now + shape_.delay + jitter,
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
