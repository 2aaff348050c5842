#include "server/recorder/capture/capture.h"

#include <algorithm>
#include <system_error>

#include "server/recorder/depacketize/opus.h"

namespace lsl::recorder {

namespace {

/// How long a part waits for the first picture before it begins with sound alone.
constexpr std::int64_t wait_for_video_us = 1'000'000;

/// After a crash the recording goes on by the wall clock, but a clock that was set in between must
/// not make a replay of days.
constexpr std::int64_t longest_pause_us = 3'600'000'000;

constexpr std::size_t max_waiting_frames = 4096;
constexpr std::size_t order_window = 16;

}  // namespace

Capture::Capture(RecordingFiles files, std::chrono::milliseconds key_frame_every)
    : files_(std::move(files)), key_frame_every_us_(key_frame_every.count() * 1000) {
    const std::vector<int> parts = files_.parts();
    if (parts.empty()) return;
    part_number_ = parts.back();
    for (const int part : parts) {
        std::error_code unknown;
        const auto size = std::filesystem::file_size(files_.part(part), unknown);
        if (!unknown) closed_bytes_ += size;
    }
    const Journal journal = read_journal(files_.journal());
    capture_start_ = journal.capture_start;
    reorder_depth_ = journal.reorder_depth;
    sets_changed_ = journal.sets_changed;
    written_until_us_ = journal.last_us;
}

Capture::~Capture() = default;

void Capture::packet(const media::TapPacket& packet, UtcTime utc) {
    if (failure_) return miss(packet);
    if (!journal_) {
        begin(packet.arrival, utc);
        if (failure_) return miss(packet);
    }
    std::vector<EncodedFrame> frames;
    Track& of = track(packet.kind);
    if (!of.first_packet) of.first_packet = packet.arrival;
    of.last_packet = packet.arrival;
    const bool fresh = of.input.push(packet, frames);
    if (fresh && packet.kind == media::TrackKind::Audio && opus_ticks(packet.payload) > 0) {
        ++sound_received_;
    }
    heard_us_ = std::max(heard_us_, capture_us(packet.arrival));
    if (packet.kind == media::TrackKind::Video) seen_video_ = true;
    for (EncodedFrame& frame : frames) take(std::move(frame));
    advance(packet.arrival);
}

void Capture::report(const media::TapSenderReport& report) {
    if (failure_ || !journal_) return;
    track(report.kind).notes.report(report, capture_us(report.arrival), *journal_);
}

void Capture::publisher_gone(MonoTime now) {
    latest_picture_.reset();
    if (failure_ || !journal_) return;
    std::vector<EncodedFrame> frames;
    audio_.input.end_source(frames);
    video_.input.end_source(frames);
    for (EncodedFrame& frame : frames) take(std::move(frame));
    advance(now);
    write_waiting();
    if (part_) check(part_->flush());
    audio_.notes.pause(*journal_);
    video_.notes.pause(*journal_);
    note_written();
    note_sound();
    note_heard();
    seen_video_ = false;
    for (Track* of : {&audio_, &video_}) {
        of->first_packet.reset();
        of->last_packet.reset();
    }
}

void Capture::miss(const media::TapPacket& packet) {
    if (packet.kind == media::TrackKind::Audio && opus_ticks(packet.payload) > 0) {
        ++sound_received_;
    }
    if (journal_) heard_us_ = std::max(heard_us_, capture_us(packet.arrival));
}

void Capture::close() {
    if (journal_ && !failure_) publisher_gone(latest_arrival());
    if (journal_) {
        note_sound();
        note_heard();
    }
    if (part_) closed_bytes_ += part_->bytes();
    part_.reset();
}

bool Capture::needs_key_frame() const {
    if (failure_ || !seen_video_) return false;
    return video_refused_ || video_.input.waits_for_key_frame() ||
           now_us_ - last_key_frame_us_ > key_frame_every_us_;
}

TrackFlow Capture::flow(media::TrackKind kind) const {
    const Track& of = kind == media::TrackKind::Video ? video_ : audio_;
    return {of.first_packet, of.last_packet, of.last_written, of.input.lacks_parameter_sets()};
}

MonoTime Capture::latest_arrival() const {
    return first_arrival_ + std::chrono::microseconds(now_us_ - run_began_us_);
}

MonoTime Capture::time_zero() const {
    return first_arrival_ - std::chrono::microseconds(run_began_us_);
}

std::uint64_t Capture::bytes() const { return closed_bytes_ + (part_ ? part_->bytes() : 0); }

std::int64_t Capture::capture_us(MonoTime time) const {
    return run_began_us_ + (time - first_arrival_).count();
}

void Capture::begin(MonoTime first_arrival, UtcTime utc) {
    auto journal = JournalWriter::open(files_.journal());
    if (!journal) {
        fail(journal.error().detail);
        return;
    }
    journal_.emplace(std::move(journal).value());
    first_arrival_ = first_arrival;
    if (!capture_start_) {
        capture_start_ = utc;
        journal_->capture(utc);
    }
    const std::int64_t by_wall_clock =
        std::chrono::duration_cast<std::chrono::microseconds>(utc - *capture_start_).count();
    const std::int64_t earliest = written_until_us_ + 1;
    run_began_us_ =
        std::clamp(by_wall_clock, earliest, earliest + (earliest > 0 ? longest_pause_us : 0));
    now_us_ = run_began_us_;
    last_key_frame_us_ = run_began_us_;
    journal_->run();
}

void Capture::advance(MonoTime now) {
    now_us_ = std::max(now_us_, capture_us(now));
    std::vector<EncodedFrame> frames;
    audio_.input.advance(now, frames);
    video_.input.advance(now, frames);
    for (EncodedFrame& frame : frames) take(std::move(frame));
    const bool waited = !waiting_.empty() &&
                        (waiting_.size() > max_waiting_frames ||
                         now_us_ - capture_us(waiting_.front().frame.arrival) > wait_for_video_us);
    if (waited) write_waiting();
}

void Capture::take(EncodedFrame frame) {
    if (failure_) return;
    const bool is_video = frame.kind == media::TrackKind::Video;
    if (is_video && frame.key) video_refused_ = false;
    if (is_video && video_refused_) return;
    Track& of = track(frame.kind);
    const std::int64_t arrival_us = capture_us(frame.arrival);
    const auto note = frame.late ? &TrackNotes::late_frame : &TrackNotes::frame;
    const TrackTimeline::Place place =
        (of.notes.*note)(frame.source, frame.timestamp, frame.clock_rate_hz, arrival_us, *journal_);
    if (is_video) {
        note_order(of, place.media_us, place.begins_segment);
        note_setup(frame);
        if (frame.key) last_key_frame_us_ = now_us_;
        if (frame.key) latest_picture_ = frame;
    }
    if (journal_->error() != 0) {
        fail(std::generic_category().message(journal_->error()));
        return;
    }

    const bool needs_part = !part_ || (is_video && part_video_ != frame.codec);
    Placed placed{std::move(frame), place.media_us};
    if (!needs_part) {
        write(placed);
        return;
    }
    waiting_.push_back(std::move(placed));
    // The picture decides what a part is; sound alone waits for it a while.
    if (is_video) write_waiting();
}

void Capture::note_order(Track& of, std::int64_t media_us, bool begins_segment) {
    if (begins_segment) of.recent_us.clear();
    const auto later = std::count_if(of.recent_us.begin(), of.recent_us.end(),
                                     [&](std::int64_t other) { return other > media_us; });
    if (later > reorder_depth_) {
        reorder_depth_ = static_cast<int>(later);
        journal_->reorder_depth(reorder_depth_);
    }
    of.recent_us.push_back(media_us);
    if (of.recent_us.size() > order_window) of.recent_us.erase(of.recent_us.begin());
}

void Capture::note_setup(const EncodedFrame& frame) {
    if (!frame.key || frame.codec != media::Codec::H264) return;
    if (!setup_.empty() && setup_ != frame.setup && !sets_changed_) {
        sets_changed_ = true;
        journal_->sets_changed();
    }
    setup_ = frame.setup;
}

void Capture::write_waiting() {
    if (waiting_.empty()) return;
    const auto is_video = [](const Placed& placed) {
        return placed.frame.kind == media::TrackKind::Video;
    };
    const auto video = std::find_if(waiting_.begin(), waiting_.end(), is_video);
    if (!open_part(video == waiting_.end() ? nullptr : &video->frame)) {
        std::erase_if(waiting_, is_video);
        return;
    }
    std::vector<Placed> frames;
    frames.swap(waiting_);
    for (const Placed& placed : frames) write(placed);
}

/// False when libav refuses the video's headers.
bool Capture::open_part(const EncodedFrame* video) {
    std::optional<PartVideo> tracks;
    if (video != nullptr) tracks = PartVideo{video->codec, video->size, video->setup};
    const std::filesystem::path path = files_.part(part_number_ + 1);
    auto opened = PartWriter::create(path, tracks, *capture_start_);
    if (!opened) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        video_refused_ = video != nullptr;
        check(Result<void>(std::move(opened).error()));
        return false;
    }
    if (part_) closed_bytes_ += part_->bytes();
    part_ = std::move(opened).value();
    part_video_ = video != nullptr ? std::optional(video->codec) : std::nullopt;
    ++part_number_;
    return true;
}

void Capture::write(const Placed& placed) {
    if (!part_) return;
    const auto written = part_->write(placed.frame, placed.media_us);
    if (!written && placed.frame.kind == media::TrackKind::Video) video_refused_ = true;
    if (written) track(placed.frame.kind).last_written = placed.frame.arrival;
    if (written && placed.frame.kind == media::TrackKind::Audio) ++sound_kept_;
    check(written);
    note_written();
}

void Capture::note_written() {
    if (!part_ || part_->written_until_us() <= noted_until_us_) return;
    noted_until_us_ = part_->written_until_us();
    journal_->written(noted_until_us_);
    note_sound();
}

void Capture::note_sound() {
    if (sound_received_ == 0 && sound_kept_ == 0) return;
    journal_->sound(sound_received_, sound_kept_);
    sound_received_ = sound_kept_ = 0;
}

void Capture::note_heard() {
    if (heard_us_ < 0) return;
    journal_->heard(heard_us_);
    heard_us_ = -1;
}

void Capture::check(const Result<void>& result) {
    // What libav refuses was broken when it came; it costs no more than itself.
    if (!result && result.error().code != ErrorCode::InvalidInput) fail(result.error().detail);
}

void Capture::fail(const std::string& reason) {
    if (!failure_) failure_ = reason.empty() ? "unknown" : reason;
    if (part_) closed_bytes_ += part_->bytes();
    part_.reset();
    waiting_.clear();
}

}  // namespace lsl::recorder
