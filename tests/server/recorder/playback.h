#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lsl::recorder::test {

/// A file played from its beginning to its end, by libav alone.
struct Playback {
    std::string problem;    ///< empty when everything opened and decoded
    double duration_s = 0;  ///< as the header says
    bool has_video = false;
    bool has_audio = false;
    std::string video_codec;
    int decode_errors = 0;
    int packets_of_video = 0;

    struct Picture {
        double time_s = 0;
        bool key = false;
        int width = 0;
        int height = 0;
        bool bright = false;
    };
    std::vector<Picture> pictures;
    std::vector<double> flashes_s;  ///< when the picture turns bright
    std::vector<double> beeps_s;    ///< when the sound turns on
    double audio_begins_s = 0;
    double audio_ends_s = 0;
    double longest_audio_hole_s = 0;
    double furthest_apart_s = 0;  ///< of what lies side by side in the file
};
Playback play(const std::filesystem::path& path);

/// Where a seek to that time lands: the time of the first video packet, if it is a key frame.
std::optional<double> seek(const std::filesystem::path& path, double to_s);

/// The file has what a player needs to seek without reading all of it: WebM Cues, MP4 moov in
/// front.
bool has_index(const std::filesystem::path& path);

}  // namespace lsl::recorder::test
