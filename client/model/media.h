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
    double told_at = 0;                    ///< seconds of Model::seconds: when `position_s` was so
    PlayerStage stage = PlayerStage::Off;  ///< instead of `phase`: the app's own attempts, too
    Error error;                           ///< while Retrying or Failed
    bool own_controls = false;             ///< what plays brings its own: none are drawn over it
};

using media::CapturePhase;

/// How loud a channel of the microphone is, 0..1 of full scale.
struct ChannelLevel {
    float level = 0;
    float held = 0;  ///< the loudest moment of the last seconds
};

/// Camera and microphone of the instructor. Devices without a name have one here.
struct Capture : media::CaptureState {
    std::string problem;  ///< a sentence while Failed
    ChannelLevel left, right;
    int clips = 0;          ///< moments that were too loud to be sent as they were
    bool clipping = false;  ///< the last of them was seconds ago
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
