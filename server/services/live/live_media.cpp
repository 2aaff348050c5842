#include "server/services/live/live_media.h"

#include <algorithm>

#include "server/services/accounts/secrets.h"
#include "server/services/live/publish_token_error.h"
#include "server/store/streams_store.h"

namespace lsl::services {

namespace {

using domain::RecordingState;
using domain::StreamStatus;

bool is_over(const domain::StudioClass& row) {
    return row.stream.status == StreamStatus::Ended || row.stream.status == StreamStatus::Cancelled;
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
      media_time_(database),
      offers_(clock) {}

void LiveMedia::use(Playback& playback) { playback_ = &playback; }

Result<domain::Ingest> LiveMedia::create_ingest(std::string_view) {
    domain::Ingest ingest;
    ingest.playback = {.backend = std::string(name()), .playback_id = PlaybackId(random_name())};
    domain::PublishAccess& access = ingest.access;
    access.live_input_id = LiveInputId(random_name());
    access.webrtc_url = options_.public_url + "/whip/" + access.live_input_id.text;
    access.webrtc_token = random_secret();
    return ingest;
}

std::string LiveMedia::webrtc_url(const domain::StudioClass& row) const {
    return options_.public_url + "/whip/" + row.ingest.access.live_input_id.text;
}

VideoId LiveMedia::new_video_id() const { return VideoId(random_name()); }

Result<media::SessionAnswer> LiveMedia::whip_publish(const LiveInputId& live_input,
                                                     std::string_view bearer,
                                                     std::string_view offer,
                                                     const Takeover& takeover) {
    const auto row = stream_of_room(live_input.text);
    if (!row) return not_found("There is no such ingest.");
    if (!same_secret(bearer, row->ingest.access.webrtc_token)) return publish_token_is_wrong();
    LSL_TRY(offers_.take("whip:" + room_of(*row), options_.offers));
    LSL_TRY(check_takeover(room_of(*row), takeover));
    auto answer = LSL_TRY(media_.ask(media::Publish{room_of(*row), offer}));
    // The class may have ended, or its token been replaced, while the engine worked.
    const auto after = stream_of_room(room_of(*row));
    if (!after || is_over(*after)) {
        media_.ask(media::CloseRoom{room_of(*row)});
        return publish_token_is_wrong();
    }
    if (!same_secret(bearer, after->ingest.access.webrtc_token)) {
        static_cast<void>(media_.ask(media::CloseSession{answer.session}));
        return publish_token_is_wrong();
    }
    return answer;
}

Result<std::string> LiveMedia::new_publish_token(const domain::StudioClass&) {
    return random_secret();
}

void LiveMedia::close_publisher(const domain::StudioClass& row) {
    media_.ask(media::ClosePublisher{room_of(row)});
}

media::SessionName LiveMedia::last_publisher(const media::RoomName& room) const {
    const std::lock_guard lock(mutex_);
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? media::SessionName() : found->second.last_publisher;
}

Result<void> LiveMedia::check_takeover(const media::RoomName& room, const Takeover& takeover) {
    if (takeover.allowed) return {};
    const media::SessionName last = last_publisher(room);
    if (last.empty() || std::ranges::find(takeover.own, last) != takeover.own.end()) return {};
    // A new broadcast may begin where nobody is on air; one that goes on asks again when somebody
    // has been there meanwhile.
    if (takeover.own.empty() && !media_.ask(media::FindSession{last})) return {};
    return make_error(ErrorCode::Conflict, "on_air_elsewhere",
                      "You're on air from another device.");
}

Result<void> LiveMedia::find_publisher(const LiveInputId& live_input, std::string_view session) {
    auto found = find_session(session);
    if (found) return found;
    const media::SessionName last = last_publisher(live_input.text);
    if (last.empty() || last == session) return found;
    return make_error(ErrorCode::Conflict, "taken_over",
                      "Another device has taken this broadcast over.");
}

void LiveMedia::class_started(const domain::StudioClass& row) {
    watch_room(row);
    begin_recording(row);
}

void LiveMedia::begin_recording(const domain::StudioClass& row) {
    const std::string name = row.recording.file_name();
    auto tap = recorder_.begin(name);
    if (!tap) {
        recording_in_trouble({name, "This class is not being recorded."});
        return;
    }
    media_.ask(media::SetTap{room_of(row), std::move(tap)});
}

void LiveMedia::class_ended(const domain::StudioClass& row) {
    media_.ask(media::SetTap{room_of(row), nullptr});
    media_.ask(media::CloseRoom{room_of(row)});
    recorder_.finish(row.recording.file_name());
    {
        const std::lock_guard lock(mutex_);
        rooms_.erase(room_of(row));
    }
    media_time_.close(row.stream.id, clock_.mono());
}

void LiveMedia::class_cancelled(const domain::StudioClass& row, const VideoId& video) {
    media_.ask(media::SetTap{room_of(row), nullptr});
    media_.ask(media::CloseRoom{room_of(row)});
    if (!video.empty()) static_cast<void>(recorder_.remove(video.text));
    const std::lock_guard lock(mutex_);
    rooms_.erase(room_of(row));
    trouble_.erase(video.text);
}

void LiveMedia::class_back_to_planned(const domain::StudioClass& row, const VideoId& video) {
    media_.ask(media::SetTap{room_of(row), nullptr});
    media_.ask(media::CloseViewers{room_of(row)});
    if (!video.empty()) static_cast<void>(recorder_.remove(video.text));
    {
        const std::lock_guard lock(mutex_);
        if (const auto room = rooms_.find(room_of(row)); room != rooms_.end()) {
            room->second.live = false;
        }
        trouble_.erase(video.text);
    }
    media_time_.forget(row.stream.id);
}

Result<recorder::RecordingFile> LiveMedia::recording_file(const VideoId& video) const {
    return recorder_.find(video.text);
}

Result<void> LiveMedia::remove_recording(const domain::StudioClass& row) {
    return recorder_.remove(row.recording.file_name());
}

LiveFigures LiveMedia::figures(const domain::StudioClass& row) const {
    LiveFigures figures;
    figures.media_health.verdict = "offline";
    const std::string warning =
        row.stream.status == StreamStatus::Scheduled ? space_.warning() : std::string();
    const std::string recording = row.recording.file_name();
    std::string lack;
    if (row.recording.state == RecordingState::Available) {
        if (const auto file = recorder_.find(recording)) lack = file->lack;
    }
    const std::lock_guard lock(mutex_);
    const auto room = rooms_.find(room_of(row));
    if (room != rooms_.end()) figures = room->second.figures;
    figures.media_health.recording_trouble = warning.empty() ? lack : warning;
    for (const recorder::Preparing& one : preparing_) {
        if (one.name == recording) figures.replay_progress = one.percent / 100.0;
    }
    const auto trouble = trouble_.find(recording);
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
    for (const auto& row : open) {
        if (row.stream.status == StreamStatus::Live) {
            if (row.ingest.playback.backend == name()) class_started(row);
        } else {
            // Also when it is finished: what was lost is the report of that.
            recorder_.finish(row.recording.file_name());
        }
    }
    for (const auto& name : recorder_.unfinished()) {
        if (!stream_of_recording(name)) static_cast<void>(recorder_.remove(name));
    }
    return {};
}

std::optional<domain::StudioClass> LiveMedia::stream_of_room(const media::RoomName& room) {
    auto found = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_live_input(LiveInputId(room));
    });
    return found ? std::move(*found) : std::nullopt;
}

std::optional<domain::StudioClass> LiveMedia::stream_of_recording(
    const recorder::RecordingName& name) {
    auto found = database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).find_by_video(VideoId(name));
    });
    return found ? std::move(*found) : std::nullopt;
}

}  // namespace lsl::services
