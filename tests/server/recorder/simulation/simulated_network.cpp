#include "tests/server/recorder/simulation/simulated_network.h"

#include <algorithm>

namespace lsl::recorder::test {

namespace {}

SimulatedNetwork::SimulatedNetwork(Dice& dice, std::int64_t begins_us, std::int64_t ends_us,
                                   bool hostile)
    : dice_(dice.bits()) {
    way_.delay_us = dice_.whole(5'000, 120'000);
    way_.jitter_us = dice_.between(0, hostile ? 80'000 : 20'000);
    if (hostile) {
        way_.loss = dice_.chance(0.5) ? dice_.between(0, 0.05) : 0;
        way_.overtaken = dice_.chance(0.5) ? dice_.between(0, 0.02) : 0;
        way_.retransmitted = dice_.chance(0.5) ? dice_.between(0, 0.02) : 0;
        way_.doubled = dice_.chance(0.3) ? 0.02 : 0;
    }
    const double holds_each_s = hostile ? dice_.between(20, 400) : 600;
    std::int64_t at_us = begins_us;
    while (true) {
        at_us += static_cast<std::int64_t>(dice_.between(0.2, 2) * holds_each_s * 1e6);
        if (at_us >= ends_us) break;
        const std::int64_t lasts_us = dice_.whole(50'000, hostile ? 4 * second : second);
        holds_.push_back({at_us, at_us + lasts_us});
        at_us += lasts_us;
    }
    if (hostile && dice_.chance(0.3)) {
        const std::int64_t begins = dice_.whole(begins_us, ends_us);
        // It drains no faster than packets come, or they would overtake each other.
        const std::int64_t most_us = dice_.whole(100'000, 1'500'000);
        queues_.push_back(
            {begins, most_us * dice_.whole(2, 12), dice_.whole(0, 20 * second), most_us});
    }
}

std::int64_t SimulatedNetwork::longest_queue_us() const {
    std::int64_t longest = 0;
    for (const Queue& queue : queues_) longest = std::max(longest, queue.most_us);
    return longest;
}

std::int64_t SimulatedNetwork::queued_us(std::int64_t sent_us) const {
    std::int64_t most = 0;
    for (const Queue& queue : queues_) {
        const std::int64_t since = sent_us - queue.begins_us;
        const std::int64_t left = 2 * queue.rises_us + queue.lasts_us - since;
        if (since <= 0 || left <= 0) continue;
        const std::int64_t near = std::min({since, left, queue.rises_us});
        most = std::max(most, queue.most_us * near / queue.rises_us);
    }
    return most;
}

std::optional<std::int64_t> SimulatedNetwork::arrival_us(std::int64_t sent_us,
                                                         std::int64_t extra_delay_us) {
    if (dice_.chance(way_.loss)) return std::nullopt;
    std::int64_t at_us = sent_us + queued_us(sent_us);
    for (const Hold& hold : holds_) {
        // What was held back follows at a hundred times the usual pace.
        if (at_us >= hold.begins_us && at_us < hold.ends_us) {
            at_us = hold.ends_us + (at_us - hold.begins_us) / 100;
        }
    }
    at_us += way_.delay_us + extra_delay_us;
    at_us += static_cast<std::int64_t>(dice_.between(0, way_.jitter_us));
    if (dice_.chance(way_.overtaken)) at_us += dice_.whole(1'000, 250'000);
    if (dice_.chance(way_.retransmitted)) at_us += dice_.whole(50'000, second);
    return at_us;
}

}  // namespace lsl::recorder::test
