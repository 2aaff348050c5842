#include "server/services/media_backends.h"

namespace lsl::services {

MediaBackend* MediaBackends::named_by(const domain::Stream& stream) const {
    for (MediaBackend* backend : backends_) {
        if (backend->name() == stream.media_backend) return backend;
    }
    return nullptr;
}

MediaBackend& MediaBackends::of(const domain::Stream& stream) const {
    MediaBackend* named = named_by(stream);
    return named != nullptr ? *named : first();
}

Result<void> MediaBackends::require_reach(const domain::Stream& stream,
                                          const std::string& video_id) const {
    if (named_by(stream) != nullptr || recording_file(video_id)) return {};
    Error error = make_error(ErrorCode::Unavailable, "hosted_media_misconfigured",
                             "The video service of this class is not set up. The studio has to "
                             "look at it.");
    error.detail = "no settings for media_backend " + stream.media_backend;
    return error;
}

std::string MediaBackends::webrtc_url(const domain::Stream& stream) const {
    return of(stream).webrtc_url(stream);
}

void MediaBackends::class_started(const domain::Stream& stream) {
    of(stream).class_started(stream);
}

void MediaBackends::class_ended(const domain::Stream& stream) { of(stream).class_ended(stream); }

void MediaBackends::class_cancelled(const domain::Stream& stream, const std::string& video_id) {
    of(stream).class_cancelled(stream, video_id);
}

void MediaBackends::close_viewer(const domain::Stream& stream, UserId user) {
    of(stream).close_viewer(stream, user);
}

LiveFigures MediaBackends::figures(const domain::Stream& stream) const {
    return of(stream).figures(stream);
}

Result<std::optional<HostedSource>> MediaBackends::live_source(const domain::Stream& stream,
                                                               UtcTime until) {
    return of(stream).live_source(stream, until);
}

Result<std::optional<HostedSource>> MediaBackends::replay_source(const domain::Stream& stream,
                                                                 const std::string& video_id,
                                                                 UtcTime until) {
    LSL_TRY(require_reach(stream, video_id));
    return of(stream).replay_source(stream, video_id, until);
}

Result<recorder::RecordingFile> MediaBackends::recording_file(const std::string& video_id) const {
    for (const MediaBackend* backend : backends_) {
        auto file = backend->recording_file(video_id);
        if (file || backend == backends_.back()) return file;
    }
    return not_found("There is no such recording.");
}

Result<void> MediaBackends::check_recording(const domain::Stream& stream) {
    return of(stream).check_recording(stream);
}

Result<void> MediaBackends::remove_recording(const domain::Stream& stream) {
    LSL_TRY(require_reach(stream, stream.recording_video_id.value_or("")));
    return of(stream).remove_recording(stream);
}

}  // namespace lsl::services
