#include "server/services/live/media_backends.h"

namespace lsl::services {

MediaBackend* MediaBackends::named_by(const domain::StudioClass& row) const {
    for (MediaBackend* backend : backends_) {
        if (backend->name() == row.ingest.playback.backend) return backend;
    }
    return nullptr;
}

MediaBackend& MediaBackends::of(const domain::StudioClass& row) const {
    MediaBackend* named = named_by(row);
    return named != nullptr ? *named : first();
}

Result<void> MediaBackends::require_reach(const domain::StudioClass& row,
                                          const VideoId& video) const {
    if (named_by(row) != nullptr || recording_file(video)) return {};
    Error error = make_error(ErrorCode::Unavailable, "hosted_media_misconfigured",
                             "The video service of this class is not set up. The studio has to "
                             "look at it.");
    error.detail = "no settings for media_backend " + row.ingest.playback.backend;
    return error;
}

std::string MediaBackends::webrtc_url(const domain::StudioClass& row) const {
    return of(row).webrtc_url(row);
}

void MediaBackends::class_started(const domain::StudioClass& row) { of(row).class_started(row); }

void MediaBackends::class_ended(const domain::StudioClass& row) { of(row).class_ended(row); }

void MediaBackends::class_cancelled(const domain::StudioClass& row, const VideoId& video) {
    of(row).class_cancelled(row, video);
}

void MediaBackends::class_back_to_planned(const domain::StudioClass& row, const VideoId& video) {
    of(row).class_back_to_planned(row, video);
}

Result<std::string> MediaBackends::new_publish_token(const domain::StudioClass& row) {
    return of(row).new_publish_token(row);
}

void MediaBackends::switched_off(const domain::StudioClass& row, SwitchedOff what) {
    of(row).switched_off(row, what);
}

void MediaBackends::close_publisher(const domain::StudioClass& row) {
    of(row).close_publisher(row);
}

LiveFigures MediaBackends::figures(const domain::StudioClass& row) const {
    return of(row).figures(row);
}

Result<std::optional<HostedSource>> MediaBackends::live_source(const domain::StudioClass& row,
                                                               UtcTime until) {
    return of(row).live_source(row, until);
}

Result<std::optional<HostedSource>> MediaBackends::replay_source(const domain::StudioClass& row,
                                                                 const VideoId& video,
                                                                 UtcTime until) {
    LSL_TRY(require_reach(row, video));
    return of(row).replay_source(row, video, until);
}

Result<recorder::RecordingFile> MediaBackends::recording_file(const VideoId& video) const {
    for (const MediaBackend* backend : backends_) {
        auto file = backend->recording_file(video);
        if (file || backend == backends_.back()) return file;
    }
    return not_found("There is no such recording.");
}

Result<void> MediaBackends::check_recording(const domain::StudioClass& row) {
    return of(row).check_recording(row);
}

Result<void> MediaBackends::remove_recording(const domain::StudioClass& row) {
    LSL_TRY(require_reach(row, row.recording.video_id.value_or(VideoId())));
    return of(row).remove_recording(row);
}

}  // namespace lsl::services
