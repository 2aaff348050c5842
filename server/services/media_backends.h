#pragma once

#include <vector>

#include "server/services/media_backend.h"

namespace lsl::services {

/// Gives each class the backend that its row names (media_backend); new ones get the first. A row
/// of a backend that isn't set up any more is treated as the first one's, except that a recording
/// which isn't on this server is out of reach: it neither plays nor counts as deleted. Thread-safe.
class MediaBackends final : public MediaBackend {
  public:
    /// The first for new classes; at least one. They outlive the object.
    explicit MediaBackends(std::vector<MediaBackend*> backends) : backends_(std::move(backends)) {}

    std::string_view name() const override { return first().name(); }
    Result<Ingest> create_ingest(std::string_view title) override {
        return first().create_ingest(title);
    }
    std::string new_video_id() const override { return first().new_video_id(); }

    std::string webrtc_url(const domain::Stream& stream) const override;
    void class_started(const domain::Stream& stream) override;
    void class_ended(const domain::Stream& stream) override;
    void class_cancelled(const domain::Stream& stream, const std::string& video_id) override;
    void close_viewer(const domain::Stream& stream, UserId user) override;
    LiveFigures figures(const domain::Stream& stream) const override;
    Result<std::optional<HostedSource>> live_source(const domain::Stream& stream,
                                                    UtcTime until) override;
    Result<std::optional<HostedSource>> replay_source(const domain::Stream& stream,
                                                      const std::string& video_id,
                                                      UtcTime until) override;
    /// Of whichever backend keeps files here.
    Result<recorder::RecordingFile> recording_file(const std::string& video_id) const override;
    Result<void> check_recording(const domain::Stream& stream) override;
    Result<void> remove_recording(const domain::Stream& stream) override;

  private:
    MediaBackend& first() const { return *backends_.front(); }
    MediaBackend& of(const domain::Stream& stream) const;
    /// Null when the row's backend isn't set up.
    MediaBackend* named_by(const domain::Stream& stream) const;
    /// Unavailable for a recording that only a backend could touch which isn't set up.
    Result<void> require_reach(const domain::Stream& stream, const std::string& video_id) const;

    const std::vector<MediaBackend*> backends_;
};

}  // namespace lsl::services
