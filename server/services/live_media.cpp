#include "server/services/live_media.h"

#include "server/services/media_health.h"
#include "server/services/playback.h"
#include "server/services/secrets.h"
#include "server/services/stream_lookup.h"
#include "server/store/enrollments_store.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

namespace {

using domain::RecordingState;
using domain::StreamStatus;

Error publish_token_is_wrong() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "The publish token is not right, or this class is over.");
}

Error not_your_session() {
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "This session belongs to somebody else.");
}

bool is_over(const domain::Stream& stream) {
    return stream.status == StreamStatus::Ended || stream.status == StreamStatus::Cancelled;
}

}  // namespace

LiveMedia::LiveMedia(store::Database& database, const Clock& clock, Announcements& announcements,
                     MediaInbox& inbox, media::MediaThread& media, recorder::Recorder& recorder,
                     LiveMediaOptions options)
    : database_(database),
      clock_(clock),
      announcements_(announcements),
      inbox_(inbox),
      media_(media),
      recorder_(recorder),
      options_(std::move(options)),
      space_(recorder, clock),
      offers_(clock) {}

void LiveMedia::use(Playback& playback) { playback_ = &playback; }

Result<Ingest> LiveMedia::create_ingest(std::string_view) {
    Ingest ingest;
    ingest.live_input_id = random_name();
    ingest.webrtc_url = options_.public_url + "/whip/" + ingest.live_input_id;
    ingest.webrtc_token = random_secret();
    ingest.playback_id = random_name();
    return ingest;
}

std::string LiveMedia::webrtc_url(const domain::Stream& stream) const {
    return options_.public_url + "/whip/" + stream.live_input_id;
}

std::string LiveMedia::new_video_id() const { return random_name(); }

Result<media::SessionAnswer> LiveMedia::whip_publish(std::string_view live_input_id,
                                                     std::string_view bearer,
                                                     std::string_view offer) {
    const auto stream = stream_of_room(std::string(live_input_id));
    if (!stream) return not_found("There is no such ingest.");
    if (!same_secret(bearer, stream->webrtc_token)) return publish_token_is_wrong();
    LSL_TRY(offers_.take("whip:" + stream->live_input_id, options_.offers));
    auto answer = LSL_TRY(media_.publish(stream->live_input_id, offer));
    // The class may have ended while the engine worked.
    const auto after = stream_of_room(stream->live_input_id);
    if (!after || is_over(*after)) {
        media_.close_room(stream->live_input_id);
        return publish_token_is_wrong();
    }
    return answer;
}

Result<media::SessionAnswer> LiveMedia::whep_watch(std::string_view playback_id,
                                                   std::string_view bearer,
                                                   std::string_view offer) {
    const WatchGrant grant = LSL_TRY(playback_->check_token(bearer, playback_id));
    const std::string viewer = grant.user.to_string();
    LSL_TRY(offers_.take("whep:" + viewer, options_.offers));
    auto answer = LSL_TRY(media_.watch(grant.stream.live_input_id, offer, viewer));
    if (auto still = playback_->check_token(bearer, playback_id); !still) {
        static_cast<void>(media_.close_session(answer.session));
        return still.error();
    }
    return answer;
}

Result<void> LiveMedia::find_session(std::string_view session) {
    LSL_TRY(media_.session_info(std::string(session)));
    return {};
}

Result<media::MediaThread::SessionInfo> LiveMedia::owned_session(std::string_view session,
                                                                 std::string_view bearer,
                                                                 bool over_too) {
    const auto info = LSL_TRY(media_.session_info(std::string(session)));
    const auto stream = stream_of_room(info.room);
    if (!stream) return not_found("This session is gone.");
    if (info.publishes) {
        if (!same_secret(bearer, stream->webrtc_token)) return publish_token_is_wrong();
        return info;
    }
    const auto holder = playback_->holder_of(bearer, stream->playback_id);
    if (!holder || holder->to_string() != info.viewer) return not_your_session();
    if (!over_too) LSL_TRY(playback_->check_token(bearer, stream->playback_id));
    return info;
}

Result<media::PatchAnswer> LiveMedia::patch_session(std::string_view session,
                                                    std::string_view bearer,
                                                    std::string_view fragment,
                                                    std::optional<std::string_view> if_match) {
    LSL_TRY(owned_session(session, bearer, /*over_too=*/false));
    return media_.patch(std::string(session), fragment, if_match);
}

Result<void> LiveMedia::close_session(std::string_view session, std::string_view bearer) {
    LSL_TRY(owned_session(session, bearer, /*over_too=*/true));
    return media_.close_session(std::string(session));
}

Result<void> LiveMedia::check_viewer(std::string_view session, std::string_view bearer) {
    const auto info = LSL_TRY(owned_session(session, bearer, /*over_too=*/false));
    if (info.publishes) return not_found("This session sends, it doesn't watch.");
    return {};
}

Result<void> LiveMedia::select_layer(std::string_view session, std::string_view bearer,
                                     media::LayerSelection selection) {
    LSL_TRY(check_viewer(session, bearer));
    return media_.select_layer(std::string(session), std::move(selection));
}

void LiveMedia::class_started(const domain::Stream& stream) {
    watch_room(stream);
    begin_recording(stream);
}

void LiveMedia::begin_recording(const domain::Stream& stream) {
    const std::string name = stream.recording_video_id.value_or("");
    auto tap = recorder_.begin(name);
    if (!tap) {
        recording_in_trouble({name, "This class is not being recorded."});
        return;
    }
    media_.set_tap(stream.live_input_id, std::move(tap));
}

void LiveMedia::class_ended(const domain::Stream& stream) {
    media_.set_tap(stream.live_input_id, nullptr);
    media_.close_room(stream.live_input_id);
    recorder_.finish(stream.recording_video_id.value_or(""));
    const std::lock_guard lock(mutex_);
    rooms_.erase(stream.live_input_id);
}

void LiveMedia::class_cancelled(const domain::Stream& stream, const std::string& video_id) {
    media_.set_tap(stream.live_input_id, nullptr);
    media_.close_room(stream.live_input_id);
    if (!video_id.empty()) static_cast<void>(recorder_.remove(video_id));
    const std::lock_guard lock(mutex_);
    rooms_.erase(stream.live_input_id);
    trouble_.erase(video_id);
}

void LiveMedia::close_viewer(const domain::Stream& stream, UserId user) {
    media_.close_viewer(stream.live_input_id, user.to_string());
}

Result<recorder::RecordingFile> LiveMedia::recording_file(const std::string& video_id) const {
    return recorder_.find(video_id);
}

Result<void> LiveMedia::remove_recording(const domain::Stream& stream) {
    return recorder_.remove(stream.recording_video_id.value_or(""));
}

LiveFigures LiveMedia::figures(const domain::Stream& stream) const {
    LiveFigures figures;
    figures.media_health.verdict = "offline";
    const std::string warning =
        stream.status == StreamStatus::Scheduled ? space_.warning() : std::string();
    const std::lock_guard lock(mutex_);
    const auto room = rooms_.find(stream.live_input_id);
    if (room != rooms_.end()) figures = room->second.figures;
    figures.media_health.recording_trouble = warning;
    const auto trouble = trouble_.find(stream.recording_video_id.value_or(""));
    if (trouble != trouble_.end()) figures.media_health.recording_trouble = trouble->second;
    return figures;
}

std::string LiveMedia::recording_trouble(const recorder::RecordingName& name) const {
    const std::lock_guard lock(mutex_);
    const auto trouble = trouble_.find(name);
    return trouble == trouble_.end() ? std::string() : trouble->second;
}

Result<void> LiveMedia::reconcile() {
    const auto open = LSL_TRY(database_.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    }));
    for (const auto& stream : open) {
        if (stream.status == StreamStatus::Live) {
            if (stream.media_backend == name()) class_started(stream);
        } else {
            // Also when it is finished: what was lost is the report of that.
            recorder_.finish(stream.recording_video_id.value_or(""));
        }
    }
    for (const auto& name : recorder_.unfinished()) {
        if (!stream_of_recording(name)) static_cast<void>(recorder_.remove(name));
    }
    return {};
}

std::optional<domain::Stream> LiveMedia::stream_of_room(const media::RoomName& room) {
    auto found = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_live_input(room);
    });
    return found ? std::move(*found) : std::nullopt;
}

std::optional<domain::Stream> LiveMedia::stream_of_recording(const recorder::RecordingName& name) {
    auto found = database_.read(
        [&](store::Connection& reader) { return store::StreamsStore(reader).find_by_video(name); });
    return found ? std::move(*found) : std::nullopt;
}

}  // namespace lsl::services
