#include "server/services/live/media_gateway.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/live/room_name.h"

namespace lsl::services {

namespace {

Error publish_token_is_wrong() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "The publish token is not right, or this class is over.");
}

Error not_your_session() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "This session belongs to somebody else.");
}

Error playing_elsewhere() {
    return make_error(ErrorCode::Conflict, "playing_elsewhere",
                      "You opened this class in more windows or devices than can play at once. "
                      "The newest ones go on.");
}

bool is_over(const domain::StudioClass& row) {
    return row.stream.status == domain::StreamStatus::Ended ||
           row.stream.status == domain::StreamStatus::Cancelled;
}

/// What the engine knows of a watcher. Who watches by a role alone is nobody in the figures.
std::string tag_of(const WatchGrant& grant) {
    return grant.has_place ? grant.watcher.user.to_string() : std::string();
}

}  // namespace

MediaGateway::MediaGateway(const Parts& parts, RateLimit offers)
    : parts_(parts), offers_limit_(offers), offers_(parts.clock), checks_(parts.clock) {}

Result<media::SessionAnswer> MediaGateway::publish(const LiveInputId& live_input,
                                                   std::string_view bearer, std::string_view offer,
                                                   const Takeover& takeover) {
    if (checks_.knows(live_input.text)) return publish_check(live_input.text, bearer, offer);
    const auto row = class_of_room(parts_.database, live_input.text);
    if (!row) return not_found("There is no such ingest.");
    if (!same_secret(bearer, row->ingest.access.webrtc_token)) return publish_token_is_wrong();
    const media::RoomName& room = room_of(*row);
    LSL_TRY(offers_.take("whip:" + room, offers_limit_));
    LSL_TRY(check_takeover(room, takeover));
    auto answer = LSL_TRY(parts_.media.ask(media::Publish{room, offer}));
    // The class may have ended, or its token been replaced, while the engine worked.
    const auto after = class_of_room(parts_.database, room);
    if (!after || is_over(*after)) {
        parts_.media.ask(media::CloseRoom{room});
        return publish_token_is_wrong();
    }
    if (!same_secret(bearer, after->ingest.access.webrtc_token)) {
        close(answer.session);
        return publish_token_is_wrong();
    }
    return answer;
}

Result<CheckInputs::Input> MediaGateway::open_check(StreamId stream) {
    auto opened = LSL_TRY(checks_.open(stream));
    if (opened.replaced) parts_.media.ask(media::CloseRoom{*opened.replaced});
    return std::move(opened.input);
}

Result<media::SessionAnswer> MediaGateway::publish_check(const media::RoomName& room,
                                                         std::string_view bearer,
                                                         std::string_view offer) {
    if (!checks_.fits(room, bearer)) return publish_token_is_wrong();
    LSL_TRY(offers_.take("whip:" + room, offers_limit_));
    auto answer = LSL_TRY(parts_.media.ask(media::Publish{room, offer}));
    // Its time may have ended while the engine worked, and nobody would close it then.
    if (!checks_.knows(room)) {
        parts_.media.ask(media::CloseRoom{room});
        return publish_token_is_wrong();
    }
    return answer;
}

Result<void> MediaGateway::check_takeover(const media::RoomName& room, const Takeover& takeover) {
    if (takeover.allowed) return {};
    const media::SessionName last = parts_.rooms.last_publisher(room);
    if (last.empty() || std::ranges::find(takeover.own, last) != takeover.own.end()) return {};
    // A new broadcast may begin where nobody is on air; one that goes on asks again when somebody
    // has been there meanwhile.
    if (takeover.own.empty() && !parts_.media.ask(media::FindSession{last})) return {};
    return make_error(ErrorCode::Conflict, "on_air_elsewhere",
                      "You're on air from another device.");
}

Result<media::SessionAnswer> MediaGateway::watch(const PlaybackId& playback,
                                                 std::string_view bearer, std::string_view offer) {
    const WatchGrant grant = LSL_TRY(parts_.rights.check_token(bearer, playback));
    const Watcher& watcher = grant.watcher;
    LSL_TRY(offers_.take("whep:" + watcher.user.to_string(), offers_limit_));
    auto answer = LSL_TRY(parts_.media.ask(media::Watch{room_of(grant.row), offer, tag_of(grant)}));
    const auto too_many = sessions_.add({answer.session, grant.row.stream.id, watcher});
    for (const auto& session : too_many) close(session);
    // Either may have ended while the other was made; what is kept and is gone would stay for ever.
    if (auto still = parts_.rights.check_token(bearer, playback); !still) {
        close(answer.session);
        sessions_.remove(answer.session);
        return still.error();
    }
    if (!parts_.media.ask(media::FindSession{answer.session})) sessions_.remove(answer.session);
    return answer;
}

void MediaGateway::close(const media::SessionName& session) {
    static_cast<void>(parts_.media.ask(media::CloseSession{session}));
}

void MediaGateway::end_lost_rights() {
    for (const auto& session : parts_.rights.without_right(sessions_.all())) {
        close(session.name);
        sessions_.remove(session.name);
    }
    for (const auto& room : checks_.take_expired()) parts_.media.ask(media::CloseRoom{room});
}

Result<void> MediaGateway::find_session(std::string_view session) {
    const std::string name(session);
    const auto found = parts_.media.ask(media::FindSession{name});
    if (found) return {};
    if (sessions_.was_displaced(name)) return playing_elsewhere();
    return found.error();
}

Result<void> MediaGateway::find_publisher(const LiveInputId& live_input, std::string_view session) {
    auto found = find_session(session);
    if (found) return found;
    const media::SessionName last = parts_.rooms.last_publisher(live_input.text);
    if (last.empty() || last == session) return found;
    return make_error(ErrorCode::Conflict, "taken_over",
                      "Another device has taken this broadcast over.");
}

Result<media::SessionInfo> MediaGateway::owned_session(std::string_view session,
                                                       std::string_view bearer, bool over_too) {
    const auto info = LSL_TRY(parts_.media.ask(media::FindSession{std::string(session)}));
    if (checks_.knows(info.room)) {
        if (!checks_.fits(info.room, bearer)) return publish_token_is_wrong();
        return info;
    }
    const auto row = class_of_room(parts_.database, info.room);
    if (!row) return not_found("This session is gone.");
    if (info.publishes) {
        if (!same_secret(bearer, row->ingest.access.webrtc_token)) return publish_token_is_wrong();
        return info;
    }
    const PlaybackId& playback = row->ingest.playback.playback_id;
    const auto holder = parts_.rights.holder_of(bearer, playback);
    const auto watcher = sessions_.watcher_of(std::string(session));
    if (!holder || !watcher || !holder->same_as(*watcher)) return not_your_session();
    if (!over_too) LSL_TRY(parts_.rights.check_token(bearer, playback));
    return info;
}

Result<media::PatchAnswer> MediaGateway::patch_session(std::string_view session,
                                                       std::string_view bearer,
                                                       std::string_view fragment,
                                                       std::optional<std::string_view> if_match) {
    LSL_TRY(owned_session(session, bearer, /*over_too=*/false));
    return parts_.media.ask(media::PatchSession{std::string(session), fragment, if_match});
}

Result<void> MediaGateway::close_session(std::string_view session, std::string_view bearer) {
    LSL_TRY(owned_session(session, bearer, /*over_too=*/true));
    return parts_.media.ask(media::CloseSession{std::string(session)});
}

Result<void> MediaGateway::check_viewer(std::string_view session, std::string_view bearer) {
    const auto info = LSL_TRY(owned_session(session, bearer, /*over_too=*/false));
    if (info.publishes) return not_found("This session sends, it doesn't watch.");
    return {};
}

Result<void> MediaGateway::select_layer(std::string_view session, std::string_view bearer,
                                        media::LayerSelection selection) {
    LSL_TRY(check_viewer(session, bearer));
    return parts_.media.ask(media::SelectLayer{std::string(session), std::move(selection)});
}

}  // namespace lsl::services
