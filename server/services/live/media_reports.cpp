#include "server/services/live/media_reports.h"

#include <variant>

#include "server/services/live/room_name.h"
#include "server/threads/attempt.h"

namespace lsl::services {

void MediaReports::drain() {
    for (const MediaReport& report : parts_.inbox.take()) {
        threads::attempt("media reports",
                         [&] { std::visit([this](const auto& event) { take(event); }, report); });
    }
}

void MediaReports::refresh() {
    threads::attempt("watch rights", [this] { parts_.gateway.end_lost_rights(); });
    threads::attempt("room figures", [this] { parts_.rooms.refresh(); });
    threads::attempt("watch spans", [this] { parts_.spans.refresh(); });
    threads::attempt("recordings", [this] { parts_.recordings.refresh(); });
    threads::attempt("layers", [this] { parts_.layers.refresh(); });
}

void MediaReports::take(const media::MediaEvent& event) {
    std::visit([this](const auto& one) { take(one); }, event);
}

void MediaReports::take(const media::ViewerReceiving& receiving) {
    const auto row = class_of_room(parts_.database, receiving.room);
    const auto user = UserId::parse(receiving.viewer);
    if (row && user && row->stream.status == domain::StreamStatus::Live) {
        parts_.attendance.note_live(row->stream.id, *user);
        parts_.spans.came(*row, *user, receiving.session);
    }
    parts_.rooms.refresh(receiving.room);
}

void MediaReports::take(const media::ViewerGone& gone) {
    parts_.gateway.viewer_gone(gone.session);
    parts_.spans.left(gone.session);
    parts_.rooms.refresh(gone.room);
}

}  // namespace lsl::services
