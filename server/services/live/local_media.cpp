#include "server/services/live/local_media.h"

#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/live/room_name.h"
#include "server/store/classes/streams_store.h"

namespace lsl::services {

Result<void> LocalMedia::reconcile() {
    const auto open = LSL_TRY(parts_.database.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    }));
    for (const auto& row : open) {
        const bool ours = row.ingest.playback.backend == name();
        if (ours && row.stream.status == domain::StreamStatus::Live) class_started(row);
    }
    return {};
}

Result<domain::Ingest> LocalMedia::create_ingest(std::string_view) {
    domain::Ingest ingest;
    ingest.playback = {.backend = std::string(name()), .playback_id = PlaybackId(random_name())};
    domain::PublishAccess& access = ingest.access;
    access.live_input_id = LiveInputId(random_name());
    access.webrtc_url = public_url_ + "/whip/" + access.live_input_id.text;
    access.webrtc_token = random_secret();
    return ingest;
}

std::string LocalMedia::webrtc_url(const domain::StudioClass& row) const {
    return public_url_ + "/whip/" + room_of(row);
}

VideoId LocalMedia::new_video_id() const { return VideoId(random_name()); }

Result<std::string> LocalMedia::new_publish_token(const domain::StudioClass&) {
    return random_secret();
}

void LocalMedia::close_publisher(const domain::StudioClass& row) {
    parts_.media.ask(media::ClosePublisher{room_of(row)});
}

void LocalMedia::class_started(const domain::StudioClass& row) {
    parts_.rooms.class_started(row);
    begin_recording(row);
}

void LocalMedia::begin_recording(const domain::StudioClass& row) {
    const std::string name = row.recording.file_name();
    const auto tap = parts_.recorder.begin(name);
    if (!tap) return parts_.outcomes.tell_trouble(name, "This class is not being recorded.");
    parts_.media.ask(media::SetTap{room_of(row), tap});
}

void LocalMedia::class_ended(const domain::StudioClass& row) {
    parts_.media.ask(media::SetTap{room_of(row), nullptr});
    parts_.media.ask(media::CloseRoom{room_of(row)});
    parts_.recorder.finish(row.recording.file_name());
    parts_.rooms.class_ended(row);
}

void LocalMedia::class_cancelled(const domain::StudioClass& row, const VideoId& video) {
    parts_.media.ask(media::SetTap{room_of(row), nullptr});
    parts_.media.ask(media::CloseRoom{room_of(row)});
    parts_.rooms.class_cancelled(row);
    discard_recording(video);
}

void LocalMedia::class_back_to_planned(const domain::StudioClass& row, const VideoId& video) {
    parts_.media.ask(media::SetTap{room_of(row), nullptr});
    parts_.media.ask(media::CloseViewers{room_of(row)});
    parts_.rooms.class_back_to_planned(row);
    discard_recording(video);
}

void LocalMedia::discard_recording(const VideoId& video) {
    if (video.empty()) return;
    static_cast<void>(parts_.recorder.remove(video.text));
    parts_.outcomes.forget_trouble(video.text);
}

Result<recorder::RecordingFile> LocalMedia::recording_file(const VideoId& video) const {
    return parts_.recorder.find(video.text);
}

Result<void> LocalMedia::remove_recording(const domain::StudioClass& row) {
    return parts_.recorder.remove(row.recording.file_name());
}

void LocalMedia::switched_off(const domain::StudioClass& row, SwitchedOff what) {
    parts_.rooms.switched_off(room_of(row), what);
}

LiveFigures LocalMedia::figures(const domain::StudioClass& row) const {
    LiveFigures figures = parts_.rooms.of(room_of(row));
    figures.media_health.recording_trouble = recording_trouble(row);
    figures.replay_progress = parts_.reports.progress(row.recording.file_name());
    return figures;
}

/// What the recorder said last; else what there is to say of the class as it stands.
std::string LocalMedia::recording_trouble(const domain::StudioClass& row) const {
    const std::string recording = row.recording.file_name();
    if (std::string told = parts_.outcomes.trouble(recording); !told.empty()) return told;
    if (row.stream.status == domain::StreamStatus::Scheduled) return parts_.space.warning();
    if (row.recording.state != domain::RecordingState::Available) return {};
    const auto file = parts_.recorder.find(recording);
    return file ? file->lack : std::string();
}

}  // namespace lsl::services
