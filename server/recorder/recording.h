#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/recorder/capture/capture.h"
#include "server/recorder/capture/loss_watch.h"
#include "server/recorder/capture/queue_tap.h"
#include "server/recorder/recorder.h"

namespace lsl::recorder {

/// A recording that is not finished yet: its tap, and the capture that the writer thread feeds from
/// it. Methods may be called from any thread, one waits for the other.
class Recording {
  public:
    /// `dropped_packets` counts what all recordings found no room for. All references outlive it.
    Recording(RecordingFiles files, const RecorderOptions& options, const Clock& clock,
              std::atomic<std::uint64_t>& dropped_packets);

    /// Between `open` and `close` packets are taken.
    std::shared_ptr<QueueTap> open();
    std::shared_ptr<QueueTap> tap() const;

    /// Takes in what the tap heard since the last time and tells what went wrong.
    /// `disk_is_full`: stop and keep what there is.
    std::vector<RecorderEvent> serve(std::string_view lack_of_space);
    /// Serves a last time and closes the files; the parts stay.
    std::vector<RecorderEvent> close();
    /// Deletes every file; nothing is written any more.
    Result<void> remove();

    /// The latest key frame of the publisher on air; nothing while there is none.
    std::optional<EncodedFrame> latest_picture() const;

    const RecordingFiles& files() const { return files_; }
    /// Of the parts, so that room for the finished copy can be kept.
    std::uint64_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
    /// What waited when `serve` last began.
    std::uint64_t queued_bytes() const { return queued_bytes_.load(std::memory_order_relaxed); }
    /// Makes `finish_recording` give up.
    std::atomic<bool>& cancelled() { return cancelled_; }
    /// Of converting its pictures, in percent; negative while nothing is converted.
    std::atomic<int>& converted_percent() { return converted_percent_; }

  private:
    void take(const TapRecord& record);
    void stop(std::string reason);
    void note_drops();
    void watch_for_loss();
    void tell_trouble(std::vector<RecorderEvent>& events);
    void ask_for_key_frame();

    const RecordingFiles files_;
    const RecorderOptions& options_;
    const Clock& clock_;
    std::atomic<std::uint64_t>& dropped_packets_;
    std::atomic<std::uint64_t> bytes_{0};
    std::atomic<std::uint64_t> queued_bytes_{0};
    std::atomic<bool> cancelled_{false};
    std::atomic<int> converted_percent_{-1};

    mutable std::mutex mutex_;  ///< guards what follows
    bool removed_ = false;
    std::shared_ptr<QueueTap> tap_;  ///< null unless open
    std::optional<Capture> capture_;
    bool stopped_ = false;  ///< by the disk; what comes is thrown away
    std::string why_stopped_;
    LossWatch losses_;
    std::string drops_told_;    ///< a sentence once packets were lost on the way to the disk
    std::string told_trouble_;  ///< as the listener knows it
    std::uint64_t seen_drops_ = 0;
    std::uint64_t told_drops_ = 0;
    std::uint64_t seen_sound_drops_ = 0;
    std::optional<MonoTime> asked_for_key_frame_;
};

}  // namespace lsl::recorder
