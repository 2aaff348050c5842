#pragma once

#include <string>
#include <string_view>

#include "server/media/io/media_thread.h"
#include "server/recorder/recorder.h"
#include "server/services/live/media_backend.h"
#include "server/services/live/recording_outcomes.h"
#include "server/services/live/recording_reports.h"
#include "server/services/live/recording_space.h"
#include "server/services/live/room_figures.h"
#include "server/store/database.h"
#include "shared/base/result.h"

namespace lsl::services {

/// The media backend inside this process: rooms of the media engine, named by live_input_id, and
/// files of the recorder. Who may publish and watch there is MediaGateway's to say. Thread-safe.
class LocalMedia final : public MediaBackend {
  public:
    static constexpr std::string_view backend_name = "local";

    struct Parts {
        store::Database& database;
        media::MediaThread& media;
        recorder::Recorder& recorder;
        RoomFigures& rooms;
        RecordingOutcomes& outcomes;
        const RecordingReports& reports;
        const RecordingSpace& space;
    };
    /// All parts outlive the object. `public_url` has no slash at its end.
    LocalMedia(const Parts& parts, std::string public_url)
        : parts_(parts), public_url_(std::move(public_url)) {}

    /// At start-up: classes that are live go on.
    Result<void> reconcile();

    std::string_view name() const override { return backend_name; }
    Result<domain::Ingest> create_ingest(std::string_view title) override;
    std::string webrtc_url(const domain::StudioClass& row) const override;
    VideoId new_video_id() const override;
    void class_started(const domain::StudioClass& row) override;
    void class_ended(const domain::StudioClass& row) override;
    void class_cancelled(const domain::StudioClass& row, const VideoId& video) override;
    void class_back_to_planned(const domain::StudioClass& row, const VideoId& video) override;
    Result<std::string> new_publish_token(const domain::StudioClass& row) override;
    void close_publisher(const domain::StudioClass& row) override;
    void switched_off(const domain::StudioClass& row, SwitchedOff what) override;
    LiveFigures figures(const domain::StudioClass& row) const override;
    Result<recorder::RecordingFile> recording_file(const VideoId& video) const override;
    Result<void> remove_recording(const domain::StudioClass& row) override;

  private:
    void begin_recording(const domain::StudioClass& row);
    void discard_recording(const VideoId& video);
    std::string recording_trouble(const domain::StudioClass& row) const;

    const Parts parts_;
    const std::string public_url_;
};

}  // namespace lsl::services
