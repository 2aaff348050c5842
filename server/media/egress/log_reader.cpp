#include "server/media/egress/log_reader.h"

namespace lsl::media {

std::optional<LogReader::Start> LogReader::find_audio_start(const PacketLog& log) {
    if (log.head() == log.tail()) return std::nullopt;
    const std::uint64_t newest = log.head() - 1;
    return Start{newest, log.at(newest)->sequence};
}

std::optional<LogReader::Start> LogReader::find_video_start(RoomTrack& track, ReplayLimit& replays,
                                                            MonoTime now) {
    if (!waiting_since_) waiting_since_ = now;
    const PacketLog& log = *track.log;
    const auto key = log.key_frame_position();
    if (!key) {
        track.key_frames.want();
        return std::nullopt;
    }
    const bool is_newest = log.at(*key)->frame == log.newest_frame();
    if (!is_newest) {
        const bool crowd = track.key_frames.answered_within(kCrowd, now);
        const bool is_short =
            log.bytes_since_key_frame() <= (crowd ? kLongReplayBytes : kShortReplayBytes);
        const bool waited = now - *waiting_since_ >= kReplayAfter;
        const bool no_other = track.key_frames.publisher_ignores() || waited;
        if ((!is_short && !no_other) || replays.running() >= ReplayLimit::kMost) {
            // In a crowd a place to replay is free again in a moment.
            if (!crowd || !is_short || waited) track.key_frames.want();
            return std::nullopt;
        }
        replay_.emplace(replays);
        replay_until_ = log.head();
    }
    waiting_since_.reset();
    return Start{*key, log.key_frame_sequence()};
}

}  // namespace lsl::media
