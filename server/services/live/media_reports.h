#pragma once

#include "server/media/io/media_thread.h"
#include "server/recorder/recorder.h"
#include "server/services/live/layer_watch.h"
#include "server/services/live/media_gateway.h"
#include "server/services/live/media_inbox.h"
#include "server/services/live/recording_reports.h"
#include "server/services/live/room_figures.h"
#include "server/services/watching/attendance.h"
#include "server/services/watching/live_spans.h"
#include "server/store/database.h"

namespace lsl::services {

/// Gives what media engine and recorder report to those whom it concerns, and has them look after
/// what is not reported. For one thread at a time: `MediaLoop`, or a test.
class MediaReports {
  public:
    struct Parts {
        store::Database& database;
        MediaInbox& inbox;
        MediaGateway& gateway;
        RoomFigures& rooms;
        Attendance& attendance;
        LiveSpans& spans;
        RecordingReports& recordings;
        LayerWatch& layers;
    };
    /// All parts outlive the object.
    explicit MediaReports(const Parts& parts) : parts_(parts) {}

    /// Works off what the inbox holds. What one report throws is not the others' fault.
    void drain();
    /// To be called about once a second.
    void refresh();

  private:
    void take(const media::PublisherConnected& came) { parts_.rooms.publisher_came(came); }
    void take(const media::PublisherGone& gone) { parts_.rooms.refresh(gone.room); }
    void take(const media::MediaFlowing& flows) { parts_.rooms.refresh(flows.room); }
    void take(const media::ViewerReceiving& receiving);
    void take(const media::ViewerGone& gone);
    void take(const media::MediaEvent& event);
    void take(const recorder::RecorderEvent& event) { parts_.recordings.take(event); }

    const Parts parts_;
};

}  // namespace lsl::services
