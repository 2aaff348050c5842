#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "server/recorder/capture/track_notes.h"
#include "server/recorder/finish/output_file.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::recorder {

/// What the journal file beside the parts tells: how their timestamps relate to the clocks of the
/// sender and of this machine. It is text, a line per fact, appended while recording and read when
/// the recording is finished. All times are microseconds since the capture began (capture time)
/// unless said otherwise; RTP time is what the source's RTP clock says, unwrapped, in microseconds
/// from some moment on.
///
///   capture 1732268284123        UTC milliseconds of capture time 0
///   run                          the server began (again) to record here; sources count anew
///   segment v 1 0 33000          video of source 1 lies in the parts from time 0 on, where its RTP
///                                time is 33000, and runs on with RTP time
///   arrival v 2000000 2031000    the least delayed frame of a while: its RTP time, its arrival
///   report v 1500000 394…123 …   sender report: RTP time, sender's clock in µs since 1900, arrival
///   written 5012000              the parts hold everything up to here
///   sound 500 498                so many packets of sound came since the last such line, so many
///                                of them went into the parts
///   heard 5080000                the last packet so far arrived then
///   reorder 2                    so many frames may come before one that is shown earlier
///   sets changed                 H264 parameter sets changed on the way
struct Journal {
    struct Arrival {
        std::int64_t rtp_us = 0;
        std::int64_t arrival_us = 0;
    };
    struct Report {
        std::int64_t rtp_us = 0;
        std::int64_t sender_us = 0;  ///< sender's clock
        std::int64_t arrival_us = 0;
    };
    struct Segment {
        media::TrackKind kind = media::TrackKind::Audio;
        std::uint32_t source = 0;   ///< a number of its own for each source of each run
        std::int64_t start_us = 0;  ///< in the parts
        std::int64_t rtp_us = 0;    ///< there
        std::vector<Arrival> arrivals;
        std::vector<Report> reports;
    };

    std::optional<UtcTime> capture_start;
    std::vector<Segment> segments;  ///< in the order they began
    int reorder_depth = 0;
    bool sets_changed = false;
    std::int64_t last_us = 0;         ///< the latest capture time it mentions
    std::int64_t sound_received = 0;  ///< packets
    std::int64_t sound_kept = 0;      ///< of them, in the parts
    std::optional<std::int64_t> first_arrival_us;
    std::optional<std::int64_t> last_arrival_us;
};

/// An empty journal when there is none; a last line cut short by a crash is left out, and so is one
/// that says nothing. Any thread.
Journal read_journal(const std::filesystem::path& path);

/// Appends to the journal, each line with one write, so that a crash costs no more than the line in
/// the making. Owns the file. One thread. Errors: `open` fails with Internal; later ones are kept
/// in `error`, since the tellers are deep in the timing.
class JournalWriter final : public TimingLog {
  public:
    static Result<JournalWriter> open(const std::filesystem::path& path);

    void capture(UtcTime start);
    void run();
    void segment(media::TrackKind kind, std::uint32_t source, std::int64_t start_us,
                 std::int64_t rtp_us) override;
    void arrival(media::TrackKind kind, std::int64_t rtp_us, std::int64_t arrival_us) override;
    void report(media::TrackKind kind, std::int64_t rtp_us, std::int64_t sender_us,
                std::int64_t arrival_us) override;
    void written(std::int64_t until_us);
    void sound(std::int64_t received, std::int64_t kept);
    void heard(std::int64_t arrival_us);
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
