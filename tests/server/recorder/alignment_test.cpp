#include "server/recorder/timeline/alignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "server/recorder/capture/track_notes.h"

namespace lsl::recorder::test {
namespace {

using media::TrackKind;

constexpr std::int64_t one_second = 1'000'000;
constexpr std::int64_t sender = 3'900'000'000 * one_second;

/// The journal of what is sent, and where in the parts each frame lies.
class Sent final : public TimingLog {
  public:
    /// A frame captured at `at_us`, with that RTP time, that came `delay_us` later.
    void frame(TrackKind kind, std::int64_t at_us, std::int64_t rtp_us, std::int64_t delay_us,
               std::uint32_t source = 1) {
        const std::uint32_t rate = kind == TrackKind::Video ? 90'000 : 48'000;
        const auto place =
            notes(kind).frame(source, ticks(kind, rtp_us), rate, at_us + delay_us, *this);
        frames_.push_back({kind, at_us, place.media_us});
    }
    void tell(TrackKind kind, std::int64_t sender_us, std::int64_t rtp_us, std::int64_t arrival_us,
              std::uint32_t source = 1) {
        // NTP of microseconds since 1900.
        const std::uint64_t ntp =
            static_cast<std::uint64_t>(sender_us / one_second) << 32 |
            static_cast<std::uint64_t>(sender_us % one_second) * (1ull << 32) / one_second;
        notes(kind).report({kind, source, ntp, ticks(kind, rtp_us), {arrival_us}}, arrival_us,
                           *this);
    }
    /// Frames each `step_us` and reports each one_second, all true.
    void steadily(TrackKind kind, std::int64_t from_s, std::int64_t to_s, std::int64_t delay_us,
                  bool reports = true, double drift = 0) {
        const std::int64_t step_us = kind == TrackKind::Video ? 33'333 : 20'000;
        std::int64_t next_report_us = from_s * one_second + 300'000;
        for (std::int64_t at = from_s * one_second; at < to_s * one_second; at += step_us) {
            const auto rtp = at + static_cast<std::int64_t>(drift * static_cast<double>(at));
            frame(kind, at, rtp, delay_us);
            if (!reports || at < next_report_us) continue;
            tell(kind, sender + at, rtp, at + delay_us);
            next_report_us += one_second;
        }
    }
    /// How far frames captured in those seconds lie from where they should, the furthest.
    double furthest_off(TrackKind kind, std::int64_t from_s, std::int64_t to_s,
                        std::int64_t delay_us = 0) const {
        const Alignment alignment(journal());
        std::int64_t furthest = 0;
        for (const Frame& frame : frames_) {
            if (frame.kind != kind || frame.at_us < from_s * one_second) continue;
            if (frame.at_us >= to_s * one_second) continue;
            const std::int64_t off =
                alignment.align(kind, frame.media_us / 1000 * 1000) - frame.at_us - delay_us;
            if (std::abs(off) > std::abs(furthest)) furthest = off;
        }
        return static_cast<double>(furthest);
    }
    const Journal& journal() const {
        audio_.pause(const_cast<Sent&>(*this));
        video_.pause(const_cast<Sent&>(*this));
        return journal_;
    }

    void segment(TrackKind kind, std::uint32_t source, std::int64_t start_us,
                 std::int64_t rtp_us) override {
        journal_.segments.push_back({kind, source, start_us, rtp_us, {}, {}});
    }
    void arrival(TrackKind kind, std::int64_t rtp_us, std::int64_t arrival_us) override {
        latest(kind).arrivals.push_back({rtp_us, arrival_us});
    }
    void report(TrackKind kind, std::int64_t rtp_us, std::int64_t sender_us,
                std::int64_t arrival_us) override {
        latest(kind).reports.push_back({rtp_us, sender_us, arrival_us});
    }

  private:
    struct Frame {
        TrackKind kind;
        std::int64_t at_us;
        std::int64_t media_us;
    };

    static std::uint32_t ticks(TrackKind kind, std::int64_t rtp_us) {
        const std::int64_t rate = kind == TrackKind::Video ? 90 : 48;
        return static_cast<std::uint32_t>(rtp_us * rate / 1000);
    }
    TrackNotes& notes(TrackKind kind) { return kind == TrackKind::Video ? video_ : audio_; }
    Journal::Segment& latest(TrackKind kind) {
        return *std::find_if(journal_.segments.rbegin(), journal_.segments.rend(),
                             [&](const auto& s) { return s.kind == kind; });
    }

    mutable TrackNotes audio_{TrackKind::Audio};
    mutable TrackNotes video_{TrackKind::Video};
    Journal journal_;
    std::vector<Frame> frames_;
};

/// Rounding of parts and RTP ticks.
constexpr std::int64_t exact = 2'000;
constexpr std::int64_t close = 20'000;

TEST(Alignment, WithoutAJournalChangesNothing) {
    const Alignment alignment(Journal{});
    EXPECT_EQ(alignment.align(TrackKind::Audio, 123), 123);
}

TEST(Alignment, PutsTracksWhereTheirReportsAgree) {
    // Sound took 300 ms longer: its sender's clock shows that, from the first one_second on.
    Sent sent;
    sent.steadily(TrackKind::Video, 0, 60, 20'000);
    sent.steadily(TrackKind::Audio, 0, 60, 320'000);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 60, 20'000), 0, exact);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 60, 20'000), 0, exact);
}

TEST(Alignment, UsesArrivalsUntilBothTracksHaveReports) {
    Sent sent;
    sent.steadily(TrackKind::Video, 0, 60, 20'000);
    sent.steadily(TrackKind::Audio, 0, 60, 320'000, false);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 60, 320'000), 0, exact);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 60, 20'000), 0, exact);
}

TEST(Alignment, FollowsADriftingClockWithAndWithoutReports) {
    for (const bool reports : {true, false}) {
        Sent sent;
        sent.steadily(TrackKind::Video, 0, 7200, 20'000, reports);
        sent.steadily(TrackKind::Audio, 0, 7200, 20'000, reports, 0.0002);
        EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 7200, 20'000), 0, close) << reports;
        EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 7200, 20'000), 0, close) << reports;
    }
}

/// Reports that a sender makes of the true sender's clock and RTP time.
using Lie = std::function<void(std::int64_t at_us, std::int64_t& sender_us, std::int64_t& rtp_us)>;

void expect_unmoved(const char* name, const Lie& lie) {
    Sent lied;
    for (std::int64_t at = 0; at < 60 * one_second; at += 20'000) {
        for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
            lied.frame(kind, at, at, 20'000);
            // The picture's reports half a one_second after the sound's.
            const std::int64_t phase = kind == TrackKind::Video ? 500'000 : 0;
            if (at % one_second != phase) continue;
            std::int64_t sender_us = sender + at;
            std::int64_t rtp_us = at;
            lie(at, sender_us, rtp_us);
            lied.tell(kind, sender_us, rtp_us, at + 20'000);
        }
    }
    EXPECT_NEAR(lied.furthest_off(TrackKind::Audio, 0, 60, 20'000), 0, exact) << name;
    EXPECT_NEAR(lied.furthest_off(TrackKind::Video, 0, 60, 20'000), 0, exact) << name;
}

TEST(Alignment, IsNotMovedByReportsWhoseRtpTimeRunsAtAnotherPace) {
    for (const double slope : {2.0, 0.5, 11.1, 1.05, 0.0}) {
        expect_unmoved("slope", [&](std::int64_t at, std::int64_t&, std::int64_t& rtp_us) {
            rtp_us = static_cast<std::int64_t>(slope * static_cast<double>(at));
        });
    }
}

TEST(Alignment, IsNotMovedByASendersClockThatIsSet) {
    for (const std::int64_t by_s : {30, -2, -30, -3600}) {
        expect_unmoved("set", [&](std::int64_t at, std::int64_t& sender_us, std::int64_t&) {
            if (at > 20 * one_second) sender_us += by_s * one_second;
        });
    }
}

TEST(Alignment, IsNotMovedByReportsThatRunAheadOfThePackets) {
    for (const std::int64_t by_s : {1, 5, 60}) {
        expect_unmoved("ahead", [&](std::int64_t, std::int64_t&, std::int64_t& rtp_us) {
            rtp_us += by_s * one_second;
        });
    }
}

TEST(Alignment, IsDeafToASingleWildReport) {
    expect_unmoved("wild", [&](std::int64_t at, std::int64_t& sender_us, std::int64_t&) {
        if (at / one_second == 33) sender_us += 5 * one_second;
    });
}

TEST(Alignment, DoesNotBelieveTracksWhoseClocksHaveNothingInCommon) {
    Sent sent;
    sent.steadily(TrackKind::Video, 0, 60, 20'000);
    for (std::int64_t at = 0; at < 60 * one_second; at += 20'000) {
        sent.frame(TrackKind::Audio, at, at, 20'000);
        if (at % one_second == 0)
            sent.tell(TrackKind::Audio, sender - 90 * one_second + at, at, at);
    }
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 60, 20'000), 0, exact);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 60, 20'000), 0, exact);
}

TEST(Alignment, PutsSoundAtItsMomentAfterAMicrophoneWasAway) {
    for (const std::int64_t away_s : {3, 6, 8, 40}) {
        for (const bool stands : {true, false}) {
            Sent sent;
            sent.steadily(TrackKind::Video, 0, 90, 20'000);
            sent.steadily(TrackKind::Audio, 0, 20, 20'000);
            for (std::int64_t at = (20 + away_s) * one_second; at < 90 * one_second; at += 20'000) {
                const std::int64_t rtp_us = stands ? at - away_s * one_second : at;
                sent.frame(TrackKind::Audio, at, rtp_us, 20'000);
                if (at % one_second == 0) {
                    sent.tell(TrackKind::Audio, sender + at, rtp_us, at + 20'000);
                }
            }
            EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 90, 20'000), 0, exact) << away_s;
            EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 90, 20'000), 0, exact) << away_s;
        }
    }
}

TEST(Alignment, IsNotMovedByRtpTimeThatJumps) {
    for (const std::int64_t jump_us :
         {5 * one_second, -4 * one_second, 400'000l, -400'000l, 7'777 * one_second}) {
        Sent sent;
        for (std::int64_t at = 0; at < 60 * one_second; at += 20'000) {
            sent.frame(TrackKind::Audio, at, at, 20'000);
            const std::int64_t rtp_us = at + (at < 20 * one_second ? 0 : jump_us);
            sent.frame(TrackKind::Video, at, rtp_us, 20'000);
            if (at % one_second != 0) continue;
            sent.tell(TrackKind::Video, sender + at, rtp_us, at + 20'000);
            sent.tell(TrackKind::Audio, sender + at, at, at + 20'000);
        }
        EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 60, 20'000), 0, exact) << jump_us;
        EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 60, 20'000), 0, exact) << jump_us;
    }
}

TEST(Alignment, TakesTheArrivalsWhereRtpTimeCountsAtAnotherRate) {
    // Microseconds for 90 kHz, as iOS 18.4 sends them, and others.
    for (const double rate : {1e6 / 90'000, 2.0, 0.5, 1.02, 0.99}) {
        for (const std::int64_t lasts_s : {15, 600}) {
            // In seconds a rate that is nearly right cannot be told from a queue that fills.
            if (lasts_s < 60 && std::abs(rate - 1) < 0.1) continue;
            Sent sent;
            sent.steadily(TrackKind::Audio, 0, lasts_s, 20'000);
            for (std::int64_t at = 0; at < lasts_s * one_second; at += 33'333) {
                const auto rtp = static_cast<std::int64_t>(rate * static_cast<double>(at));
                sent.frame(TrackKind::Video, at, rtp, 20'000);
                if (at % one_second < 33'333)
                    sent.tell(TrackKind::Video, sender + at, rtp, at + 20'000);
            }
            EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, lasts_s, 20'000), 0, 60'000)
                << rate << " " << lasts_s;
            EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, lasts_s, 20'000), 0, close)
                << rate << " " << lasts_s;
        }
    }
}

TEST(Alignment, TakesANetworkThatHoldsEverythingBackForWhatItIs) {
    Sent sent;
    for (std::int64_t at = 0; at < 100 * one_second; at += 20'000) {
        std::int64_t delay_us = 20'000;
        // Three seconds of nothing, then all at once; and a queue that fills and drains.
        if (at > 30 * one_second && at < 33 * one_second) delay_us += 33 * one_second - at;
        if (at > 60 * one_second && at < 70 * one_second) {
            delay_us += std::min(at - 60 * one_second, 70 * one_second - at) / 5;
        }
        sent.frame(TrackKind::Audio, at, at, delay_us);
        sent.frame(TrackKind::Video, at, at, delay_us);
    }
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 100, 20'000), 0, close);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 100, 20'000), 0, close);
}

TEST(Alignment, KeepsPublishersApart) {
    // The one_second one's clock is a minute wrong; that must not move the first.
    Sent sent;
    sent.steadily(TrackKind::Video, 0, 60, 20'000);
    sent.steadily(TrackKind::Audio, 0, 60, 120'000);
    for (std::int64_t at = 100 * one_second; at < 160 * one_second; at += 20'000) {
        for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
            sent.frame(kind, at, at + 7 * one_second, 20'000, 2);
            if (at % one_second == 0) {
                sent.tell(kind, sender + at + 60 * one_second, at + 7 * one_second, at + 20'000, 2);
            }
        }
    }
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 160, 20'000), 0, exact);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 160, 20'000), 0, exact);
}

// What one track leaves open the other tells, for both come through one network.

/// A queue that fills by a tenth of a second a second from `from_us` on, until it is a second long.
std::int64_t queue_us(std::int64_t at_us, std::int64_t from_us) {
    return std::clamp<std::int64_t>((at_us - from_us) / 10, 0, one_second);
}

TEST(Alignment, TellsAQueueThatFilledWhileTheMicrophoneWasAwayFromAClockThatWasSet) {
    Sent sent;
    for (std::int64_t at = 0; at < 60 * one_second; at += 20'000) {
        const std::int64_t delay = 50'000 + queue_us(at, 20 * one_second);
        const bool away = at > 18 * one_second && at < 34 * one_second;
        if (!away) sent.frame(TrackKind::Audio, at, at, delay);
        if (at % 40'000 == 0) sent.frame(TrackKind::Video, at, at, delay);
    }
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 60, 50'000), 0, 60'000);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 60, 50'000), 0, 60'000);
}

TEST(Alignment, SeesAClockThatWasSetInAQueueThatTheOtherTrackSees) {
    Sent sent;
    for (std::int64_t at = 0; at < 60 * one_second; at += 20'000) {
        const std::int64_t delay = 50'000 + queue_us(at, 20 * one_second);
        const std::int64_t set = at < 25 * one_second ? 0 : -700'000;
        sent.frame(TrackKind::Audio, at, at + set, delay);
        if (at % 40'000 == 0) sent.frame(TrackKind::Video, at, at, delay);
    }
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 60, 50'000), 0, 60'000);
}

TEST(Alignment, MeasuresAWrongRateInAShortClassBesideATrackThatCountsRight) {
    for (const double drift : {0.02, -0.02, -0.08}) {
        Sent sent;
        sent.steadily(TrackKind::Audio, 0, 15, 50'000, true, drift);
        sent.steadily(TrackKind::Video, 0, 15, 50'000);
        EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 15, 50'000), 0, 40'000) << drift;
        EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 15, 50'000), 0, 40'000) << drift;
    }
}

TEST(Alignment, TakesAQueueThatNeverDrainsForAQueueWhenBothTracksSeeIt) {
    Sent sent;
    for (std::int64_t at = 0; at < 40 * one_second; at += 20'000) {
        // Held back for a while, and then all of it late.
        std::int64_t arrival = at + 50'000 + queue_us(at, 12 * one_second);
        if (at > 14 * one_second && arrival < 16 * one_second) arrival = 16 * one_second;
        sent.frame(TrackKind::Audio, at, at, arrival - at);
        if (at % 40'000 == 0) sent.frame(TrackKind::Video, at, at, arrival - at);
    }
    EXPECT_NEAR(sent.furthest_off(TrackKind::Audio, 0, 40, 50'000), 0, 80'000);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 0, 40, 50'000), 0, 80'000);
}

TEST(Alignment, TakesTheRateOfATracksLongSessionForItsShortOne) {
    Sent sent;
    const auto session = [&](std::int64_t from, std::int64_t to, std::uint32_t source) {
        for (std::int64_t at = from; at < to; at += 40'000) {
            sent.frame(TrackKind::Video, at, 3 * at, 50'000, source);
            sent.frame(TrackKind::Audio, at, at, 50'000, source);
        }
    };
    session(0, 20 * one_second, 1);
    session(30 * one_second, 31'500'000, 2);
    EXPECT_NEAR(sent.furthest_off(TrackKind::Video, 30, 32, 50'000), 0, 60'000);
}

}  // namespace
}  // namespace lsl::recorder::test
