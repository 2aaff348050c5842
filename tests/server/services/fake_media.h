#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/services/accounts/secrets.h"
#include "server/services/live/media_backend.h"

namespace lsl::testing {

/// A media backend that carries nothing and notes what it is told.
class FakeMedia final : public services::MediaBackend {
  public:
    std::string_view name() const override { return "local"; }
    Result<domain::Ingest> create_ingest(std::string_view) override {
        const std::string id = services::random_name();
        return domain::Ingest{
            .playback = {.backend = "local", .playback_id = PlaybackId(services::random_name())},
            .access = {.live_input_id = LiveInputId(id),
                       .webrtc_url = "http://localhost:8080/whip/" + id,
                       .webrtc_token = services::random_secret()}};
    }
    std::string webrtc_url(const domain::StudioClass& row) const override {
        return "http://localhost:8080/whip/" + row.ingest.access.live_input_id.text;
    }
    VideoId new_video_id() const override { return VideoId(services::random_name()); }
    void class_started(const domain::StudioClass& row) override { note("started", row); }
    void class_ended(const domain::StudioClass& row) override { note("ended", row); }
    void class_cancelled(const domain::StudioClass& row, const VideoId&) override {
        note("cancelled", row);
    }
    void class_back_to_planned(const domain::StudioClass& row, const VideoId&) override {
        note("planned again", row);
    }
    Result<std::string> new_publish_token(const domain::StudioClass&) override {
        return services::random_secret();
    }
    void close_publisher(const domain::StudioClass& row) override { note("interrupted", row); }
    services::LiveFigures figures(const domain::StudioClass& row) const override {
        const auto found = viewers.find(row.stream.id);
        services::LiveFigures figures;
        figures.media_health.verdict = "offline";
        if (found != viewers.end()) figures.viewers = found->second;
        figures.media_health.connected = connected.contains(row.stream.id);
        return figures;
    }
    Result<recorder::RecordingFile> recording_file(const VideoId& video) const override {
        if (!files.contains(video.text)) return not_found("no file");
        return recorder::RecordingFile{.name = video.text, .content_type = "video/webm"};
    }
    Result<void> remove_recording(const domain::StudioClass& row) override {
        const std::string name = row.recording.file_name();
        if (name == cannot_remove) return internal_error("the disk refuses");
        files.erase(name);
        return {};
    }

    std::vector<std::string> steps;  ///< "started Salsa", …
    std::map<StreamId, std::int64_t> viewers;
    std::set<StreamId> connected;  ///< classes that somebody sends into
    std::set<std::string> files;
    std::string cannot_remove;

  private:
    void note(const char* what, const domain::StudioClass& row) {
        steps.push_back(std::string(what) + " " + row.stream.title);
    }
};

}  // namespace lsl::testing
