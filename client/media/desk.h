#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What the desks tell: the studio's (web/studio/desk.js) of sound, mix, and the check before a
// class, the player's of what it has received. Only their parts read it, by
// client/media/describe_desk.h and describe_live_desk.h.

namespace lsl::media {

/// How a class sounds. Dance leaves music as it is, in two channels; Talk takes noise and echo out
/// of a voice; Line-in is Dance from a device of its own.
enum class SoundKind : std::uint8_t { Dance, Talk, Line };

/// The meter of one of the three, 0..1 of full scale.
struct SoundCard {
    SoundKind kind = SoundKind::Dance;
    bool live = false;      ///< heard now; else what was measured last
    bool measured = false;  ///< ever
    double left = 0, right = 0, left_held = 0, right_held = 0;
    std::int64_t clips = 0;  ///< moments that were too loud
};

/// Whether a loudspeaker plays the music in the teacher's room, where the microphone hears it.
enum class RoomMusic : std::uint8_t { NotAsked, Yes, No };

/// What is mixed to the microphone.
enum class MusicSource : std::uint8_t { None, File, Tab, Device };

enum class ClapState : std::uint8_t {
    Idle,
    Running,
    Unseen,   ///< the camera saw no flash
    Unheard,  ///< the microphone heard no click
    Done,
};

enum class CheckPhase : std::uint8_t {
    Idle,
    Quiet,   ///< she is asked to be still
    Voice,   ///< to count aloud
    Music,   ///< to play her music
    Upload,  ///< nothing: the line is still being measured
    Done,
};

enum class UploadCheck : std::uint8_t {
    NotYet,
    Running,
    Measured,
    Refused,  ///< the server has no room for it
    Failed,   ///< no connection
};

/// What was measured. Levels in decibels of full scale, -100 = not measured or silent.
struct CheckState {
    CheckPhase phase = CheckPhase::Idle;
    std::int64_t left_s = 0;  ///< of the phase
    std::int64_t at_ms = 0;   ///< when it was done, ms since 1970; 0 = never
    std::int64_t width = 0, height = 0;
    double frames_per_second = 0;  ///< real ones, over three seconds
    double light = -1;             ///< mean, 0..255; below 0 = not measured
    double bright = 0, dark = 0;   ///< shares of the picture that are lost in white, in black
    double backlight = 0;          ///< how much lighter it is around her than where she stands
    double peak_db = -100;
    std::int64_t clips = 0;
    double noise_db = -100, voice_db = -100, music_db = -100;
    std::int64_t channels = 0;
    bool processed = false;  ///< the browser does to the sound what nobody asked for
    UploadCheck upload = UploadCheck::NotYet;
    double bits_per_second = 0;            ///< that the line carries
    double encoded_per_second = 0;         ///< frames of the largest size
    std::string limited_by;                ///< as in BroadcastState
    double battery = -1;                   ///< 0..1; below 0 = the browser does not tell
    bool charging = false, awake = false;  ///< awake: the screen can be kept on
};

/// All of it, told whole.
struct Desk {
    SoundKind kind = SoundKind::Dance;
    bool refused = false;  ///< the browser does something else than was asked
    bool known = false;    ///< whether it tells what it does; then the next three and `channels`
    bool echo = false, noise = false, gain = false;
    std::int64_t channels = 0;
    std::string line_device;  ///< Line-in's; empty = not chosen yet
    std::vector<SoundCard> cards;
    RoomMusic in_room = RoomMusic::NotAsked;
    MusicSource source = MusicSource::None, source_failed = MusicSource::None;
    std::string source_name;
    bool plays = false, is_file = false;
    bool has_tabs = false;              ///< the browser can give the sound of a tab or the system
    double voice_db = 0, music_db = 0;  ///< faders
    bool ducks = true;                  ///< the music steps back while she speaks
    std::int64_t delay_ms = 0;          ///< by which the sound waits for the picture
    double voice_level = 0, music_level = 0;
    ClapState clap = ClapState::Idle;
    std::int64_t apart_ms = 0;  ///< by which the picture came later than the sound, once Done
    bool unmirrored = false;    ///< she wants to see herself as others do
    CheckState check;

    const SoundCard* card_of(SoundKind wanted) const {
        for (const SoundCard& card : cards) {
            if (card.kind == wanted) return &card;
        }
        return nullptr;
    }
};

/// A student's own camera beside the class.
enum class OwnCamera : std::uint8_t {
    Off,
    Asking,  ///< the browser asks the person
    On,
    Refused,
};

/// The voice that says counts, in the page's language.
enum class CountVoice : std::uint8_t {
    Resting,  ///< nobody asked for it
    Asking,
    Ready,
    Missing,  ///< the browser has none: counts are clicked
    Slow,     ///< for this tempo, or at all: they are clicked, too
};

/// What the player's script tells besides the player's state (web/player/live_desk.js).
struct LiveDesk {
    bool again_available = false;  ///< the last seconds can be seen once more
    bool again = false;            ///< they are being shown, at half speed, in a corner
    OwnCamera own = OwnCamera::Off;
    bool own_over = false;  ///< over the class at half opacity; else below it
    bool own_mirrored = true;
    std::int64_t own_delay_ms = 0;    ///< 0..4000
    std::int64_t zoom_percent = 100;  ///< 100..400: how much larger the picture is than its frame
    CountVoice voice = CountVoice::Resting;
};

/// Where the line is tried: path and token of a private room.
struct CheckInput {
    std::string url, token;
};

}  // namespace lsl::media
