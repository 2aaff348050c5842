#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lsl::media {

/// Watching and broadcasting, as the views need to know it. Whole states are told, not changes.

enum class PlayerPhase : std::uint8_t {
    Idle,        ///< nothing was asked for
    Connecting,  ///< a watch or file was asked for; no picture yet
    Waiting,     ///< connected, but the instructor sends nothing: "the instructor is reconnecting"
    Playing,
    Paused,        ///< by the person, or by the browser; also while what was lost comes back
    Buffering,     ///< a file's next seconds are still on their way, or a seek is under way
    Reconnecting,  ///< the connection was lost after a picture; retried by itself with back-off
    Ended,         ///< a file's end
    Failed,        ///< not retried; see `failure`
};

enum class PlayerFailure : std::uint8_t {
    None,
    Refused,      ///< 401 or 403: the token is dead or was never good; ask for a new playback
    NotFound,     ///< 404 or 410
    Unsupported,  ///< this browser cannot play it
    Network,      ///< could not be reached although tried again for a long time
    Elsewhere,    ///< live: the same person opened it in so many places that this one had to go
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

struct PlayerState {
    PlayerPhase phase = PlayerPhase::Idle;
    PlayerFailure failure = PlayerFailure::None;
    bool live = false;     ///< WHEP; false = a file
    bool picture = false;  ///< a frame of this source was shown (poster may go)
    bool has_audio = false;
    bool muted = false;
    bool needs_tap = false;   ///< the browser allowed it only without sound: "Tap for sound"
    bool needs_play = false;  ///< the browser refused even that: a big play button
    double position_s = 0;    ///< of a file
    double duration_s = 0;    ///< of a file; 0 = not known yet
    double buffered_s = 0;    ///< end of the buffered range that holds the position
    double volume = 1;        ///< 0..1
    double rate = 1;
    std::int64_t rounds = 0;   ///< of a loop: how often it began again
    bool counting_in = false;  ///< beats are counted before the next round
    int video_width = 0, video_height = 0;
    double delay_s = -1;       ///< live: network and jitter buffer, estimated; below 0 = not known
    std::int64_t frames = 0;   ///< live: frames decoded
    std::vector<int> heights;  ///< live: sizes to choose from, the best first; empty = no choice
    int quality = 0;           ///< the height chosen; 0 = automatic
    bool sound_only = false;   ///< live: the line is too narrow for a picture at the moment
    PlayerFigures figures;     ///< live
    bool fullscreen = false;
    bool fullscreen_available = false;
    bool picture_in_picture = false;
    bool picture_in_picture_available = false;
};

/// Even beats of the music from a moment on, until the next grid's.
struct BeatGrid {
    double start_s = 0;      ///< where a 1 is
    double beat_s = 0.5;     ///< between two beats
    std::int64_t group = 8;  ///< what is counted to
    bool operator==(const BeatGrid&) const = default;
};

/// How a recording is practised with; told whole.
struct PlayerPractice {
    double from_s = 0, to_s = 0;  ///< played again and again; equal = no loop
    double speed = 1;
    std::vector<double> ramp;   ///< the speed of each round instead, the last one's for all after
    std::int64_t count_in = 0;  ///< beats before each round
    bool aloud = false;         ///< beats are clicked
    bool spoken = false;        ///< or said, where a voice is fast enough
    std::vector<BeatGrid> grids;
    bool operator==(const PlayerPractice&) const = default;
};

struct MediaDevice {
    std::string id, label;
    bool operator==(const MediaDevice&) const = default;
};

enum class CapturePhase : std::uint8_t { Closed, Opening, Open, Failed };

enum class CaptureFailure : std::uint8_t {
    None,
    Denied,       ///< the person, or the browser's settings, said no
    NoDevice,     ///< neither camera nor microphone found
    InUse,        ///< another program holds it
    Unsupported,  ///< no camera access in this browser, or the page is not served securely
    Lost,         ///< it was unplugged
};

struct CaptureState {
    CapturePhase phase = CapturePhase::Closed;
    CaptureFailure failure = CaptureFailure::None;
    std::vector<MediaDevice> cameras, microphones;  ///< labels only once permission was given
    std::string camera_id, microphone_id;           ///< in use; empty = none
    bool camera_on = true, microphone_on = true;    ///< switched by the person
    int width = 0, height = 0;
    double frames_per_second = 0;
};

/// What one channel of the microphone heard in a twentieth of a second, 0..1 of full scale.
struct ChannelSound {
    float rms = 0, peak = 0;
};
/// A microphone with one channel has the same on both sides.
struct Sound {
    ChannelSound left, right;
};

enum class BroadcastPhase : std::uint8_t {
    Idle,
    Connecting,
    Connected,     ///< media flows to the server
    Reconnecting,  ///< lost; retried by itself until broadcast_stop
    Failed,        ///< refused; not retried
};

enum class BroadcastFailure : std::uint8_t {
    None,
    Refused,      ///< 401, 403 or 404: the publish token is dead (the class has ended)
    Unsupported,  ///< no codec in common
    NoCapture,    ///< camera and microphone are closed
    Elsewhere,    ///< somebody else publishes: took over, or was there before and wasn't replaced
};

struct BroadcastState {
    BroadcastPhase phase = BroadcastPhase::Idle;
    BroadcastFailure failure = BroadcastFailure::None;
    double bits_per_second = 0;
    double frames_per_second = 0;
    double round_trip_s = -1;
    double lost_fraction = 0;  ///< of the last second's packets, as the server reports it
    int width = 0, height = 0;
    std::string codec;       ///< "H264", "VP8"
    std::string limited_by;  ///< empty, "bandwidth" or "cpu": why the picture is smaller than asked
    double connected_s = 0;  ///< since the connection stands
};

}  // namespace lsl::media
