#pragma once

#include "client/model/media.h"
#include "client/model/studio/check.h"
#include "shared/domain/lifecycle.h"
#include "shared/wire/rows.h"

namespace lsl::model {

struct Model;
struct Studio;

/// The page is the stage of a class that runs: without the bars of other pages, and always dark.
bool on_stage(const Model& model);

/// Why nobody would see anything if the class went live now.
enum class NoPicture : std::uint8_t {
    None,       ///< the picture arrives
    NoCamera,   ///< this page has no camera open, and no encoder sends
    NotSent,    ///< the camera is open, the broadcast hasn't started
    CameraOff,  ///< the broadcast stands, the camera is switched off
};
NoPicture no_picture(const Studio& studio, const wire::InstructorStream& row);
/// This page's broadcast or another encoder is connected.
bool is_connected(const Studio& studio, const wire::InstructorStream& row);
/// What to ask before going live.
domain::StartQuestion question_before_start(const Studio& studio, const wire::InstructorStream& row,
                                            UtcTime now);
/// How long the class will be, and the room for its recording.
CheckNeeds check_needs(const Studio& studio, StreamId id);
/// Whether the start can still be taken back.
Result<void> may_go_back_to_planned(const wire::InstructorStream& row, UtcTime now);
/// Whether the class that is over can be refunded to everybody who paid.
bool is_refundable(const wire::InstructorStream& row);

}  // namespace lsl::model
