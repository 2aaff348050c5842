#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/recorder/recorder.h"
#include "server/services/live/switched_off.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// A live class as it is right now.
struct LiveFigures {
    std::int64_t viewers = 0;
    wire::MediaHealth media_health;
    std::optional<double> replay_progress;  ///< 0..1 while its pictures are being converted
    std::optional<double> upload_progress;  ///< 0..1 while the recording is on its way elsewhere
};

/// A picture that isn't on this server. The URLs hold the right to watch until `expires_at`, so
/// they go to nobody but the viewer.
struct HostedSource {
    std::string kind;  ///< "whep" or "hls", as in api::GetPlayback
    std::string url;
    std::string fallback_url;  ///< a player page for browsers that can't play `url`, or empty
    UtcTime expires_at;
};

/// What carries the picture. Services speak to this; `LocalMedia` is the one in this process,
/// `CloudflareMedia` the hosted one, `MediaBackends` gives each class its own.
/// Thread-safe; nothing here waits for more than milliseconds unless it says so.
class MediaBackend {
  public:
    virtual ~MediaBackend() = default;

    virtual std::string_view name() const = 0;  ///< column media_backend
    /// Secrets of 256 random bits. Of a hosted backend: waits for its API, seconds at worst.
    virtual Result<domain::Ingest> create_ingest(std::string_view title) = 0;
    /// Publish URL of a class, fitting the present PUBLIC_URL.
    virtual std::string webrtc_url(const domain::StudioClass& row) const = 0;
    /// A recording_video_id for a class that starts; unguessable.
    virtual VideoId new_video_id() const = 0;

    /// The class went live: recording begins.
    virtual void class_started(const domain::StudioClass& row) = 0;
    /// Ended or cancelled: the ingest stops, every player is closed; the recording of an ended
    /// class is finished, that of a cancelled one (`video`, may be empty) deleted.
    virtual void class_ended(const domain::StudioClass& row) = 0;
    virtual void class_cancelled(const domain::StudioClass& row, const VideoId& video) = 0;
    /// The start was undone: no recording (that of the start, `video`, is deleted) and no
    /// players any more, while the ingest stays open.
    virtual void class_back_to_planned(const domain::StudioClass& row, const VideoId& video) = 0;
    /// A publish token to take the place of the class's present one. Conflict `not_supported` where
    /// the backend has none that could be replaced.
    virtual Result<std::string> new_publish_token(const domain::StudioClass&) {
        return make_error(ErrorCode::Conflict, "not_supported",
                          "The address of this class can't be replaced.");
    }
    /// What whoever publishes has switched off: its figures say so until the connection ends.
    virtual void switched_off(const domain::StudioClass&, SwitchedOff) {}
    /// Ends whoever publishes; viewers stay and wait for the next.
    virtual void close_publisher(const domain::StudioClass&) {}

    virtual LiveFigures figures(const domain::StudioClass& row) const = 0;

    /// Where a live class or a recording plays, for rights that end at `until`. Nothing: here, at
    /// /whep and /recordings, by tokens of `Playback`.
    virtual Result<std::optional<HostedSource>> live_source(const domain::StudioClass&, UtcTime) {
        return std::optional<HostedSource>();
    }
    virtual Result<std::optional<HostedSource>> replay_source(const domain::StudioClass&,
                                                              const VideoId&, UtcTime /*until*/) {
        return std::optional<HostedSource>();
    }

    /// The file on this server. NotFound unless it can be played.
    virtual Result<recorder::RecordingFile> recording_file(const VideoId& video) const = 0;
    /// That the class's recording is where it should be; NotFound when it is gone. Of a hosted
    /// backend: waits for its API.
    virtual Result<void> check_recording(const domain::StudioClass& row) {
        LSL_TRY(recording_file(row.recording.video_id.value_or(VideoId())));
        return {};
    }
    /// Deletes the class's recording; success when there is none. Of a hosted backend: waits for
    /// its API.
    virtual Result<void> remove_recording(const domain::StudioClass& row) = 0;
};

}  // namespace lsl::services
