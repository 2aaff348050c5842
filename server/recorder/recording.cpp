#include "server/recorder/recording.h"

#include <system_error>

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// Records taken in one round, so that other recordings have their turn. A second of several
/// publishers' worth.
constexpr int most_records_in_a_row = 20'000;
constexpr std::chrono::seconds key_frame_request_every{1};

}  // namespace

Recording::Recording(RecordingFiles files, const RecorderOptions& options, const Clock& clock,
                     std::atomic<std::uint64_t>& dropped_packets)
    : files_(std::move(files)),
      options_(options),
      clock_(clock),
      dropped_packets_(dropped_packets) {
    std::uint64_t bytes = 0;
    for (const int number : files_.parts()) {
        std::error_code unknown;
        const auto size = fs::file_size(files_.part(number), unknown);
        if (!unknown) bytes += size;
    }
    bytes_ = bytes;
}

std::shared_ptr<QueueTap> Recording::open() {
    const std::lock_guard lock(mutex_);
    if (!tap_) {
        tap_ = std::make_shared<QueueTap>(options_.queue_bytes);
        capture_.emplace(files_, options_.key_frame_every);
        stopped_ = false;
        seen_drops_ = told_drops_ = 0;
        asked_for_key_frame_.reset();
    }
    return tap_;
}

std::shared_ptr<QueueTap> Recording::tap() const {
    const std::lock_guard lock(mutex_);
    return tap_;
}

std::vector<RecorderEvent> Recording::serve(std::string_view lack_of_space) {
    std::vector<RecorderEvent> events;
    const std::lock_guard lock(mutex_);
    if (!tap_ || removed_) return events;
    if (!lack_of_space.empty() && !stopped_) {
        stop(std::string(lack_of_space) + (bytes_ == 0
                                               ? ": this class is not being recorded."
                                               : ": recording stopped, what was recorded is kept."),
             events);
    }
    queued_bytes_ = tap_->queue().bytes();
    int taken = 0;
    while (taken < most_records_in_a_row) {
        const auto record = tap_->queue().pop();
        if (!record) break;
        if (!stopped_) take(*record);
        ++taken;
    }
    note_drops(events);
    if (!stopped_ && capture_->failure()) {
        stop("Recording stopped, writing failed: " + *capture_->failure(), events);
    }
    bytes_ = capture_->bytes();
    ask_for_key_frame();
    return events;
}

std::vector<RecorderEvent> Recording::close() {
    std::vector<RecorderEvent> events;
    if (const auto open_tap = tap()) open_tap->close();
    while (true) {
        for (RecorderEvent& event : serve({})) events.push_back(std::move(event));
        const std::lock_guard lock(mutex_);
        // A packet may come in while the tap closes; it is not waited for.
        if (!tap_ || removed_ || tap_->queue().bytes() == 0) break;
    }
    const std::lock_guard lock(mutex_);
    if (capture_ && !removed_) {
        capture_->close();
        bytes_ = capture_->bytes();
        note_drops(events);
    }
    capture_.reset();
    tap_.reset();
    queued_bytes_ = 0;
    return events;
}

Result<void> Recording::remove() {
    cancelled_ = true;
    const std::lock_guard lock(mutex_);
    removed_ = true;
    if (tap_) tap_->close();
    capture_.reset();
    for (const fs::path& path : files_.all()) {
        std::error_code failed;
        fs::remove(path, failed);
        if (failed) {
            return internal_error("cannot delete " + path.string() + ": " + failed.message());
        }
    }
    return {};
}

void Recording::take(const TapRecord& record) {
    if (const auto* packet = std::get_if<media::TapPacket>(&record)) {
        capture_->packet(*packet, clock_.utc());
    } else if (const auto* report = std::get_if<media::TapSenderReport>(&record)) {
        capture_->report(*report);
    } else if (const auto* gone = std::get_if<TapPublisherGone>(&record)) {
        capture_->publisher_gone(gone->at);
    }
}

void Recording::stop(const std::string& reason, std::vector<RecorderEvent>& events) {
    stopped_ = true;
    capture_->close();
    events.push_back(RecordingTrouble{files_.name(), reason});
}

void Recording::note_drops(std::vector<RecorderEvent>& events) {
    const std::uint64_t drops = tap_->queue().dropped_packets();
    // One event for a run of drops, when it is over.
    if (drops == seen_drops_ && drops != told_drops_) {
        events.push_back(RecordingTrouble{
            files_.name(), "The disk was too slow, " + std::to_string(drops - told_drops_) +
                               " packets are missing in the recording."});
        told_drops_ = drops;
    }
    dropped_packets_ += drops - seen_drops_;
    seen_drops_ = drops;
}

void Recording::ask_for_key_frame() {
    if (stopped_ || !capture_->needs_key_frame()) return;
    const MonoTime now = clock_.mono();
    if (asked_for_key_frame_ && now - *asked_for_key_frame_ < key_frame_request_every) return;
    asked_for_key_frame_ = now;
    tap_->request_key_frame();
}

}  // namespace lsl::recorder
