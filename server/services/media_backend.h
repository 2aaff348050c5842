#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/recorder/recorder.h"
#include "shared/base/result.h"
#include "shared/domain/stream.h"
#include "shared/wire/rows.h"

namespace lsl::services {

/// What the instructor's encoder and the viewers' players connect to, made with each class.
struct Ingest {
    std::string live_input_id;
    std::string webrtc_url;
    std::string webrtc_token;  ///< 256 random bits
    std::string playback_id;
};

/// A live class as it is right now.
struct LiveFigures {
    std::int64_t viewers = 0;
    wire::MediaHealth media_health;
};

/// What carries the picture. Services speak to this; `LiveMedia` is the one in this process.
/// Thread-safe; nothing here waits for more than milliseconds unless it says so.
class MediaBackend {
  public:
    virtual ~MediaBackend() = default;

    virtual std::string_view name() const = 0;  ///< column media_backend
    virtual Result<Ingest> create_ingest(std::string_view title) = 0;
    /// Publish URL of a class, fitting the present PUBLIC_URL.
    virtual std::string webrtc_url(const domain::Stream& stream) const = 0;
    /// A recording_video_id for a class that starts; unguessable.
    virtual std::string new_video_id() const = 0;

    /// The class went live: recording begins.
    virtual void class_started(const domain::Stream& stream) = 0;
    /// Ended or cancelled: the ingest stops, every player is closed; the recording of an ended
    /// class is finished, that of a cancelled one (`video_id`, may be empty) deleted.
    virtual void class_ended(const domain::Stream& stream) = 0;
    virtual void class_cancelled(const domain::Stream& stream, const std::string& video_id) = 0;
    /// A viewer lost the right to watch.
    virtual void close_viewer(const domain::Stream& stream, UserId user) = 0;

    virtual LiveFigures figures(const domain::Stream& stream) const = 0;
    /// NotFound unless it can be played.
    virtual Result<recorder::RecordingFile> recording_file(const std::string& video_id) const = 0;
    /// Success when there is none.
    virtual Result<void> remove_recording(const std::string& video_id) = 0;
};

}  // namespace lsl::services
