#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "server/services/live/layer_watch.h"
#include "server/services/live/local_media.h"
#include "server/services/live/media_gateway.h"
#include "server/services/live/media_inbox.h"
#include "server/services/live/media_reports.h"
#include "server/services/live/recording_outcomes.h"
#include "server/services/live/recording_reports.h"
#include "server/services/live/recording_space.h"
#include "server/services/live/room_figures.h"
#include "server/services/live/room_name.h"
#include "tests/server/services/still_media.h"
#include "tests/server/services/studio.h"

namespace lsl::testing {

/// A studio whose classes this server carries, on an engine and a recorder that do as they are
/// told.
class LocalStudio : public ::testing::Test, protected Studio {
  protected:
    LocalStudio() { attach(); }

    /// Also as after a restart.
    void attach() {
        using namespace services;
        space = std::make_unique<RecordingSpace>(recorder, clock);
        rooms = std::make_unique<RoomFigures>(*database, clock, engine, changes);
        outcomes = std::make_unique<RecordingOutcomes>(*database, clock, changes);
        recordings = std::make_unique<RecordingReports>(
            *database, clock, recorder, *outcomes, *space, changes, own_backend, take_elsewhere);
        local = std::make_unique<LocalMedia>(
            LocalMedia::Parts{*database, engine, recorder, *rooms, *outcomes, *recordings, *space},
            "http://localhost:8080");
        carry_by(*local);
        gateway = std::make_unique<MediaGateway>(
            MediaGateway::Parts{*database, clock, engine, *rights, *rooms});
        layers = std::make_unique<LayerWatch>(engine);
        spans = std::make_unique<LiveSpans>(*database, clock);
        reports = std::make_unique<MediaReports>(MediaReports::Parts{
            *database, inbox, *gateway, *rooms, *attendance, *spans, *recordings, *layers});
    }
    domain::StudioClass started() {
        const auto salsa = create();
        EXPECT_TRUE(streams->start(id(salsa)));
        return row(salsa.stream.id);
    }
    void report(const media::MediaEvent& event) {
        inbox.media_listener()(event);
        reports->drain();
    }
    void report(const recorder::RecorderEvent& event) {
        inbox.recorder_listener()(event);
        reports->drain();
    }
    void finished(const std::string& name) {
        report(recorder::RecordingFinished{.file = {.name = name}, .other_files = {}});
    }
    std::string token_of(UserId user, const domain::StudioClass& salsa) {
        return playback->playback_for(watcher(user), id(salsa)).value().token;
    }
    std::string trouble_of(const domain::StudioClass& salsa) {
        return local->figures(row(salsa.stream.id)).media_health.recording_trouble;
    }

    services::MediaInbox inbox;
    StillMediaThread engine;
    StillRecorder recorder;
    // For the next `attach`:
    std::string own_backend{services::LocalMedia::backend_name};
    services::RecordingReports::TakeElsewhere take_elsewhere;
    std::unique_ptr<services::RecordingSpace> space;
    std::unique_ptr<services::RoomFigures> rooms;
    std::unique_ptr<services::RecordingOutcomes> outcomes;
    std::unique_ptr<services::RecordingReports> recordings;
    std::unique_ptr<services::LocalMedia> local;
    std::unique_ptr<services::MediaGateway> gateway;
    std::unique_ptr<services::LayerWatch> layers;
    std::unique_ptr<services::LiveSpans> spans;
    std::unique_ptr<services::MediaReports> reports;
};

}  // namespace lsl::testing
