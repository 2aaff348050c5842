#include "tests/server/recorder/simulation/verdict.h"

#include "server/recorder/capture/reorder_buffer.h"
#include "tests/server/recorder/simulation/simulated_clock.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace lsl::recorder::test {

namespace {

std::int64_t middle(std::vector<std::int64_t> values) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::vector<std::int64_t> errors(const std::vector<Placed>& placed,
                                 const std::vector<std::int64_t>& moments) {
    std::vector<std::int64_t> all;
    for (const Placed& one : placed) all.push_back(one.time_us - moments[one.id]);
    return all;
}

std::string ms(std::int64_t us) { return std::to_string(us / 1'000) + " ms"; }

/// The share, in percent, of values further than `most` from `usual`.
double beyond(const std::vector<std::int64_t>& values, std::int64_t usual, std::int64_t most) {
    if (values.empty()) return 0;
    const auto count = std::count_if(values.begin(), values.end(), [&](std::int64_t value) {
        return std::abs(value - usual) > most;
    });
    return 100.0 * static_cast<double>(count) / static_cast<double>(values.size());
}

/// Errors of one track around each second of the class.
std::map<std::int64_t, std::vector<std::int64_t>> by_second(
    const std::vector<Placed>& placed, const std::vector<std::int64_t>& moments) {
    std::map<std::int64_t, std::vector<std::int64_t>> all;
    for (const Placed& one : placed) {
        all[moments[one.id] / second].push_back(one.time_us - moments[one.id]);
    }
    return all;
}

/// How far sound and picture are apart, second by second.
std::vector<std::int64_t> apart(const SimulatedClass& simulated, const SimulatedReplay& replay) {
    const auto sound = by_second(replay.sound, simulated.sound_us);
    const auto pictures = by_second(replay.pictures, simulated.pictures_us);
    std::vector<std::int64_t> all;
    for (const auto& [at, heard] : sound) {
        const auto seen = pictures.find(at);
        if (seen == pictures.end()) continue;
        all.push_back(middle(heard) - middle(seen->second));
    }
    return all;
}

/// Pictures that can be shown: key frames with what decodes them, and what follows the one before,
/// unless they came when the recorder waited for them no longer. Each is one packet.
std::vector<bool> showable(const SimulatedClass& simulated) {
    std::vector<const SimulatedEvent*> came(simulated.pictures_us.size(), nullptr);
    for (const SimulatedEvent& event : simulated.events) {
        const bool picture = event.kind == media::TrackKind::Video;
        if (event.what == SimulatedEvent::What::Packet && picture && !event.is_sets &&
            came[event.id] == nullptr) {
            came[event.id] = &event;
        }
    }
    std::int64_t next_us = INT64_MAX;  // the first arrival of what was sent later
    for (std::size_t i = came.size(); i-- > 0;) {
        if (came[i] == nullptr) continue;
        const std::int64_t arrival_us = came[i]->arrival_us;
        const bool first =
            i == 0 || came[i - 1] == nullptr || came[i - 1]->source != came[i]->source;
        const auto wait = first ? first_packet_wait : reorder_wait;
        const bool waited_for = arrival_us - std::chrono::microseconds(wait).count() <= next_us;
        next_us = std::min(next_us, arrival_us);
        if (!waited_for) came[i] = nullptr;
    }
    std::vector<bool> shown(came.size(), false);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (came[i] == nullptr) continue;
        const bool key = came[i]->key && !came[i]->lacks_sets;
        shown[i] = key || (i > 0 && shown[i - 1]);
    }
    return shown;
}

/// Whether two reports of each track came, so that not both of one are wild.
bool both_told(const SimulatedClass& simulated) {
    int reports[2] = {0, 0};
    for (const SimulatedEvent& event : simulated.events) {
        if (event.what != SimulatedEvent::What::Report) continue;
        ++reports[event.kind == media::TrackKind::Video ? 1 : 0];
    }
    return reports[0] > 1 && reports[1] > 1;
}

struct Length {
    std::int64_t begins_us = INT64_MAX;
    std::int64_t ends_us = 0;

    void reach(std::int64_t time_us) {
        begins_us = std::min(begins_us, time_us);
        ends_us = std::max(ends_us, time_us);
    }
    std::int64_t lasts_us() const { return ends_us - begins_us; }
};

/// Two seconds less than the class, at most. A replay begins and ends with what can be heard or
/// seen: where packets were lost pictures wait for the next key frame, which no recorder can help,
/// and what the network held back at the end arrived later than it was captured.
void check_length(const SimulatedClass& simulated, const SimulatedReplay& replay,
                  std::vector<std::string>& wrong) {
    const std::vector<bool> shown = showable(simulated);
    Length live;
    Length captured;
    for (const SimulatedEvent& event : simulated.events) {
        if (event.what != SimulatedEvent::What::Packet) continue;
        live.reach(event.arrival_us);
        const bool sound = event.kind == media::TrackKind::Audio;
        if (!sound && !shown[event.id]) continue;
        captured.reach(sound ? simulated.sound_us[event.id] : simulated.pictures_us[event.id]);
    }
    const std::int64_t least_us = std::min(live.lasts_us(), captured.lasts_us()) - 2 * second;
    const std::int64_t most_us = std::max(live.lasts_us(), captured.lasts_us()) + 3 * second;
    if (replay.lasts_us >= least_us && replay.lasts_us <= most_us) return;
    wrong.push_back("lasts " + ms(replay.lasts_us) + " instead of " + ms(least_us) + " to " +
                    ms(most_us));
}

}  // namespace

std::vector<std::string> judge(const SimulatedClass& simulated, const SimulatedReplay& replay) {
    std::vector<std::string> wrong;
    const auto check = [&](bool right, const std::string& words) {
        if (!right) wrong.push_back(words);
    };
    check_length(simulated, replay, wrong);
    const bool distance_is_told = simulated.honest_reports && both_told(simulated);

    const auto laid = static_cast<std::int64_t>(replay.sound.size());
    check(laid * 100 >= replay.sound_received * 99,
          "sound: " + std::to_string(laid) + " of " + std::to_string(replay.sound_received));

    std::vector<std::int64_t> sound = errors(replay.sound, simulated.sound_us);
    std::vector<std::int64_t> pictures = errors(replay.pictures, simulated.pictures_us);
    std::vector<std::int64_t> all = sound;
    all.insert(all.end(), pictures.begin(), pictures.end());
    const std::int64_t usual = middle(all);
    // Without reports that can be believed nothing tells how much longer one track's way was.
    const std::int64_t unequal_us = distance_is_told ? 0 : simulated.unequal_us;
    const std::int64_t allowed = 350'000 + simulated.queue_us + unequal_us;
    for (const auto& [name, values] : {std::pair("sound", &sound), {"picture", &pictures}}) {
        const double share = beyond(*values, usual, allowed);
        check(share <= 3,
              std::string(name) + ": " + std::to_string(share) + " % not at its moment");
        std::int64_t furthest = 0;
        for (const std::int64_t value : *values) {
            furthest = std::max(furthest, std::abs(value - usual));
        }
        check(furthest <= 6 * second, std::string(name) + " up to " + ms(furthest) + " off");
    }
    std::int64_t back_us = 0;
    for (std::size_t i = 1; i < replay.sound.size(); ++i) {
        back_us = std::max(back_us, simulated.sound_us[replay.sound[i - 1].id] -
                                        simulated.sound_us[replay.sound[i].id]);
    }
    // As late as a retransmission, if it was the last packet and so nothing after it told its
    // place.
    check(back_us <= 1'500'000, "sound out of order by " + ms(back_us));

    const std::vector<std::int64_t> distances = apart(simulated, replay);
    // After a clock was set it takes some reports until the tracks are known to be apart.
    constexpr double some_seconds = 4;
    const std::int64_t lips = distance_is_told && simulated.queue_us == 0
                                  ? 40'000
                                  : simulated.unequal_us + simulated.queue_us + 100'000;
    const double share = beyond(distances, 0, lips);
    const double many = 5 + 100 * some_seconds / static_cast<double>(distances.size() + 1);
    check(share <= many, "sound and picture: " + std::to_string(share) + " % of seconds beyond " +
                             ms(lips) + ", usually " + ms(middle(distances)));
    return wrong;
}

}  // namespace lsl::recorder::test
