#include "server/services/events/topic_frames.h"

#include <utility>

#include <fmt/format.h>

#include "shared/wire/json/json.h"

namespace lsl::services {

TopicFrames::TopicFrames(Topic topic, std::string_view epoch, std::uint64_t number)
    : topic_(topic), epoch_(epoch), gone_number_(number) {}

void TopicFrames::add(std::string_view event) {
    waiting_ += std::exchange(last_waiting_, std::string(event));
}

void TopicFrames::change(const wire::RoomChanged& change) {
    wire::merge(waiting_change_ ? *waiting_change_ : waiting_change_.emplace(), change);
}

Frame TopicFrames::make_frame(std::uint64_t number) {
    Frame frame;
    frame.number = number;
    std::string text = std::exchange(waiting_, {});
    if (!last_waiting_.empty()) {
        if (!topic_.is_room()) text += fmt::format("id: {}.{}\n", epoch_, number);
        text += std::exchange(last_waiting_, {});
    }
    if (waiting_change_) {
        frame.sequence = ++sequence_;
        if (waiting_change_->room) {
            waiting_change_->room->epoch = epoch_;
            waiting_change_->room->seq = static_cast<std::int64_t>(sequence_);
        }
        text += fmt::format("id: {}.{}\nevent: {}\ndata: {}\n\n", epoch_, sequence_,
                            wire::RoomChanged::name, wire::to_json(*waiting_change_));
        waiting_change_.reset();
    }
    frame.text = std::make_shared<const std::string>(std::move(text));
    keep(frame);
    return frame;
}

void TopicFrames::keep(const Frame& frame) {
    kept_.push_back(frame);
    kept_bytes_ += frame.text->size();
    while (kept_.size() > most_kept || kept_bytes_ > most_kept_bytes) {
        const Frame& oldest = kept_.front();
        gone_number_ = oldest.number;
        if (oldest.sequence > 0) gone_sequence_ = oldest.sequence;
        kept_bytes_ -= oldest.text->size();
        kept_.pop_front();
    }
}

std::optional<std::uint64_t> TopicFrames::number_at(std::uint64_t sequence) const {
    if (sequence == gone_sequence_) return gone_number_;
    for (const Frame& frame : kept_) {
        if (frame.sequence == sequence) return frame.number;
    }
    return std::nullopt;
}

std::optional<std::vector<Frame>> TopicFrames::after(std::uint64_t number) const {
    if (number < gone_number_) return std::nullopt;
    std::vector<Frame> frames;
    for (const Frame& frame : kept_) {
        if (frame.number > number) frames.push_back(frame);
    }
    return frames;
}

std::string without_ids(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end == text.npos ? end : end + 1);
        if (!line.starts_with("id: ")) out += line;
        text.remove_prefix(line.size());
    }
    return out;
}

}  // namespace lsl::services
