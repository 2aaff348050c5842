#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/recorder/journal.h"
#include "server/recorder/part_writer.h"
#include "server/recorder/recording_files.h"
#include "server/recorder/track_input.h"
#include "server/recorder/track_timeline.h"

namespace lsl::recorder {

/// One recording while it runs: packets in, part files and a journal out. One thread, no clock of
/// its own; time is what the packets' arrivals say.
class Capture {
  public:
    /// Goes on after the parts that are there already. No file is made before the first frame.
    Capture(RecordingFiles files, std::chrono::milliseconds key_frame_every);
    ~Capture();

    /// `utc`: the wall clock now; looked at with the first packet only.
    void packet(const media::TapPacket& packet, UtcTime utc);
    void report(const media::TapSenderReport& report);
    void publisher_gone(MonoTime now);
    /// Writes out what is held and closes the files. Nothing may come after it.
    void close();

    /// True when the publisher should be asked for a key frame.
    bool needs_key_frame() const;
    /// What made writing impossible, once; from then on packets are ignored.
    const std::optional<std::string>& failure() const { return failure_; }
    /// Bytes in the parts of this recording.
    std::uint64_t bytes() const;

  private:
    struct Track {
        explicit Track(media::TrackKind kind) : input(kind) {}

        TrackInput input;
        TrackTimeline timeline;
        std::optional<media::TapSenderReport> early_report;  ///< came before its source's frames
        std::optional<Journal::Point> least_delayed;         ///< of the window that runs
        std::int64_t window_began_us = 0;
        std::int64_t segment_began_us = 0;
        std::int64_t last_report_us = 0;
        std::vector<std::int64_t> recent_us;  ///< of the last frames, to notice B-frames
    };
    struct Placed {
        EncodedFrame frame;
        std::int64_t media_us = 0;
    };

    Track& track(media::TrackKind kind) {
        return kind == media::TrackKind::Video ? video_ : audio_;
    }
    std::int64_t capture_us(MonoTime time) const;
    void begin(MonoTime first_arrival, UtcTime utc);
    void advance(MonoTime now);
    void take(EncodedFrame frame);
    void note_arrival(Track& track, media::TrackKind kind, std::int64_t media_us,
                      std::int64_t arrival_us, bool begins_segment);
    void note_report(Track& track, const media::TapSenderReport& report);
    void note_order(Track& track, std::int64_t media_us, bool begins_segment);
    void note_setup(const EncodedFrame& frame);
    void write(const Placed& placed);
    void note_written();
    void write_waiting();
    bool open_part(const EncodedFrame* video);
    void check(const Result<void>& result);
    void fail(const std::string& reason);

    RecordingFiles files_;
    const std::int64_t key_frame_every_us_;
    std::optional<std::string> failure_;

    std::optional<JournalWriter> journal_;
    std::optional<UtcTime> capture_start_;  ///< of the whole recording, also before a crash
    MonoTime first_arrival_;                ///< of this run
    std::int64_t run_began_us_ = 0;         ///< capture time of it
    std::int64_t written_until_us_ = -1;    ///< what earlier runs cover
    std::int64_t noted_until_us_ = -1;      ///< the last `written` line
    int reorder_depth_ = 0;

    Track audio_{media::TrackKind::Audio};
    Track video_{media::TrackKind::Video};
    bool seen_video_ = false;
    bool video_refused_ = false;  ///< libav did not take a frame: go on at the next key frame
    std::int64_t now_us_ = 0;     ///< latest arrival
    std::int64_t last_key_frame_us_ = 0;  ///< arrival of it

    std::unique_ptr<PartWriter> part_;
    std::optional<media::Codec> part_video_;  ///< what part_ was opened for
    int part_number_ = 0;
    std::uint64_t closed_bytes_ = 0;
    std::vector<Placed> waiting_;  ///< frames before the part's tracks are known
    Bytes setup_;                  ///< of the last H264 key frame
    bool sets_changed_ = false;
};

}  // namespace lsl::recorder
