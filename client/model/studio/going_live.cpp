#include "client/model/studio/going_live.h"

#include "client/model/model.h"
#include "shared/domain/permissions.h"

namespace lsl::model {

bool on_stage(const Model& model) {
    if (model.route.page != Page::StudioBroadcast) return false;
    const wire::InstructorStream* row = model.studio.find(model.route.stream);
    return row != nullptr && row->stream.status == domain::StreamStatus::Live;
}

bool is_connected(const Studio& studio, const wire::InstructorStream& row) {
    return studio.broadcast.stage == BroadcastStage::Connected ||
           (studio.broadcast.stage == BroadcastStage::Idle &&
            row.statistics.media_health.connected);
}

NoPicture no_picture(const Studio& studio, const wire::InstructorStream& row) {
    const bool open = studio.capture.phase == CapturePhase::Open;
    if (studio.broadcast.stage == BroadcastStage::Connected) {
        return open && !studio.capture.camera_on ? NoPicture::CameraOff : NoPicture::None;
    }
    if (is_connected(studio, row)) return NoPicture::None;
    return open ? NoPicture::NotSent : NoPicture::NoCamera;
}

domain::StartQuestion question_before_start(const Studio& studio, const wire::InstructorStream& row,
                                            UtcTime now) {
    return domain::question_before_start(row.stream, no_picture(studio, row) == NoPicture::None,
                                         now);
}

CheckNeeds check_needs(const Studio& studio, StreamId id) {
    CheckNeeds needs{.recording_room_s = studio.recording_room_s};
    if (const wire::InstructorStream* row = studio.find(id)) {
        needs.class_seconds = row->stream.scheduled_duration_seconds;
    }
    return needs;
}

Result<void> may_go_back_to_planned(const wire::InstructorStream& row, UtcTime now) {
    const bool watched =
        row.stream.max_viewers > 0 || row.statistics.max_viewers > 0 || row.statistics.viewers > 0;
    return domain::may_go_back_to_planned(row.stream, watched, now);
}

bool is_refundable(const wire::InstructorStream& row) {
    return !row.stream.refunded_at && row.statistics.revenue > 0 &&
           domain::may_refund_everybody(row.stream, row.recording).has_value();
}

}  // namespace lsl::model
