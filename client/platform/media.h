#pragma once

#include "client/media/states.h"

namespace lsl::platform {

// What the browser tells of media is the app's own state of it.
using media::BroadcastFailure;
using media::BroadcastPhase;
using media::BroadcastState;
using media::CaptureFailure;
using media::CapturePhase;
using media::CaptureState;
using media::MediaDevice;
using media::PlayerFailure;
using media::PlayerFigures;
using media::PlayerPhase;
using media::PlayerPractice;
using media::PlayerState;
using media::Sound;

/// Where a video lies beneath the canvas.
struct VideoPlace {
    float x = 0, y = 0, width = 0, height = 0;  ///< CSS pixels
    float radius = 0;
    bool fixed = false;     ///< viewport coordinates; else page coordinates, and it scrolls
    bool cover = false;     ///< fill and crop; else the whole picture with bars
    bool mirrored = false;  ///< as in a looking-glass: the own camera
    bool visible = false;
    bool operator==(const VideoPlace&) const = default;
};

}  // namespace lsl::platform
