// WHEP sessions: who may have one, by what right it lives on, and whose it is.

#include "server/services/accounts/secrets.h"
#include "server/services/live/live_media.h"
#include "server/services/live/publish_token_error.h"
#include "server/services/watching/playback.h"

namespace lsl::services {

namespace {

Error not_your_session() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "This session belongs to somebody else.");
}

Error playing_elsewhere() {
    return make_error(ErrorCode::Conflict, "playing_elsewhere",
                      "You opened this class in more windows or devices than can play at once. "
                      "The newest ones go on.");
}

/// What the engine knows of a watcher. Who watches by a role alone is nobody in the figures.
std::string tag_of(const WatchGrant& grant) {
    return grant.has_place ? grant.watcher.user.to_string() : std::string();
}

}  // namespace

Result<media::SessionAnswer> LiveMedia::whep_watch(const PlaybackId& playback,
                                                   std::string_view bearer,
                                                   std::string_view offer) {
    const WatchGrant grant = LSL_TRY(playback_->check_token(bearer, playback));
    const Watcher& watcher = grant.watcher;
    const std::string tag = tag_of(grant);
    LSL_TRY(offers_.take("whep:" + watcher.user.to_string(), options_.offers));
    auto answer = LSL_TRY(media_.ask(media::Watch{room_of(grant.row), offer, tag}));
    const auto too_many = watching_.add({answer.session, grant.row.stream.id, watcher});
    for (const auto& session : too_many)
        static_cast<void>(media_.ask(media::CloseSession{session}));
    // Either may have ended while the other was made; what is kept and is gone would stay for ever.
    if (auto still = playback_->check_token(bearer, playback); !still) {
        static_cast<void>(media_.ask(media::CloseSession{answer.session}));
        watching_.remove(answer.session);
        return still.error();
    }
    if (!media_.ask(media::FindSession{answer.session})) watching_.remove(answer.session);
    return answer;
}

void LiveMedia::end_lost_rights() {
    if (playback_ == nullptr) return;
    for (const auto& session : playback_->without_right(watching_.all())) {
        static_cast<void>(media_.ask(media::CloseSession{session.name}));
        watching_.remove(session.name);
    }
}

Result<void> LiveMedia::find_session(std::string_view session) {
    const std::string name(session);
    const auto found = media_.ask(media::FindSession{name});
    if (found) return {};
    if (watching_.was_displaced(name)) return playing_elsewhere();
    return found.error();
}

Result<media::SessionInfo> LiveMedia::owned_session(std::string_view session,
                                                    std::string_view bearer, bool over_too) {
    const auto info = LSL_TRY(media_.ask(media::FindSession{std::string(session)}));
    const auto row = stream_of_room(info.room);
    if (!row) return not_found("This session is gone.");
    if (info.publishes) {
        if (!same_secret(bearer, row->ingest.access.webrtc_token)) return publish_token_is_wrong();
        return info;
    }
    const auto holder = playback_->holder_of(bearer, row->ingest.playback.playback_id);
    const auto watcher = watching_.watcher_of(std::string(session));
    if (!holder || !watcher || !holder->same_as(*watcher)) return not_your_session();
    if (!over_too) LSL_TRY(playback_->check_token(bearer, row->ingest.playback.playback_id));
    return info;
}

Result<media::PatchAnswer> LiveMedia::patch_session(std::string_view session,
                                                    std::string_view bearer,
                                                    std::string_view fragment,
                                                    std::optional<std::string_view> if_match) {
    LSL_TRY(owned_session(session, bearer, /*over_too=*/false));
    return media_.ask(media::PatchSession{std::string(session), fragment, if_match});
}

Result<void> LiveMedia::close_session(std::string_view session, std::string_view bearer) {
    LSL_TRY(owned_session(session, bearer, /*over_too=*/true));
    return media_.ask(media::CloseSession{std::string(session)});
}

Result<void> LiveMedia::check_viewer(std::string_view session, std::string_view bearer) {
    const auto info = LSL_TRY(owned_session(session, bearer, /*over_too=*/false));
    if (info.publishes) return not_found("This session sends, it doesn't watch.");
    return {};
}

Result<void> LiveMedia::select_layer(std::string_view session, std::string_view bearer,
                                     media::LayerSelection selection) {
    LSL_TRY(check_viewer(session, bearer));
    return media_.ask(media::SelectLayer{std::string(session), std::move(selection)});
}

}  // namespace lsl::services
