#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/wire/api.h"
#include "shared/wire/chat_rows.h"

// The contract's part about the figures of classes: see api.h. What they mean is in
// domain/figures.h and stands beside each figure in the app. Both also come as `….csv`: UTF-8 with
// a byte order mark, RFC 4180, columns in English that only grow at the end.

namespace lsl::wire {

/// Tokens.
struct MoneyFigures {
    std::int64_t charged = 0;
    std::int64_t refunded = 0;
    std::int64_t revenue = 0;  ///< what is left of it
    double hosting_cost = 0;   ///< US dollars; 0 where minutes cost nothing
    bool operator==(const MoneyFigures&) const = default;
};

/// Ten seconds of a class.
struct FiguresStep {
    std::int64_t at_ms = 0;    ///< since the class's start
    std::int64_t viewers = 0;  ///< the most at the same time
    std::int64_t joins = 0, leaves = 0;
    double stayed = 0;  ///< share of those who attended that was there, 0…1
    double plays = 0;   ///< how often each of its seconds was played in replays, on average
    std::int64_t reactions = 0;
    std::int64_t messages = 0;
    std::optional<ReactionCounts> taps =
        {};  ///< the reactions by their kinds; left out without any
    /// The most people who had each wish at the same time, each once; fewer than five are not told.
    std::optional<WishCounts> wishes = {};
};

/// Somebody with a place, or who had one of the class's seats otherwise: for its staff alone.
struct AttendanceRow {
    std::optional<UserId> user_id;  ///< nothing: nobody is to know any more
    std::string display_name;
    std::optional<UtcTime> enrolled_at;
    std::string attendance;  ///< "live", "replay" or "no_show"; "" while the class is not over
    std::optional<std::int64_t> first_at_ms;  ///< when they came first while it was live
    std::int64_t live_seconds = 0, replay_seconds = 0;
};

/// When the most people had one wish at the same time. Fewer than five are not told.
struct WishFigure {
    std::string wish;  ///< "again", "slower" or "faster"
    std::int64_t people = 0;
    std::int64_t at_ms = 0;  ///< since the class's start
};

/// Those of one class.
struct ClassFigures {
    StreamId stream_id;
    std::string title;
    std::optional<UtcTime> began_at;  ///< nothing: it has not begun
    std::int64_t length_ms = 0;       ///< until now while it is live
    bool is_live = false;
    /// What the replay's file begins with, since the class's start.
    std::int64_t recording_offset_ms = 0;

    std::int64_t enrolled = 0;              ///< places that were not given back
    std::int64_t attended = 0;              ///< while it was live
    std::int64_t later = 0;                 ///< by the replay alone
    std::int64_t no_shows = 0;              ///< neither; 0 while it is live
    std::optional<std::int64_t> returning;  ///< of `attended`; nothing: too few to tell
    /// Of `attended`, at a class of this teacher for the first time; nothing likewise.
    std::optional<std::int64_t> first_time;

    std::int64_t peak = 0;
    std::optional<UtcTime> peak_at;
    double average = 0;                  ///< at the same time
    std::int64_t watch_seconds = 0;      ///< live and replay, person by person
    std::int64_t live_seconds = 0;       ///< of those
    std::int64_t rehearsed_seconds = 0;  ///< of the class, played in replays
    std::int64_t joins = 0, leaves = 0;
    std::int64_t messages = 0, reactions = 0;
    std::vector<std::int64_t> efforts;  ///< how many chose 1 to 4; empty: too few to tell
    std::vector<WishFigure> wishes;     ///< by when it was

    std::vector<FiguresStep> curve;
    std::optional<MoneyFigures> money;  ///< nothing: it is not theirs to know
};

/// A class, or what a week or month of classes comes to.
struct FiguresRow {
    std::optional<StreamId> stream_id;  ///< of a class
    std::string title;                  ///< of a class
    UtcTime begins;                     ///< the class, week or month
    std::int64_t classes = 0;
    std::int64_t enrolled = 0, attended = 0, later = 0, no_shows = 0;
    std::int64_t people = 0;  ///< who attended one of them, each once
    std::int64_t peak = 0;
    double average = 0;  ///< at the same time, over their lengths
    std::int64_t watch_seconds = 0;
    MoneyFigures money;
};

void describe(Archive& a, MoneyFigures& m);
void describe(Archive& a, FiguresStep& m);
void describe(Archive& a, AttendanceRow& m);
void describe(Archive& a, WishFigure& m);
void describe(Archive& a, ClassFigures& m);
void describe(Archive& a, FiguresRow& m);

}  // namespace lsl::wire

namespace lsl::api {

/// Of one class, for its owner and co-instructors. `….csv?table=` for one of attendance, curve,
/// retention, chat and money; 422 for another one, 403 for money that is not theirs to know.
struct GetClassFigures {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/figures";
    using Request = Empty;
    using Response = wire::ClassFigures;
};

/// Who came to one class, by name.
struct GetAttendance {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/streams/{id}/attendance";
    using Request = Empty;
    struct Response {
        std::vector<wire::AttendanceRow> people;
    };
};

/// Of all classes that began between two UTC dates, the second one not included; the last 90 days
/// when nothing is said. 422 for what is no date, for an end before the beginning, for more than
/// 400 days, and for an unknown `by`.
struct GetStudioFigures {
    static constexpr Method method = Method::Get;
    static constexpr std::string_view path = "/api/instructor/figures";
    static constexpr std::string_view query[] = {"from", "to", "by"};
    using Request = Empty;
    struct Response {
        std::string from, to;  // dates
        std::string by;
        std::vector<wire::FiguresRow> rows;  // newest first
        wire::FiguresRow total;
    };
};

void describe(wire::Archive& a, GetAttendance::Response& m);
void describe(wire::Archive& a, GetStudioFigures::Response& m);

}  // namespace lsl::api
