#include "server/media/egress/layer_switch.h"

#include "server/media/media_time.h"

namespace lsl::media {

void LayerSwitch::request(std::size_t layer, std::size_t present, bool hold, MonoTime now) {
    wanted_ = layer;
    if (!hold || layer == present) {
        hold_until_.reset();
    } else if (!hold_until_) {
        hold_until_ = now + kLongestHold;
    }
}

bool LayerSwitch::holds(const RoomTrack& wanted, std::size_t present, MonoTime now) const {
    if (wanted_ == present || !hold_until_) return false;
    return now < *hold_until_ && !wanted.key_frames.publisher_ignores();
}

std::optional<LayerSwitch::Splice> LayerSwitch::find_splice(
    StreamRewriter& rewriter, const RoomTrack& present, RoomTrack& wanted, bool picture_complete,
    std::uint32_t clock_rate_hz, MonoTime now) {
    const auto key = wanted.log->key_frame_position();
    if (!key) {
        wanted.key_frames.want();
        return std::nullopt;
    }
    const LoggedPacket& first = *wanted.log->at(*key);
    const std::uint32_t timestamp = rewriter.timestamp_across(present.clock, wanted.clock, first);
    const auto ahead = static_cast<std::int32_t>(timestamp - rewriter.newest_timestamp());
    if (ahead < -to_ticks(kSwitchBack, clock_rate_hz)) {
        wanted.key_frames.want();
        return std::nullopt;
    }
    const bool overdue = now - first.arrival >= kSwitchAnyway;
    if (!picture_complete && !overdue) return std::nullopt;
    return Splice{*key, timestamp};
}

}  // namespace lsl::media
