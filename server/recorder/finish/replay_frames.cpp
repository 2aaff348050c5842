#include "server/recorder/finish/replay_frames.h"

#include <utility>

namespace lsl::recorder {

namespace {

std::vector<std::filesystem::path> paths(const std::vector<ReplayPart>& parts,
                                         media::TrackKind kind) {
    std::vector<std::filesystem::path> all;
    for (const ReplayPart& part : parts) {
        if (kind == media::TrackKind::Audio || part.takes_video) all.push_back(part.path);
    }
    return all;
}

}  // namespace

ReplayFrames::ReplayFrames(const std::vector<ReplayPart>& parts, const Alignment& alignment,
                           std::int64_t origin_us)
    : audio_(media::TrackKind::Audio, paths(parts, media::TrackKind::Audio), alignment, origin_us),
      video_(media::TrackKind::Video, paths(parts, media::TrackKind::Video), alignment, origin_us),
      order_([this] { return audio_.next(); }, [this] { return video_.next(); }) {}

Result<std::optional<ReplayFrame>> ReplayFrames::next() {
    auto frame = order_.next();
    for (const Track* track : {&audio_, &video_}) {
        if (track->failure()) return *track->failure();
    }
    return frame;
}

std::optional<ReplayFrame> ReplayFrames::Track::next() {
    while (!failure_) {
        if (!reader_) {
            if (opened_ == paths_.size()) return std::nullopt;
            auto reader = PartReader::open(paths_[opened_++]);
            if (!reader) {
                failure_ = std::move(reader).error();
                return std::nullopt;
            }
            reader_.emplace(std::move(reader).value());
        }
        const auto packet = reader_->next();
        if (!packet) {
            reader_.reset();
            continue;
        }
        if (packet->kind != kind_) continue;
        const Alignment::Place place = alignment_.place(kind_, packet->media_us);
        return ReplayFrame{kind_, place.time_us - origin_us_, place.clock, packet->key,
                           Bytes(packet->data.begin(), packet->data.end())};
    }
    return std::nullopt;
}

}  // namespace lsl::recorder
