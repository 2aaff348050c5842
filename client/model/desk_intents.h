#pragma once

#include <cstdint>
#include <string>

#include "client/media/desk.h"

// What a teacher wants of the studio's desk: sound, mix, check.

namespace lsl::model::intent {

/// What the desk's script told, as it told it: only the studio's part reads it.
struct HearDesk {
    std::string json;
};
struct ChooseSound {
    media::SoundKind kind = media::SoundKind::Dance;
};
struct ChooseLineDevice {
    std::string id;
};
struct AnswerRoomMusic {
    bool by_loudspeaker = false;
};
struct ChooseMusic {
    media::MusicSource source = media::MusicSource::None;
    std::string device;  ///< of a second device
};
struct PlayPauseMusic {};
enum class Fader : std::uint8_t {
    Voice,  ///< decibels
    Music,  ///< decibels
    Delay,  ///< milliseconds that the sound waits; below 0 cannot be had
};
struct SetFader {
    Fader fader = Fader::Voice;
    double value = 0;
};
struct ToggleDucking {};
struct ToggleSelfMirror {};
struct TestClap {};
/// All lines, with the camera and microphone that are open.
struct StartCheck {};
/// To the stage; red lines ask once.
struct LeaveCheck {};

}  // namespace lsl::model::intent
