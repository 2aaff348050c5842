#include "server/services/chat/chat_replay.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "server/services/chat/room_view.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/rooms/chat_rooms_store.h"
#include "server/store/rooms/reactions_store.h"
#include "shared/domain/figures.h"

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

/// What came of a class's last messages may be said until its replay goes.
constexpr std::int64_t most_answers = 500;

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

/// As viewers see it, staff too: what is shown beside a recording is what everybody saw.
wire::MessageRow placed(const store::ChatMessage& message, std::chrono::milliseconds position,
                        UtcTime now) {
    wire::MessageRow row = message_row(message, Audience::Viewers, now);
    row.position_ms = position.count();
    return row;
}

/// What the team said to a question when the recording was over belongs where it was asked.
Result<void> add_answers(store::Connection& reader, const domain::StudioClass& row, UtcTime first,
                         UtcTime last, UtcTime now, std::vector<wire::MessageRow>& messages) {
    const StreamId stream = row.stream.id;
    if (!row.stream.actual_end_time) return {};
    store::ChatMessagesStore store(reader);
    const auto answers =
        LSL_TRY(store.answers_to(stream, first, last, *row.stream.actual_end_time, most_answers));
    for (const store::ChatMessage& answer : answers) {
        const auto asked = std::find_if(
            messages.begin(), messages.end(),
            [&](const wire::MessageRow& message) { return message.id == answer.reply_to; });
        if (asked == messages.end() || !asked->position_ms) continue;
        const std::chrono::milliseconds position(*asked->position_ms);
        messages.insert(asked + 1, placed(answer, position, now));
    }
    return {};
}

/// The team is known by name; everybody else by one letter.
void shorten_names(wire::ChatPeople& people) {
    for (auto& [id, person] : people) {
        const auto role = domain::parse_staff_role(person.role);
        const bool team = role && domain::may(*role, domain::StaffAction::Moderate);
        if (!team) person.display_name = domain::initial_of(person.display_name);
    }
}

/// Taps by ten seconds of the recording; wishes, which are told by the same table, are no taps.
Result<std::vector<std::int64_t>> taps_of(store::Connection& reader,
                                          const domain::StudioClass& row) {
    constexpr std::chrono::milliseconds middle(domain::figure_step_ms / 2);
    std::vector<std::int64_t> taps;
    for (const auto& sum : LSL_TRY(store::ReactionsStore(reader).sums(row.stream.id))) {
        const auto at = domain::media_position(row.recording, sum.at + middle);
        const bool is_tap = !domain::parse_wish(sum.name);
        if (!at || !is_tap || at->count() > longest_recording_ms) continue;
        const auto step = static_cast<std::size_t>(at->count() / domain::figure_step_ms);
        if (taps.size() <= step) taps.resize(step + 1);
        taps[step] += sum.count;
    }
    return taps;
}

}  // namespace

Result<api::ReplayEnergy::Response> ChatReplay::energy(const Caller& caller,
                                                       std::string_view stream_id) const {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<api::ReplayEnergy::Response> {
        const auto row = LSL_TRY(require_stream(reader, stream));
        const RoomMember member = LSL_TRY(enter_room(reader, stream, caller));
        LSL_TRY(check_replay(row, member, now));
        return api::ReplayEnergy::Response{domain::figure_step_ms, LSL_TRY(taps_of(reader, row))};
    });
}

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
            if (position) response.messages.push_back(placed(message, *position, now));
        }
        LSL_TRY(add_answers(reader, row, *first, *last, now, response.messages));
        response.people = LSL_TRY(authors_of(reader, stream, response.messages));
        const auto settings = LSL_TRY(store::ChatRoomsStore(reader).settings(stream));
        if (!settings.replay_names) shorten_names(response.people);
        return response;
    });
}

}  // namespace lsl::services
