#include "server/services/chat/chapters.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

#include "server/services/accounts/secrets.h"
#include "server/services/chat/chat_writes.h"
#include "server/services/chat/message_text.h"
#include "server/services/chat/room_member.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/classes/chapters_store.h"
#include "server/store/jobs/outbox_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using std::chrono::milliseconds;

/// Of a recording whose class has no end yet.
constexpr milliseconds usual_last_chapter = std::chrono::hours(1);

wire::ChapterRow chapter_row(const domain::Recording& recording, const store::Chapter& chapter) {
    wire::ChapterRow row{.id = chapter.id,
                         .kind = chapter.kind,
                         .title = chapter.title,
                         .at = chapter.began_at,
                         .position_ms = std::nullopt};
    if (const auto at = domain::media_position(recording, chapter.began_at)) {
        row.position_ms = at->count();
    }
    return row;
}

Result<std::string> chapter_title(std::string_view typed) {
    std::string title = domain::trimmed(LSL_TRY(message_text(typed, "title")));
    const bool fits = !title.empty() && count_graphemes(title) <= domain::longest_chapter_title;
    if (!fits) {
        Error error = make_error(ErrorCode::InvalidInput, "invalid_chapter_title",
                                 "Write a name of 1 to 60 characters.");
        error.field = "title";
        return error;
    }
    return title;
}

Result<store::Chapter> require_chapter(store::Connection& connection, StreamId stream,
                                       std::string_view id) {
    const Error unknown = not_found("There is no such chapter.");
    const auto parsed = ChapterId::parse(id);
    if (!parsed) return unknown;
    auto found = LSL_TRY(store::ChaptersStore(connection).find(stream, *parsed));
    if (!found) return unknown;
    return std::move(*found);
}

/// The class, for who may see what its parts are.
Result<domain::StudioClass> enter_chapters(store::Connection& reader, const Caller& caller,
                                           std::string_view stream_id, UtcTime now) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    auto row = LSL_TRY(require_stream(reader, stream));
    const RoomMember member = LSL_TRY(enter_room(reader, stream, caller));
    if (member.is_staff()) return row;
    LSL_TRY(domain::require_watchable(domain::watch_verdict(
        row.stream, row.recording, member.place ? &*member.place : nullptr, now, member.role)));
    return row;
}

/// "01:02:03.456"
std::string vtt_time(std::int64_t ms) {
    constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute;
    char text[32];
    std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld.%03lld",
                  static_cast<long long>(ms / hour), static_cast<long long>(ms % hour / minute),
                  static_cast<long long>(ms % minute / second),
                  static_cast<long long>(ms % second));
    return text;
}

/// A line of a cue's text: no markup, and nothing that ends the cue.
std::string vtt_text(std::string_view title) {
    std::string out;
    for (const char c : title) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace

Result<api::ListChapters::Response> Chapters::list(const Caller& caller,
                                                   std::string_view stream_id) const {
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<api::ListChapters::Response> {
        const auto row = LSL_TRY(enter_chapters(reader, caller, stream_id, now));
        api::ListChapters::Response response;
        for (const auto& chapter : LSL_TRY(store::ChaptersStore(reader).list(row.stream.id))) {
            response.chapters.push_back(chapter_row(row.recording, chapter));
        }
        return response;
    });
}

Result<std::string> Chapters::web_vtt(const Caller& caller, std::string_view stream_id) const {
    const UtcTime now = clock_.utc();
    return database_.read([&](store::Connection& reader) -> Result<std::string> {
        const auto row = LSL_TRY(enter_chapters(reader, caller, stream_id, now));
        std::vector<wire::ChapterRow> placed;
        for (const auto& chapter : LSL_TRY(store::ChaptersStore(reader).list(row.stream.id))) {
            placed.push_back(chapter_row(row.recording, chapter));
        }
        std::erase_if(placed, [](const auto& chapter) { return !chapter.position_ms; });
        std::optional<milliseconds> end;
        if (row.stream.actual_end_time) {
            end = domain::media_position(row.recording, *row.stream.actual_end_time);
        }
        std::string text = "WEBVTT\n";
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const std::int64_t from = *placed[i].position_ms;
            const std::int64_t to = i + 1 < placed.size() ? *placed[i + 1].position_ms
                                    : end                 ? end->count()
                                          : from + milliseconds(usual_last_chapter).count();
            if (to <= from) continue;
            text += "\n" + vtt_time(from) + " --> " + vtt_time(to) + "\n" +
                    vtt_text(placed[i].title) + "\n";
        }
        return text;
    });
}

Result<Chapters::Marked> Chapters::mark(std::string_view stream_id,
                                        const api::MarkChapter::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    store::Chapter chapter{.id = new_id<ChapterId>(clock_),
                           .stream_id = stream,
                           .kind = request.kind.value_or(domain::ChapterKind::Own),
                           .title = LSL_TRY(chapter_title(request.title)),
                           .began_at = now,
                           .client_id = request.clientId};
    if (request.clientId && !domain::is_client_id(*request.clientId)) {
        return invalid_field("clientId", "Up to 64 letters, digits, - and _ are taken.");
    }
    return database_.write([&](store::Connection& tx) -> Result<Marked> {
        const auto row = LSL_TRY(require_stream(tx, stream));
        store::ChaptersStore chapters(tx);
        if (request.clientId) {
            if (const auto known = LSL_TRY(chapters.find_sent(stream, *request.clientId))) {
                return Marked{{chapter_row(row.recording, *known)}, false};
            }
        }
        chapter.began_at = LSL_TRY(domain::chapter_time(row.stream, request.at, now));
        const auto count = LSL_TRY(chapters.count(stream));
        if (count >= static_cast<std::int64_t>(domain::most_chapters)) {
            return make_error(ErrorCode::Conflict, "too_many_chapters",
                              "A class has up to 100 chapters. Remove one first.");
        }
        LSL_TRY(chapters.insert(chapter));
        LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
        return Marked{{chapter_row(row.recording, chapter)}, true};
    });
}

Result<api::OneChapter> Chapters::change(std::string_view stream_id, std::string_view chapter_id,
                                         const api::ChangeChapter::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    std::optional<std::string> title;
    if (request.title) title = LSL_TRY(chapter_title(*request.title));
    return database_.write([&](store::Connection& tx) -> Result<api::OneChapter> {
        const auto row = LSL_TRY(require_stream(tx, stream));
        auto chapter = LSL_TRY(require_chapter(tx, stream, chapter_id));
        if (title) chapter.title = *title;
        if (request.moveSeconds) {
            chapter.began_at = LSL_TRY(
                domain::moved_chapter(row.stream, chapter.began_at, *request.moveSeconds, now));
        }
        LSL_TRY(store::ChaptersStore(tx).update(chapter));
        LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
        return api::OneChapter{chapter_row(row.recording, chapter)};
    });
}

Result<void> Chapters::remove(const Caller& caller, std::string_view stream_id,
                              std::string_view chapter_id) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(require_stream(tx, stream));
        const auto chapter = LSL_TRY(require_chapter(tx, stream, chapter_id));
        LSL_TRY(store::ChaptersStore(tx).remove(chapter));
        LSL_TRY(audit_chat(tx, caller.acting(), stream, "chapter_removed", std::nullopt,
                           chapter.title, {}, now));
        return store::OutboxStore(tx).room_changed(stream, now);
    });
}

}  // namespace lsl::services
