#pragma once

#include <cstdint>
#include <string>

#include "client/media/desk.h"
#include "shared/base/id.h"

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

/// A chapter of the class on the stage begins now; or the last one is taken back, or put back.
struct MarkChapter {
    enum class What : std::uint8_t { Next, Preset, TakeBack, PutBack };
    What what = What::Next;
    int preset = 0;  ///< 1 to 9, as the keys are
};
/// A chapter that there is. Its new name is in the draft of the page.
struct EditChapter {
    enum class What : std::uint8_t { Rename, Move, Remove };
    What what = What::Rename;
    ChapterId id;
    std::int64_t seconds = 0;  ///< that it moves, back below 0
};

}  // namespace lsl::model::intent
