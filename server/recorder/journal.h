#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "server/recorder/output_file.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::recorder {

/// What the journal file beside the parts tells: how their timestamps relate to the clocks of the
/// sender and of this machine. It is text, a line per fact, appended while recording and read when
/// the recording is finished. All times are microseconds since the capture began (capture time)
/// unless said otherwise.
///
///   capture 1732268284123      UTC milliseconds of capture time 0
///   segment v 1 0              from capture time 0 on, video is of source 1, on one RTP clock
///   arrival v 2000000 2031000  the least delayed frame of a while: its timestamp, its arrival
///   report v 1500000 394…123   sender report: timestamp, sender's clock in µs since 1900
///   written 5012000            the parts hold everything up to here
///   reorder 2                  so many frames may come before one that is shown earlier
///   sets changed               H264 parameter sets changed on the way
struct Journal {
    struct Point {
        std::int64_t media_us = 0;  ///< on the track's timeline, as in the parts
        std::int64_t clock_us = 0;  ///< capture time of arrival, or the sender's clock
    };
    struct Segment {
        media::TrackKind kind = media::TrackKind::Audio;
        std::uint32_t source = 0;
        std::int64_t start_us = 0;
        std::vector<Point> arrivals;
        std::vector<Point> reports;
    };

    std::optional<UtcTime> capture_start;
    std::vector<Segment> segments;  ///< in the order they began
    int reorder_depth = 0;
    bool sets_changed = false;
    std::int64_t last_us = 0;  ///< the latest capture time it mentions
};

/// An empty journal when there is none; a last line cut short by a crash is left out.
Journal read_journal(const std::filesystem::path& path);

class JournalWriter {
  public:
    static Result<JournalWriter> open(const std::filesystem::path& path);

    void capture(UtcTime start);
    void segment(media::TrackKind kind, std::uint32_t source, std::int64_t start_us);
    void arrival(media::TrackKind kind, std::int64_t media_us, std::int64_t arrival_us);
    void report(media::TrackKind kind, std::int64_t media_us, std::int64_t sender_us);
    void written(std::int64_t until_us);
    void reorder_depth(int depth);
    void sets_changed();

    /// errno of the first write that failed, else 0.
    int error() const { return error_; }

  private:
    explicit JournalWriter(OutputFile file) : file_(std::move(file)) {}
    void line(const std::string& text);

    OutputFile file_;
    int error_ = 0;
};

}  // namespace lsl::recorder
