#include "server/recorder/depacketize/video_depacketizer.h"

namespace lsl::recorder {

void VideoDepacketizer::push(const RtpPayload& payload, std::vector<EncodedFrame>& frames) {
    if (payload.after_gap) {
        // Whether the lost packets were the end of this picture or whole pictures is unknown.
        if (open_) damaged_ = true;
        waiting_for_key_ = true;
    }
    if (open_ && payload.timestamp != timestamp_) {
        // Padding carries the timestamp of the last picture, so only data opens a new one.
        if (payload.data.empty()) return;
        end_picture(frames);
    }
    if (!payload.data.empty()) {
        if (!open_) {
            open_ = true;
            damaged_ = false;
            timestamp_ = payload.timestamp;
            arrival_ = payload.arrival;
        }
        if (!damaged_ && add(payload.data) == Verdict::Damaged) damaged_ = true;
    }
    if (payload.marker && open_) end_picture(frames);
}

void VideoDepacketizer::flush(std::vector<EncodedFrame>& frames) {
    if (open_) end_picture(frames);
}

void VideoDepacketizer::end_picture(std::vector<EncodedFrame>& frames) {
    open_ = false;
    EncodedFrame frame;
    if (damaged_ || !finish_picture(frame)) {
        abandon_picture();
        waiting_for_key_ = true;
        return;
    }
    if (frame.data.empty()) return;
    if (frame.key) waiting_for_key_ = false;
    if (waiting_for_key_) return;
    frame.timestamp = timestamp_;
    frame.arrival = arrival_;
    frames.push_back(std::move(frame));
}

}  // namespace lsl::recorder
