#pragma once

#include <filesystem>

namespace lsl::fakes {

/// What a look into an uploaded file tells.
struct MediaFacts {
    bool is_video = false;
    double seconds = -1;
    int width = -1;
    int height = -1;
    bool mp4 = false;  ///< else Matroska or WebM
};
MediaFacts probe(const std::filesystem::path& file);

/// Beside the uploaded file; holds video.m3u8 and video.m4s.
std::filesystem::path packaged_folder(const std::filesystem::path& file);

/// Makes HLS of the file as it is: one fMP4 file and a playlist of its byte ranges. Nothing is
/// encoded anew, so it is false for what MP4 cannot carry, VP8 above all.
bool package_hls(const std::filesystem::path& file);

}  // namespace lsl::fakes
