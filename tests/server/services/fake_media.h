#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/services/media_backend.h"
#include "server/services/secrets.h"

namespace lsl::testing {

/// A media backend that carries nothing and notes what it is told.
class FakeMedia final : public services::MediaBackend {
  public:
    std::string_view name() const override { return "local"; }
    Result<services::Ingest> create_ingest(std::string_view) override {
        const std::string id = services::random_name();
        return services::Ingest{.live_input_id = id,
                                .webrtc_url = "http://localhost:8080/whip/" + id,
                                .webrtc_token = services::random_secret(),
                                .playback_id = services::random_name()};
    }
    std::string webrtc_url(const domain::Stream& stream) const override {
        return "http://localhost:8080/whip/" + stream.live_input_id;
    }
    std::string new_video_id() const override { return services::random_name(); }
    void class_started(const domain::Stream& stream) override { note("started", stream); }
    void class_ended(const domain::Stream& stream) override { note("ended", stream); }
    void class_cancelled(const domain::Stream& stream, const std::string&) override {
        note("cancelled", stream);
    }
    void close_viewer(const domain::Stream& stream, UserId) override { note("closed", stream); }
    services::LiveFigures figures(const domain::Stream& stream) const override {
        const auto found = viewers.find(stream.id);
        services::LiveFigures figures;
        figures.media_health.verdict = "offline";
        if (found != viewers.end()) figures.viewers = found->second;
        return figures;
    }
    Result<recorder::RecordingFile> recording_file(const std::string& video_id) const override {
        if (!files.contains(video_id)) return not_found("no file");
        return recorder::RecordingFile{.name = video_id, .content_type = "video/webm"};
    }
    Result<void> remove_recording(const domain::Stream& stream) override {
        const std::string video_id = stream.recording_video_id.value_or("");
        if (video_id == cannot_remove) return internal_error("the disk refuses");
        files.erase(video_id);
        return {};
    }

    std::vector<std::string> steps;  ///< "started Salsa", …
    std::map<StreamId, std::int64_t> viewers;
    std::set<std::string> files;
    std::string cannot_remove;

  private:
    void note(const char* what, const domain::Stream& stream) {
        steps.push_back(std::string(what) + " " + stream.title);
    }
};

}  // namespace lsl::testing
