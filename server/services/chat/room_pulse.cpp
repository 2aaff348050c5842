#include "server/services/chat/room_pulse.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "server/services/chat/chat_writes.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/rooms/reactions_store.h"

namespace lsl::services {

namespace {

constexpr std::chrono::seconds taps_window{1};
constexpr std::chrono::seconds between_tap_sweeps{10};

Error tap_error(const std::string& name, std::string sentence) {
    Error error = make_error(ErrorCode::InvalidInput, "invalid_reaction", std::move(sentence));
    error.field = name;
    return error;
}

Result<void> check_taps(const api::React::Request& request) {
    wire::ReactionCounts counts = request.counts;
    if (request.names.empty()) return tap_error("", "Say what was tapped, and how often.");
    for (const std::string& name : request.names) {
        const auto* count = counts.find(name);
        if (count == nullptr) return tap_error(name, "There is no such reaction.");
        if (!*count || **count < 1 || **count > domain::most_reactions_at_once) {
            return tap_error(name, "A reaction comes 1 to 100 times.");
        }
    }
    return {};
}

}  // namespace

Result<RoomMember> RoomPulse::require_heard(StreamId stream, const Caller& caller) const {
    return database_.read([&](store::Connection& reader) -> Result<RoomMember> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        RoomMember member = LSL_TRY(enter_room(reader, stream, caller));
        if (row.stream.status != domain::StreamStatus::Live) {
            return make_error(ErrorCode::Conflict, "not_live", "The class is not live.");
        }
        LSL_TRY(check_not_timed_out(reader, stream, member, clock_.utc()));
        return member;
    });
}

std::int64_t RoomPulse::take_taps(UserId user, std::int64_t wanted) {
    const MonoTime now = clock_.mono();
    const std::lock_guard lock(mutex_);
    if (now - forgot_at_ >= between_tap_sweeps) {
        forgot_at_ = now;
        std::erase_if(taps_,
                      [&](const auto& entry) { return now - entry.second.since >= taps_window; });
    }
    Taps& taps = taps_[user];
    if (taps.counted == 0 || now - taps.since >= taps_window) taps = {now, 0};
    const std::int64_t taken = std::min(wanted, domain::most_taps_a_second - taps.counted);
    taps.counted += taken;
    return taken;
}

/// A sum may be lost with the server; nothing else hangs on it.
void RoomPulse::keep(StreamId stream, std::string_view name, std::int64_t count) {
    database_.write_later(
        [stream, name = std::string(name), count, now = clock_.utc()](store::Connection& tx) {
            return store::ReactionsStore(tx).add(stream, now, name, count);
        });
}

Result<void> RoomPulse::react(const Caller& caller, std::string_view stream_id,
                              const api::React::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    LSL_TRY(check_taps(request));
    const RoomMember member = LSL_TRY(require_heard(stream, caller));
    wire::ReactionCounts given = request.counts;
    wire::RoomChanged change{.viewers = std::nullopt, .resync = std::nullopt};
    wire::ReactionCounts& counted = change.reactions.emplace();
    bool any = false;
    for (const std::string_view name : domain::reaction_names) {
        const auto& wanted = *given.find(name);
        const std::int64_t taken = wanted ? take_taps(member.user, *wanted) : 0;
        if (taken <= 0) continue;
        *counted.find(name) = taken;
        keep(stream, name, taken);
        any = true;
    }
    if (any) hub_.change_room(stream, change);
    return {};
}

Result<void> RoomPulse::wish(const Caller& caller, std::string_view stream_id,
                             std::optional<domain::Wish> wish) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const RoomMember member = LSL_TRY(require_heard(stream, caller));
    const std::int64_t people = wishes_.set(stream, member.user, wish);
    if (!wish) return {};
    // How many people have it, not how often it was pressed.
    database_.write_later([stream, wish = *wish, people,
                           now = clock_.utc()](store::Connection& tx) {
        return store::ReactionsStore(tx).keep_most(stream, now, domain::wish_name(wish), people);
    });
    return {};
}

Result<void> RoomPulse::clear_wishes(const Caller& caller, std::string_view stream_id) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    const auto noted = database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(require_stream(tx, stream));
        return audit_chat(tx, caller.acting(), stream, "wishes_cleared", std::nullopt, {}, {}, now);
    });
    if (noted) wishes_.clear(stream);
    return noted;
}

Result<void> RoomPulse::set_effort(const Caller& caller, std::string_view stream_id,
                                   std::int64_t effort) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    if (effort < 1 || effort > 4) return invalid_field("effort", "Choose a number from 1 to 4.");
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<void> {
        const auto row = LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        if (row.stream.status != domain::StreamStatus::Ended) {
            return make_error(ErrorCode::Conflict, "not_ended", "The class is not over yet.");
        }
        if (!member.place || !(member.place->watched_live || member.place->watched_replay)) {
            return make_error(ErrorCode::Forbidden, "not_watched",
                              "Only those who have watched the class can tell.");
        }
        return store::ReactionsStore(tx).set_effort(stream, member.user, effort, now);
    });
}

}  // namespace lsl::services
