#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/error.h"
#include "shared/base/id.h"
#include "shared/base/time.h"

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

/// How a live picture arrives: of the last second, for people who want to know.
struct PlayerFigures {
    double bits_per_second = 0;  ///< picture and sound
    double frames_per_second = 0;
    double lost_percent = 0;   ///< of the packets
    double round_trip_s = -1;  ///< below 0 = not known
    std::int64_t freezes = 0;  ///< how often the picture stood still, since it connected
    std::string codec;         ///< "H264"; empty = not known yet
};

struct Player {
    PlayerStage stage = PlayerStage::Off;
    Error error;  ///< while Retrying or Failed
    bool live = false;
    bool picture = false;  ///< a frame was shown
    bool has_audio = false;
    bool muted = false;
    bool needs_tap = false;                                 ///< sound needs a press
    bool needs_play = false;                                ///< even the picture needs one
    double position_s = 0, duration_s = 0, buffered_s = 0;  ///< of a replay
    double volume = 1;
    int video_width = 0, video_height = 0;
    double delay_s = -1;       ///< live; below 0 = not known
    std::vector<int> heights;  ///< live: sizes to choose from, the best first; empty = no choice
    int quality = 0;           ///< the height chosen; 0 = automatic
    bool sound_only = false;   ///< live: the line is too narrow for a picture at the moment
    PlayerFigures figures;     ///< live
    bool fullscreen = false, fullscreen_available = false;
    bool picture_in_picture = false, picture_in_picture_available = false;
    bool own_controls = false;  ///< what plays brings its own: none are drawn over it
};

struct Device {
    std::string id, label;
    bool operator==(const Device&) const = default;
};

enum class CaptureStage : std::uint8_t { Closed, Opening, Open, Failed };

/// Camera and microphone of the instructor.
struct Capture {
    CaptureStage stage = CaptureStage::Closed;
    std::string problem;  ///< a sentence while Failed
    std::vector<Device> cameras, microphones;
    std::string camera_id, microphone_id;
    bool camera_on = true, microphone_on = true;
    int width = 0, height = 0;
    double frames_per_second = 0;
    float level = 0, peak = 0;  ///< 0..1 of full scale
};

enum class BroadcastStage : std::uint8_t { Idle, Connecting, Connected, Reconnecting, Failed };

struct Broadcast {
    BroadcastStage stage = BroadcastStage::Idle;
    std::string problem;  ///< a sentence while Failed
    double bits_per_second = 0, frames_per_second = 0;
    double round_trip_s = -1, lost_fraction = 0;
    int width = 0, height = 0;  ///< of the picture as it is sent; 0 = not known yet
    std::string codec;          ///< "H264", "VP8"
    double connected_s = 0;     ///< since the connection stands
    std::string limited_by;     ///< "bandwidth" or "cpu"; empty = nothing
};

}  // namespace lsl::model
