#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/recorder/capture/journal.h"
#include "server/recorder/capture/loss_watch.h"
#include "server/recorder/capture/part_writer.h"
#include "server/recorder/capture/track_input.h"
#include "server/recorder/capture/track_notes.h"
#include "server/recorder/recording_files.h"

namespace lsl::recorder {

/// One recording while it runs: packets in, part files and a journal out. One thread, no clock of
/// its own; time is what the packets' arrivals say. Copies what it keeps of a packet; the files are
/// its own until it goes. A failure to write is no error of a call but `failure`, and the end of
/// this recording; what was written stays.
class Capture {
  public:
    /// Goes on after the parts that are there already. No file is made before the first frame.
    Capture(RecordingFiles files, std::chrono::milliseconds key_frame_every);
    ~Capture();

    /// `utc`: the wall clock now; looked at with the first packet only.
    void packet(const media::TapPacket& packet, UtcTime utc);
    void report(const media::TapSenderReport& report);
    void publisher_gone(MonoTime now);
    /// A packet that came and is not recorded, because recording had to stop. It is counted, so
    /// that the replay is known to lack it.
    void miss(const media::TapPacket& packet);
    /// Packets of sound of which no more is known than that they came.
    void miss_sound(std::uint64_t packets) {
        sound_received_ += static_cast<std::int64_t>(packets);
    }
    /// Writes out what is held and closes the files. Only `miss` and `close` may come after it.
    void close();

    /// True when the publisher should be asked for a key frame.
    bool needs_key_frame() const;
    /// The latest key frame of the publisher on air, for a still picture of the class.
    const std::optional<EncodedFrame>& latest_picture() const { return latest_picture_; }
    /// What made writing impossible, once; from then on packets are ignored.
    const std::optional<std::string>& failure() const { return failure_; }
    /// Of the publisher on air; nothing before its first packet.
    TrackFlow flow(media::TrackKind kind) const;
    /// The latest arrival, and where on its clock the recording's time is zero.
    MonoTime latest_arrival() const;
    MonoTime time_zero() const;
    /// Bytes in the parts of this recording.
    std::uint64_t bytes() const;

  private:
    struct Track {
        explicit Track(media::TrackKind kind) : input(kind), notes(kind) {}

        TrackInput input;
        TrackNotes notes;
        std::optional<MonoTime> first_packet;  ///< of the publisher on air
        std::optional<MonoTime> last_packet;
        std::optional<MonoTime> last_written;
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
    void note_order(Track& track, std::int64_t media_us, bool begins_segment);
    void note_setup(const EncodedFrame& frame);
    void write(const Placed& placed);
    void note_written();
    void note_sound();
    void note_heard();
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
    std::int64_t sound_received_ = 0;  ///< packets since the journal was told
    std::int64_t sound_kept_ = 0;

    Track audio_{media::TrackKind::Audio};
    Track video_{media::TrackKind::Video};
    bool seen_video_ = false;
    bool video_refused_ = false;  ///< libav did not take a frame: go on at the next key frame
    std::int64_t now_us_ = 0;     ///< latest arrival
    std::int64_t heard_us_ = -1;  ///< latest arrival of a packet that the journal was not told of
    std::int64_t last_key_frame_us_ = 0;  ///< arrival of it

    std::unique_ptr<PartWriter> part_;
    std::optional<media::Codec> part_video_;  ///< what part_ was opened for
    int part_number_ = 0;
    std::uint64_t closed_bytes_ = 0;
    std::vector<Placed> waiting_;  ///< frames before the part's tracks are known
    std::optional<EncodedFrame> latest_picture_;
    Bytes setup_;  ///< of the last H264 key frame
    bool sets_changed_ = false;
};

}  // namespace lsl::recorder
