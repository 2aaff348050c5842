#pragma once

#include <vector>

#include "server/services/live/media_backend.h"

namespace lsl::services {

/// Gives each class the backend that its row names (media_backend); new ones get the first. A row
/// of a backend that isn't set up any more is treated as the first one's, except that a recording
/// which isn't on this server is out of reach: it neither plays nor counts as deleted. Thread-safe.
class MediaBackends final : public MediaBackend {
  public:
    /// The first for new classes; at least one. They outlive the object.
    explicit MediaBackends(std::vector<MediaBackend*> backends) : backends_(std::move(backends)) {}

    std::string_view name() const override { return first().name(); }
    Result<domain::Ingest> create_ingest(std::string_view title) override {
        return first().create_ingest(title);
    }
    VideoId new_video_id() const override { return first().new_video_id(); }

    std::string webrtc_url(const domain::StudioClass& row) const override;
    void class_started(const domain::StudioClass& row) override;
    void class_ended(const domain::StudioClass& row) override;
    void class_cancelled(const domain::StudioClass& row, const VideoId& video) override;
    void class_back_to_planned(const domain::StudioClass& row, const VideoId& video) override;
    Result<std::string> new_publish_token(const domain::StudioClass& row) override;
    void switched_off(const domain::StudioClass& row, SwitchedOff what) override;
    void close_publisher(const domain::StudioClass& row) override;
    LiveFigures figures(const domain::StudioClass& row) const override;
    Result<std::optional<HostedSource>> live_source(const domain::StudioClass& row,
                                                    UtcTime until) override;
    Result<std::optional<HostedSource>> replay_source(const domain::StudioClass& row,
                                                      const VideoId& video, UtcTime until) override;
    /// Of whichever backend keeps files here.
    Result<recorder::RecordingFile> recording_file(const VideoId& video) const override;
    Result<void> check_recording(const domain::StudioClass& row) override;
    Result<void> remove_recording(const domain::StudioClass& row) override;

  private:
    MediaBackend& first() const { return *backends_.front(); }
    MediaBackend& of(const domain::StudioClass& row) const;
    /// Null when the row's backend isn't set up.
    MediaBackend* named_by(const domain::StudioClass& row) const;
    /// Unavailable for a recording that only a backend could touch which isn't set up.
    Result<void> require_reach(const domain::StudioClass& row, const VideoId& video) const;

    const std::vector<MediaBackend*> backends_;
};

}  // namespace lsl::services
