#include "server/services/chat/chat_replay.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "server/services/chat/room_view.h"
#include "server/services/classes/stream_lookup.h"

namespace lsl::services {

namespace {

/// More than ever come in five minutes: a bound, not a page.
constexpr std::int64_t most_in_a_span = 5000;
/// A month: beyond that no recording goes, and times can be added without a thought.
constexpr std::int64_t longest_recording_ms = 31LL * 24 * 3600 * 1000;

Result<std::int64_t> place_word(std::string_view word, const char* field, std::int64_t usual) {
    if (word.empty()) return usual;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || number < 0 ||
        number > longest_recording_ms) {
        return invalid_field(field, "This has to be a number of milliseconds.");
    }
    return number;
}

/// As for watching: a recording that isn't there has a word of its own here.
Result<void> check_replay(const domain::StudioClass& row, const RoomMember& member, UtcTime now) {
    const domain::Watch verdict = domain::watch_verdict(
        row.stream, row.recording, member.place ? &*member.place : nullptr, now, member.role);
    if (verdict == domain::Watch::Replay) return {};
    const bool gone = verdict == domain::Watch::ReplayExpired || verdict == domain::Watch::Revoked;
    if (gone) return domain::require_watchable(verdict);
    return make_error(ErrorCode::Conflict, "no_recording",
                      "There is no recording of this class to watch.");
}

}  // namespace

Result<api::ReplayChat::Response> ChatReplay::read(const Caller& caller, std::string_view stream_id,
                                                   std::string_view from_word,
                                                   std::string_view to_word) const {
    using std::chrono::milliseconds;
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const std::int64_t from = LSL_TRY(place_word(from_word, "from", 0));
    const std::int64_t end = from + api::longest_replay_span_ms;
    const std::int64_t to = std::min(end, LSL_TRY(place_word(to_word, "to", end)));
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<api::ReplayChat::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        const RoomMember member = LSL_TRY(enter_room(reader, stream, caller));
        LSL_TRY(check_replay(row, member, now));
        const auto first = domain::utc_at(row.recording, milliseconds(from));
        const auto last = domain::utc_at(row.recording, milliseconds(to));
        api::ReplayChat::Response response;
        if (!first || !last) return response;
        const auto rows = LSL_TRY(store::ChatMessagesStore(reader).visible_between(
            stream, *first, *last, most_in_a_span));
        for (const auto& message : rows) {
            const auto position = domain::media_position(row.recording, message.sent_at);
            if (!position) continue;
            // As viewers see it, staff too: what is shown beside a recording is what everybody saw.
            auto shown = message_row(message, Audience::Viewers, now);
            shown.position_ms = position->count();
            response.messages.push_back(std::move(shown));
        }
        response.people = LSL_TRY(authors_of(reader, stream, response.messages));
        return response;
    });
}

}  // namespace lsl::services
