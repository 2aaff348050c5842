#include "tests/server/recorder/simulation/simulated_class.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "server/media/media_time.h"
#include "tests/server/recorder/simulation/simulated_network.h"
#include "tests/server/recorder/simulation/simulated_reports.h"

namespace lsl::recorder::test {

namespace {

constexpr std::int64_t sound_frame_us = 20'000;

enum class Away { ClockRuns, ClockStands, ClockJumps, ClockIsNew };

/// While nothing of a track is sent.
struct Pause {
    std::int64_t begins_us = 0;
    std::int64_t ends_us = 0;
};

/// What is wrong with a track, the same throughout the class.
struct Habits {
    double drift = 0;          ///< parts of one
    double rate = 1;           ///< how many times too fast RTP time counts
    std::int64_t each_us = 0;  ///< something happens to the clock about so often; 0: never
    std::int64_t away_most_us = 0;
    bool dtx = false;
    double new_source = 0;  ///< probability, of what happens
    std::int64_t extra_delay_us = 0;
    std::int64_t begins_late_us = 0;
    bool missing = false;
    int per_second = 50;
};

/// Rates that were seen, and others; `near` the right one they take a good network to be told from
/// a queue in it.
double wrong_rate(Dice& dice, bool hostile) {
    const double far[] = {1e6 / 90'000, 2, 0.5, 3.3};
    const double near[] = {44'100.0 / 48'000, 1.02, 0.997, 1.2};
    return hostile || dice.chance(0.5) ? far[dice.whole(0, 3)] : near[dice.whole(0, 3)];
}

Habits habits(Dice& dice, media::TrackKind kind, bool hostile, std::string& plan) {
    const bool sound = kind == media::TrackKind::Audio;
    Habits made;
    if (dice.chance(0.7)) made.drift = dice.between(-300, 300) / 1e6;
    if (dice.chance(0.12)) made.rate = wrong_rate(dice, hostile);
    if (dice.chance(0.5)) {
        made.each_us = dice.whole(12 * second, 300 * second);
        made.away_most_us = dice.whole(second, 30 * second);
        if (dice.chance(0.3)) made.new_source = 0.3;
    }
    if (sound) made.dtx = dice.chance(0.15);
    if (!sound) made.per_second = static_cast<int>(dice.whole(12, 30));
    if (dice.chance(0.4)) made.extra_delay_us = dice.whole(0, 350'000);
    if (dice.chance(0.15)) made.begins_late_us = dice.whole(0, 8 * second);
    plan += sound ? " sound:" : " picture:";
    plan += " drift " + std::to_string(made.drift * 1e6) + " ppm, rate " +
            std::to_string(made.rate) + ", each " + std::to_string(made.each_us) + " us away to " +
            std::to_string(made.away_most_us) + ", new source " + std::to_string(made.new_source) +
            ", dtx " + std::to_string(made.dtx) + ", extra " + std::to_string(made.extra_delay_us) +
            " us, late " + std::to_string(made.begins_late_us) + " us;";
    return made;
}

/// From then on pictures are sent in this codec.
struct CodecTurn {
    std::int64_t begins_us = 0;
    media::Codec codec = media::Codec::Vp8;
};

/// One source of a track, from its first frame to its last.
struct Source {
    std::uint32_t number = 0;
    std::int64_t begins_us = 0;
    std::int64_t ends_us = 0;
    SimulatedClock clock{0, 1};
    std::vector<Pause> pauses;
    std::vector<CodecTurn> turns;
};

std::vector<Source> sources(Dice& dice, const Habits& habits, media::TrackKind kind,
                            std::int64_t begins_us, std::int64_t ends_us, std::uint32_t& number) {
    const std::uint32_t rate_hz = kind == media::TrackKind::Audio ? 48'000 : 90'000;
    std::vector<Source> made;
    const double rate = (1 + habits.drift) * habits.rate;
    const auto begin = [&](std::int64_t at_us) {
        // A third of the clocks are about to wrap.
        const std::uint32_t first =
            dice.chance(0.3) ? 0xffff'ffffu - static_cast<std::uint32_t>(dice.whole(0, 40'000'000))
                             : dice.bits();
        made.push_back({++number, at_us, ends_us, SimulatedClock(first, rate_hz), {}});
        made.back().clock.change({at_us, rate, 0});
    };
    begin(begins_us);
    std::int64_t at_us = begins_us;
    while (habits.each_us > 0) {
        at_us +=
            static_cast<std::int64_t>(dice.between(0.3, 2) * static_cast<double>(habits.each_us));
        if (at_us >= ends_us - second) break;
        SimulatedClock& clock = made.back().clock;
        if (dice.chance(habits.new_source)) {
            made.back().ends_us = at_us;
            begin(at_us);
            continue;
        }
        const std::int64_t jump_us = dice.whole(300'000, 12 * second) * (dice.chance(0.5) ? 1 : -1);
        if (dice.chance(0.3)) {
            clock.change({at_us, rate, jump_us});
            continue;
        }
        const std::int64_t back_us =
            std::min(at_us + dice.whole(200'000, habits.away_most_us), ends_us);
        made.back().pauses.push_back({at_us, back_us});
        switch (static_cast<Away>(dice.whole(0, 3))) {
            case Away::ClockRuns: break;
            case Away::ClockStands:
                clock.change({at_us, 0, 0});
                clock.change({back_us, rate, 0});
                break;
            case Away::ClockJumps: clock.change({back_us, rate, jump_us}); break;
            case Away::ClockIsNew:
                clock.change({back_us, rate, dice.whole(0, 20'000 * second)});
                break;
        }
        at_us = back_us;
    }
    return made;
}

/// Builds the class up, session by session.
class Builder {
  public:
    Builder(std::uint64_t seed, const SimulationLimits& limits) : dice_(seed), codec_dice_(~seed) {
        const double share = dice_.between(0, 1);
        lasts_us_ = static_cast<std::int64_t>(static_cast<double>(limits.shortest_us) *
                                              std::pow(static_cast<double>(limits.longest_us) /
                                                           static_cast<double>(limits.shortest_us),
                                                       share));
        made_.plan = "lasts " + std::to_string(lasts_us_ / second) + " s;";
        hostile_ = dice_.chance(0.5);
        made_.plan += hostile_ ? " hostile network;" : "";
        habits_[0] = habits(dice_, media::TrackKind::Audio, hostile_, made_.plan);
        habits_[1] = habits(dice_, media::TrackKind::Video, hostile_, made_.plan);
        if (dice_.chance(0.08)) habits_[dice_.whole(0, 1)].missing = true;
        made_.unequal_us = std::abs(habits_[0].extra_delay_us - habits_[1].extra_delay_us);
        if (limits.codec_changes) choose_codecs();
    }

    SimulatedClass build() {
        SimulatedReports reports(dice_, lasts_us_);
        made_.plan += " reports: " + reports.plan();
        made_.honest_reports = reports.honest() && !habits_[0].missing && !habits_[1].missing;
        const int sessions =
            dice_.chance(0.3) ? static_cast<int>(dice_.whole(2, 2 + lasts_us_ / (60 * second))) : 1;
        made_.plan += " sessions " + std::to_string(std::min(sessions, 6)) + ";";
        std::int64_t at_us = 0;
        const std::int64_t each_us = lasts_us_ / std::min(sessions, 6);
        while (at_us < lasts_us_) {
            const std::int64_t ends_us = std::min(at_us + each_us, lasts_us_);
            session(at_us, ends_us, reports);
            at_us = ends_us + dice_.whole(200'000, 20 * second);
        }
        std::stable_sort(made_.events.begin(), made_.events.end(),
                         [](const auto& a, const auto& b) { return a.arrival_us < b.arrival_us; });
        return std::move(made_);
    }

  private:
    void choose_codecs() {
        if (codec_dice_.chance(0.4)) codec_ = media::Codec::H264;
        if (codec_dice_.chance(0.3)) turn_each_us_ = codec_dice_.whole(5 * second, 100 * second);
        sets_in_offer_ = codec_dice_.chance(0.5);
        made_.plan += codec_ == media::Codec::H264 ? " H264" : " VP8";
        if (sets_in_offer_) made_.plan += ", sets in the offer alone";
        made_.plan += ", another codec each " + std::to_string(turn_each_us_) + " us;";
    }

    /// Of pictures; in the middle of a source or with the next.
    void take_turns(Source& source, media::TrackKind kind) {
        source.turns = {{source.begins_us, media::Codec::Opus}};
        if (kind == media::TrackKind::Audio) return;
        source.turns.front().codec = codec_;
        if (turn_each_us_ == 0) return;
        for (std::int64_t at_us = source.begins_us + turn_each_us_; at_us < source.ends_us;
             at_us += turn_each_us_) {
            codec_ = codec_ == media::Codec::H264 ? media::Codec::Vp8 : media::Codec::H264;
            source.turns.push_back({at_us, codec_});
        }
    }

    void session(std::int64_t begins_us, std::int64_t ends_us, SimulatedReports& reports) {
        SimulatedNetwork network(dice_, begins_us, ends_us, hostile_);
        made_.queue_us = std::max(made_.queue_us, network.longest_queue_us());
        std::int64_t last_us = begins_us;
        for (const auto kind : {media::TrackKind::Audio, media::TrackKind::Video}) {
            const std::size_t i = kind == media::TrackKind::Video ? 1 : 0;
            const Habits& of = habits_[i];
            if (of.missing || begins_us + of.begins_late_us >= ends_us) continue;
            for (Source& source :
                 sources(dice_, of, kind, begins_us + of.begins_late_us, ends_us, sources_[i])) {
                take_turns(source, kind);
                frames(source, kind, of, network, last_us);
                tell(source, kind, of, network, reports);
            }
        }
        SimulatedEvent gone;
        gone.arrival_us = last_us + 100'000;
        gone.what = SimulatedEvent::What::Gone;
        made_.events.push_back(gone);
    }

    void frames(const Source& source, media::TrackKind kind, const Habits& of,
                SimulatedNetwork& network, std::int64_t& last_us) {
        const bool sound = kind == media::TrackKind::Audio;
        std::int64_t sequence = dice_.whole(0, 65'535);
        std::size_t pause = 0;
        std::int64_t next_key_us = source.begins_us;
        std::size_t turn = 0;
        const std::size_t first_event = made_.events.size();
        auto& moments = sound ? made_.sound_us : made_.pictures_us;
        const double step_us =
            sound ? sound_frame_us / (1 + of.drift) : 1e6 / static_cast<double>(of.per_second);
        std::int64_t from_us = source.begins_us;
        std::int64_t k = 0;
        while (true) {
            const std::int64_t at_us = from_us + std::llround(static_cast<double>(k) * step_us) +
                                       (sound ? 0 : dice_.whole(0, 3'000));
            if (at_us >= source.ends_us) break;
            if (pause < source.pauses.size() && at_us >= source.pauses[pause].begins_us) {
                from_us = source.pauses[pause++].ends_us;
                k = 0;
                continue;
            }
            ++k;
            // DTX: ten quiet seconds of each forty, and a packet each 400 ms in them.
            if (sound && of.dtx && at_us / second % 40 >= 30 && k % 20 != 0) continue;
            if (turn + 1 < source.turns.size() && at_us >= source.turns[turn + 1].begins_us) {
                ++turn;
                next_key_us = at_us;
            }
            SimulatedEvent event;
            event.kind = kind;
            event.codec = source.turns[turn].codec;
            event.sets_in_offer = sets_in_offer_;
            event.source = source.number;
            event.timestamp = source.clock.at(at_us);
            event.sequence = sequence++;
            event.id = static_cast<std::uint32_t>(moments.size());
            event.key = at_us >= next_key_us;
            if (event.key) next_key_us = at_us + 2 * second;
            moments.push_back(at_us);
            const std::int64_t encoding_us = sound ? 0 : dice_.whole(0, 8'000);
            const auto arrival_us = network.arrival_us(at_us + encoding_us, of.extra_delay_us);
            if (!arrival_us) continue;
            event.arrival_us = *arrival_us;
            last_us = std::max(last_us, *arrival_us);
            made_.events.push_back(event);
            if (network.doubles()) {
                event.arrival_us += dice_.whole(0, 100'000);
                made_.events.push_back(event);
            }
        }
        if (sets_in_offer_) add_sets(first_event);
    }

    /// As the engine does: before each key frame for which there is room, and what comes behind is
    /// numbered one higher.
    void add_sets(std::size_t first_event) {
        const auto begin = made_.events.begin() + static_cast<std::ptrdiff_t>(first_event);
        std::stable_sort(begin, made_.events.end(),
                         [](const auto& a, const auto& b) { return a.arrival_us < b.arrival_us; });
        std::vector<SimulatedEvent> with;
        std::vector<std::int64_t> behind;  // what the added ones lie before, ascending
        const auto number = [&](std::int64_t sequence) {
            const auto end = std::upper_bound(behind.begin(), behind.end(), sequence);
            return sequence + (end - behind.begin());
        };
        std::optional<std::int64_t> highest;
        std::optional<SimulatedEvent> last;
        std::set<std::int64_t> known;
        bool decodable = false;
        for (auto one = begin; one != made_.events.end(); ++one) {
            SimulatedEvent event = *one;
            if (last && last->codec != event.codec) decodable = false;
            const bool fresh = known.insert(event.sequence).second;
            if (event.codec == media::Codec::H264 && event.key && fresh) {
                const bool room = !highest || *highest < event.sequence;
                if (room) {
                    SimulatedEvent sets = event;
                    sets.is_sets = true;
                    sets.key = false;
                    const std::int64_t before = highest ? *highest + 1 : event.sequence;
                    sets.sequence = number(before);
                    behind.push_back(before);
                    with.push_back(sets);
                }
                decodable = decodable || room;
                event.lacks_sets = !decodable;
            }
            highest = std::max(highest.value_or(event.sequence), event.sequence);
            event.sequence = number(event.sequence);
            with.push_back(event);
            last = event;
        }
        made_.events.erase(begin, made_.events.end());
        made_.events.insert(made_.events.end(), with.begin(), with.end());
    }

    void tell(const Source& source, media::TrackKind kind, const Habits& of,
              SimulatedNetwork& network, SimulatedReports& reports) {
        for (std::int64_t at_us = source.begins_us + reports.first_us(dice_, kind);
             at_us < source.ends_us; at_us += reports.every_us(dice_, kind)) {
            // While a track is away its reports go on from where it was.
            double counted = source.clock.counted_us(at_us);
            for (const Pause& pause : source.pauses) {
                if (at_us < pause.begins_us || at_us >= pause.ends_us) continue;
                counted = source.clock.counted_us(pause.begins_us - 1) +
                          static_cast<double>(at_us - pause.begins_us);
            }
            const auto told = reports.at(dice_, kind, at_us, counted);
            const auto arrival_us = network.arrival_us(at_us, of.extra_delay_us);
            if (!told || !arrival_us) continue;
            SimulatedEvent event;
            event.what = SimulatedEvent::What::Report;
            event.kind = kind;
            event.source = source.number;
            event.arrival_us = *arrival_us;
            event.ntp = told->ntp;
            event.timestamp = source.clock.after(told->counted_us);
            made_.events.push_back(event);
        }
    }

    Dice dice_;
    SimulatedClass made_;
    std::int64_t lasts_us_ = 0;
    Habits habits_[2];
    bool hostile_ = false;
    Dice codec_dice_;  ///< apart, so that a seed's class is the same with and without
    media::Codec codec_ = media::Codec::Vp8;
    std::int64_t turn_each_us_ = 0;
    bool sets_in_offer_ = false;
    std::uint32_t sources_[2] = {0, 0};
};

}  // namespace

SimulatedClass simulate_class(std::uint64_t seed, const SimulationLimits& limits) {
    return Builder(seed, limits).build();
}

}  // namespace lsl::recorder::test
