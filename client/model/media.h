#pragma once

#include <cstdint>
#include <string>

#include "client/media/states.h"
#include "shared/base/error.h"

namespace lsl::model {

/// What the watch page's player does.
enum class PlayerStage : std::uint8_t {
    Off,                   ///< nothing to play now
    Asking,                ///< for the place and the token
    Connecting,            ///< no picture yet
    WaitingForInstructor,  ///< connected, but nothing is sent
    Playing,
    Paused,
    Buffering,
    Reconnecting,  ///< lost after a picture; tried again by itself
    Ended,         ///< of a replay
    Retrying,      ///< the last attempt failed, another follows by itself
    Failed,        ///< waits for the person's "Try again"
};

/// What the platform tells of the player, and what the app makes of it.
struct Player : media::PlayerState {
    PlayerStage stage = PlayerStage::Off;  ///< instead of `phase`: the app's own attempts, too
    Error error;                           ///< while Retrying or Failed
    bool own_controls = false;             ///< what plays brings its own: none are drawn over it
};

using media::CapturePhase;

/// Camera and microphone of the instructor. Devices without a name have one here.
struct Capture : media::CaptureState {
    std::string problem;        ///< a sentence while Failed
    float level = 0, peak = 0;  ///< 0..1 of full scale
};

enum class BroadcastStage : std::uint8_t {
    Idle,
    Opening,  ///< camera and microphone, to go on air with them at once
    Connecting,
    Connected,
    Reconnecting,
    Failed,
};

struct Broadcast : media::BroadcastState {
    BroadcastStage stage = BroadcastStage::Idle;  ///< instead of `phase`
    std::string problem;                          ///< a sentence while Failed
};

}  // namespace lsl::model
