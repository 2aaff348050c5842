#include "server/recorder/timeline/two_tracks.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lsl::recorder {

namespace {

/// How hard each thing is to believe. Only the order matters: halving or doubling any of them
/// changes next to nothing in the simulator.
constexpr double a_set_clock = 4;
constexpr double a_wrong_rate = 1.5;
constexpr double a_queue = 0.1;        ///< a second of it for a second
constexpr double one_sided_queue = 4;  ///< a second for a second that the other track did not see
constexpr double most_wrong_reports_s = 2;  ///< a sender that lies all the time decides nothing
constexpr double a_wrong_report = 5;        ///< a second of difference
constexpr double measured_more_closely = 0.01;
/// A story that is so plain has no better one.
constexpr double plain = 1;
/// So many readings of a track are compared with those of the other.
constexpr std::size_t most_readings = 12;

double doubt(const TrackReading& track) {
    const bool nominal = track.rates.empty() || (track.rates.size() == 1 && track.rates[0] == 1);
    // A wrong rate that is measured more closely is one wrong rate still.
    const bool drifts = track.drift > (nominal ? 0 : measured_more_closely);
    const double rates = (nominal ? 0 : static_cast<double>(track.rates.size())) + (drifts ? 1 : 0);
    return a_set_clock * static_cast<double>(track.sets) + a_wrong_rate * rates +
           a_queue * held_back(track.network) +
           a_wrong_report * std::min(track.untold_s, most_wrong_reports_s);
}

/// All readings of one track that are looked at, the most believable first.
class Readings {
  public:
    Readings(const Journal& journal, media::TrackKind kind) : journal_(journal), kind_(kind) {}

    /// `network`: what the other track saw by one of its readings; null: nothing.
    void add(const NetworkDelay* network) {
        if (network != nullptr && network->empty()) return;
        for (const bool drift_is_clock : {false, true}) {
            for (const bool late_is_network : {false, true}) {
                add({network, std::nullopt, drift_is_clock, late_is_network});
            }
        }
        std::stable_sort(all_.begin(), all_.end(),
                         [](const One& a, const One& b) { return a.doubt < b.doubt; });
        for (std::size_t i = all_.size(); all_.size() > most_readings && i-- > 0;) {
            if (!all_[i].chosen) all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }

    /// Of a track that is the only one: nothing tells a queue that does not drain from a clock that
    /// was set, and a clock that was set is the lesser harm when it is wrong.
    void add_only_one() {
        add(ClockOptions{});
        std::stable_sort(all_.begin(), all_.end(),
                         [](const One& a, const One& b) { return a.doubt < b.doubt; });
    }

    struct One {
        TrackReading reading;
        double doubt = 0;
        /// Once part of the best pair: it stays, though others are more believable by themselves.
        bool chosen = false;
    };
    std::vector<One>& all() { return all_; }

  private:
    void add(const ClockOptions& clock) {
        add(read_track(journal_, kind_, {clock, false}));
        add(read_track(journal_, kind_, {clock, true}));
    }

    void add(TrackReading reading) {
        for (const One& one : all_) {
            const TrackReading& other = one.reading;
            if (other.sets == reading.sets && other.rates == reading.rates &&
                other.drift == reading.drift && other.held == reading.held) {
                return;
            }
        }
        const double how_much = doubt(reading);
        all_.push_back({std::move(reading), how_much, false});
    }

    const Journal& journal_;
    media::TrackKind kind_;
    std::vector<One> all_;
};

struct Choice {
    std::size_t audio = 0;
    std::size_t video = 0;
    double doubt = std::numeric_limits<double>::max();
};

Choice choose(Readings& audio, Readings& video) {
    Choice best;
    for (std::size_t a = 0; a < audio.all().size(); ++a) {
        for (std::size_t v = 0; v < video.all().size(); ++v) {
            double sum = audio.all()[a].doubt + video.all()[v].doubt;
            if (sum >= best.doubt) continue;
            sum += one_sided_queue *
                   disagreement(audio.all()[a].reading.network, video.all()[v].reading.network);
            if (sum < best.doubt) best = {a, v, sum};
        }
    }
    audio.all()[best.audio].chosen = true;
    video.all()[best.video].chosen = true;
    return best;
}

std::vector<NetworkDelay> networks(Readings& of) {
    std::vector<NetworkDelay> all;
    for (const auto& one : of.all()) all.push_back(one.reading.network);
    return all;
}

}  // namespace

std::array<TrackReading, 2> read_both_tracks(const Journal& journal) {
    Readings audio(journal, media::TrackKind::Audio);
    Readings video(journal, media::TrackKind::Video);
    const auto has = [&](media::TrackKind kind) {
        return std::any_of(journal.segments.begin(), journal.segments.end(),
                           [&](const Journal::Segment& segment) { return segment.kind == kind; });
    };
    if (!has(media::TrackKind::Audio) || !has(media::TrackKind::Video)) {
        audio.add_only_one();
        video.add_only_one();
        return {std::move(audio.all().front().reading), std::move(video.all().front().reading)};
    }
    audio.add(nullptr);
    video.add(nullptr);
    Choice best = choose(audio, video);
    const auto taken = [&]() -> std::array<TrackReading, 2> {
        return {std::move(audio.all()[best.audio].reading),
                std::move(video.all()[best.video].reading)};
    };
    if (best.doubt < plain) return taken();
    // What each track saw by any of its readings, then by the best of all.
    const std::vector<NetworkDelay> heard = networks(audio);
    for (const NetworkDelay& network : networks(video)) audio.add(&network);
    for (const NetworkDelay& network : heard) video.add(&network);
    best = choose(audio, video);
    if (best.doubt < plain) return taken();
    const NetworkDelay by_sound = audio.all()[best.audio].reading.network;
    const NetworkDelay by_picture = video.all()[best.video].reading.network;
    audio.add(&by_picture);
    video.add(&by_sound);
    best = choose(audio, video);
    return taken();
}

}  // namespace lsl::recorder
