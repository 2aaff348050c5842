#include "server/services/live/live_pictures.h"

#include <utility>

#include "server/services/classes/stream_lookup.h"

namespace lsl::services {

void LivePictures::forget_old(MonoTime now) {
    std::erase_if(kept_, [&](const auto& one) { return now - one.second.made_at >= kept_for; });
}

Result<LivePictures::Picture> LivePictures::of(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const auto read = [&](store::Connection& reader) { return require_stream(reader, id); };
    const domain::StudioClass row = LSL_TRY(database_.read(read));
    if (row.stream.status != domain::StreamStatus::Live || !row.recording.video_id) {
        return not_found("This class is not live.");
    }
    const std::lock_guard lock(mutex_);
    const MonoTime now = clock_.mono();
    forget_old(now);
    const auto known = kept_.find(id);
    if (known != kept_.end()) return known->second.picture;
    auto bytes = LSL_TRY(recorder_.picture(row.recording.video_id->text, width));
    auto picture = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    kept_[id] = {picture, now};
    return Picture(std::move(picture));
}

}  // namespace lsl::services
