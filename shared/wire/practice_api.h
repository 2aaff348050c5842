#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/wire/api.h"

// The contract's part about practising with a replay: see api.h. All of it is kept in the person's
// place in the class, and goes with it.

namespace lsl::wire {

/// A stretch that somebody practises.
struct PracticeLoop {
    std::string name;  ///< may be ""
    std::int64_t from_ms = 0, to_ms = 0;
    std::int64_t speed_percent = 100;
    bool operator==(const PracticeLoop&) const = default;
};

/// Even beats of the music, from a 1 on until the next grid's.
struct PracticeBeats {
    std::int64_t start_ms = 0;
    std::int64_t beat_us = 500'000;  ///< microseconds: an hour of beats drifts by milliseconds
    std::int64_t group = 8;
    bool operator==(const PracticeBeats&) const = default;
};

/// What somebody noted for practising with a recording.
struct PracticeNotes {
    std::vector<PracticeLoop> loops;
    std::vector<PracticeBeats> beats;
    bool mirrored = false;
    bool operator==(const PracticeNotes&) const = default;
};

void describe(Archive& a, PracticeLoop& m);
void describe(Archive& a, PracticeBeats& m);
void describe(Archive& a, PracticeNotes& m);

}  // namespace lsl::wire

namespace lsl::api {

/// Where the caller left the replay; 0 = it was seen to its end. 403 and 409 as of GetPlayback, 409
/// `not_a_replay` while the class is live.
struct KeepProgress {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/progress";
    struct Request {
        std::int64_t positionMs = 0;
    };
    using Response = Empty;  // 204
};
/// A player says so that often at most.
inline constexpr std::int64_t progress_interval_s = 10;

/// Empty notes where nothing was noted yet. 403 `not_enrolled` without a place.
struct GetPracticeNotes {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/streams/{id}/practice";
    using Request = Empty;
    struct Response {
        wire::PracticeNotes notes;
    };
};

/// In place of what was noted before. 422 for more than 50 loops or 20 beats, and for times that
/// make no sense.
struct PutPracticeNotes {
    static constexpr Method method = Method::Put;
    static constexpr std::string_view path = "/api/streams/{id}/practice";
    struct Request {
        wire::PracticeNotes notes;
    };
    using Response = Empty;  // 204
};
inline constexpr std::size_t most_practice_loops = 50, most_practice_beats = 20;
inline constexpr std::size_t longest_loop_name = 60;  ///< bytes

void describe(wire::Archive& a, KeepProgress::Request& m);
void describe(wire::Archive& a, GetPracticeNotes::Response& m);
void describe(wire::Archive& a, PutPracticeNotes::Request& m);

}  // namespace lsl::api
