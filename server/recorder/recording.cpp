#include "server/recorder/recording.h"

#include <algorithm>
#include <system_error>

#include "server/recorder/finish/part_reader.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// Records taken in one round, so that other recordings have their turn. A second of several
/// publishers' worth.
constexpr int most_records_in_a_row = 20'000;
constexpr std::chrono::seconds key_frame_request_every{1};

/// Of the latest part that has pictures: what was on air before a restart.
std::optional<media::Codec> last_codec(const RecordingFiles& files) {
    const std::vector<int> parts = files.parts();
    for (auto number = parts.rbegin(); number != parts.rend(); ++number) {
        const auto part = PartReader::open(files.part(*number));
        if (part && part->video() != nullptr) return codec_of(part->video()->codec_id);
    }
    return std::nullopt;
}

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
        tap_ = std::make_shared<QueueTap>(options_.queue_bytes, last_codec(files_));
        capture_.emplace(files_, options_.key_frame_every);
        stopped_ = false;
        why_stopped_.clear();
        drops_told_.clear();
        told_trouble_.clear();
        losses_ = {};
        seen_drops_ = told_drops_ = seen_sound_drops_ = 0;
        asked_for_key_frame_.reset();
    }
    return tap_;
}

std::shared_ptr<QueueTap> Recording::tap() const {
    const std::lock_guard lock(mutex_);
    return tap_;
}

std::optional<EncodedFrame> Recording::latest_picture() const {
    const std::lock_guard lock(mutex_);
    if (!tap_ || !capture_) return std::nullopt;
    return capture_->latest_picture();
}

std::vector<RecorderEvent> Recording::serve(std::string_view lack_of_space) {
    std::vector<RecorderEvent> events;
    const std::lock_guard lock(mutex_);
    if (!tap_ || removed_) return events;
    if (!lack_of_space.empty() && !stopped_) {
        stop(std::string(lack_of_space) +
             (bytes_ == 0 ? ": this class is not being recorded."
                          : ": recording stopped, what was recorded is kept."));
    }
    queued_bytes_ = tap_->queue().bytes();
    int taken = 0;
    while (taken < most_records_in_a_row) {
        const auto record = tap_->queue().pop();
        if (!record) break;
        take(*record);
        ++taken;
    }
    note_drops();
    if (!stopped_ && capture_->failure()) {
        stop("Recording stopped, writing failed: " + *capture_->failure());
    }
    watch_for_loss();
    tell_trouble(events);
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
        note_drops();
        capture_->close();
        bytes_ = capture_->bytes();
        tell_trouble(events);
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
    const auto* packet = std::get_if<media::TapPacket>(&record);
    if (stopped_) {
        if (packet != nullptr) capture_->miss(*packet);
    } else if (packet != nullptr) {
        capture_->packet(*packet, clock_.utc());
    } else if (const auto* report = std::get_if<media::TapSenderReport>(&record)) {
        capture_->report(*report);
    } else if (const auto* gone = std::get_if<TapPublisherGone>(&record)) {
        capture_->publisher_gone(gone->at);
        losses_.publisher_gone(capture_->time_zero(), gone->at);
    }
}

void Recording::stop(std::string reason) {
    stopped_ = true;
    capture_->close();
    why_stopped_ = std::move(reason);
}

void Recording::note_drops() {
    const std::uint64_t drops = tap_->queue().dropped_packets();
    if (drops != seen_drops_) {
        // Told at once, the number when the run of drops is over.
        if (drops_told_.empty()) drops_told_ = "The disk is too slow, packets are being lost.";
    } else if (drops != told_drops_) {
        drops_told_ = "The disk was too slow, " + std::to_string(drops) +
                      " packets are missing in the recording.";
        told_drops_ = drops;
    }
    dropped_packets_ += drops - seen_drops_;
    seen_drops_ = drops;
    const std::uint64_t sound_drops = tap_->queue().dropped_sound();
    capture_->miss_sound(sound_drops - seen_sound_drops_);
    seen_sound_drops_ = sound_drops;
}

void Recording::watch_for_loss() {
    if (stopped_) return;
    // While packets wait, the clock runs ahead of what was looked at.
    const MonoTime latest = capture_->latest_arrival();
    const MonoTime now = tap_->queue().bytes() == 0 ? std::max(latest, clock_.mono()) : latest;
    losses_.look(capture_->flow(media::TrackKind::Audio), capture_->flow(media::TrackKind::Video),
                 capture_->time_zero(), now);
}

void Recording::tell_trouble(std::vector<RecorderEvent>& events) {
    std::string trouble = why_stopped_;
    if (!stopped_) {
        trouble = drops_told_;
        const std::string lost = losses_.sentence();
        if (!trouble.empty() && !lost.empty()) trouble += ' ';
        trouble += lost;
    }
    if (trouble == told_trouble_) return;
    told_trouble_ = std::move(trouble);
    events.push_back(RecordingTrouble{files_.name(), told_trouble_});
}

void Recording::ask_for_key_frame() {
    if (stopped_ || !capture_->needs_key_frame()) return;
    const MonoTime now = clock_.mono();
    if (asked_for_key_frame_ && now - *asked_for_key_frame_ < key_frame_request_every) return;
    asked_for_key_frame_ = now;
    tap_->request_key_frame();
}

}  // namespace lsl::recorder
