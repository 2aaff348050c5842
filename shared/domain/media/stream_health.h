#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::domain {

/// What holds the sender back, as its encoder tells it.
enum class HeldBackBy : std::uint8_t { Nothing, Upload, Computer };

/// How a broadcast is doing: what arrives at the studio, and what its sender knows besides when it
/// is our own page. 0 stands for not known.
struct StreamFigures {
    bool connected = false;
    bool has_video = false;
    double video_bits_per_second = 0;
    double audio_bits_per_second = 0;  ///< below 0 = not known yet
    double frames_per_second = 0;
    int width = 0, height = 0;  ///< of the picture as it is sent
    double loss_percent = 0;    ///< before lost packets were asked for again
    double round_trip_ms = 0;
    std::int64_t viewers_without_video = 0;  ///< whose browsers do not know the codec
    bool b_frames = false;                   ///< players show them in the wrong order
    // Of our own page alone:
    bool camera_off = false, muted = false;  ///< switched off by the person
    int camera_height = 0;
    double camera_frames_per_second = 0;
    HeldBackBy held_back_by = HeldBackBy::Nothing;
};

enum class HealthVerdict : std::uint8_t { Offline, Good, Fair, Poor };
HealthVerdict verdict_of(const StreamFigures& figures);
/// "offline", "good", "fair", "poor": as the API has it.
std::string_view verdict_name(HealthVerdict verdict);

/// What the instructor can do something about.
enum class HealthAdvice : std::uint8_t {
    CameraOff,      ///< by the person: nothing is wrong with what arrives
    Muted,          ///< by the person
    NoPicture,      ///< only sound arrives
    UploadTooSlow,  ///< for this picture, which is sent smaller or coarser
    ComputerTooSlow,
    PacketsGetLost,
    BFrames,
    CodecUnknownToSome,
    NoSound,
    CoarsePicture,  ///< few bits for its size, though nothing holds the sender back
    FewFrames,      ///< though nothing holds the sender back: usually too little light
    SlowAnswers,
};
/// The most pressing first. There is some whenever the verdict is fair or poor.
std::vector<HealthAdvice> advice_for(const StreamFigures& figures);

/// What a picture of that height needs to look good, in bit/s.
double bits_wanted(int height, double frames_per_second);

}  // namespace lsl::domain
