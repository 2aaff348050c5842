#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/chat_rows.h"
#include "shared/wire/rows.h"

// What GET /api/events sends: `event:` is one of the names below, `data:` the JSON of its struct.

namespace lsl::wire {

/// What a class's description is compared by, since events carry none: "" in their rows. A listener
/// whose description has another digest asks for the class.
std::string description_digest(std::string_view description);

/// A class was created or changed (status, counts, replay): the public row.
struct StreamChanged {
    static constexpr std::string_view name = "stream";
    PublicStream stream;
    std::string description_digest;  ///< empty: the row has its description after all
};

/// To its viewer alone: enrolled, access changed.
struct EnrollmentChanged {
    static constexpr std::string_view name = "enrollment";
    EnrollmentRow enrollment;
    std::string description_digest;  ///< as above
};

/// To its viewer alone: an enrollment is gone (withdrawn, refunded).
struct EnrollmentGone {
    static constexpr std::string_view name = "enrollment_gone";
    StreamId stream_id;
};

/// To its viewer alone.
struct WalletChanged {
    static constexpr std::string_view name = "wallet";
    std::int64_t balance = 0;
};

/// To its person alone: there is a notice, or some were read.
struct NoticesChanged {
    static constexpr std::string_view name = "notices";
    std::int64_t unread = 0;
};

/// To instructors: statistics and media health of a class; what all classes come to.
struct StatisticsChanged {
    static constexpr std::string_view name = "statistics";
    StreamId stream_id;
    Statistics statistics;
    std::optional<StudioTotals> totals;  ///< when they may have changed with it
};

/// To its person alone: what they may do in the room of a class has changed, since its staff asked
/// them to pause or let them write again; or staff took away what they wrote there.
struct RoomMeChanged {
    static constexpr std::string_view name = "room_me";
    StreamId stream_id;
    RoomMe me;
    /// Their own messages that were taken away, with the reason, which nobody else is told.
    std::vector<MessageRow> messages = {};
};

/// To who listens to the room of a class: only what changed since the room's last frame.
struct RoomChanged {
    static constexpr std::string_view name = "room";
    std::optional<std::int64_t> viewers;
    /// Frames are missing that nobody can give any more: what is known of the room has to be read
    /// again.
    std::optional<bool> resync;
    /// Whole messages, new and changed, of those that the audience may know of; and who wrote them.
    std::vector<MessageRow> messages = {};
    ChatPeople people = {};
    std::optional<ReactionCounts> reactions = {};  ///< since the last frame
    std::optional<WishCounts> wish = {};
    std::optional<RoomRow> room = {};
};
/// Adds a later change to an earlier one.
void merge(RoomChanged& change, const RoomChanged& later);

/// To who comes back after too long: what was missed is not known, so everything has to be read
/// again.
struct Resync {
    static constexpr std::string_view name = "resync";
};

void describe(Archive& a, StreamChanged& event);
void describe(Archive& a, EnrollmentChanged& event);
void describe(Archive& a, EnrollmentGone& event);
void describe(Archive& a, WalletChanged& event);
void describe(Archive& a, NoticesChanged& event);
void describe(Archive& a, StatisticsChanged& event);
void describe(Archive& a, RoomMeChanged& event);
void describe(Archive& a, RoomChanged& event);
void describe(Archive& a, Resync& event);

}  // namespace lsl::wire
