#include "client/views/classes/class_picture.h"

#include "client/views/classes/class_badges.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace lsl::views {

namespace {

constexpr std::int64_t renewed_every = 30;  ///< seconds
/// Numbers of periods come again after a month, when nobody has kept the picture.
constexpr std::int64_t periods = 100'000;

bool shows_something(const wire::PublicStream& row) {
    return row.stream.status == domain::StreamStatus::Live && !row.camera_off;
}

bool is_there(const View& view, const std::string& url) {
    return view.ui.images().image(url).state == ui::ImageState::Loaded;
}

/// The frame of this moment, until it is there the one before; empty while there is none.
std::string live_frame(const View& view, StreamId id) {
    const std::int64_t now =
        std::chrono::duration_cast<std::chrono::seconds>(view.model.now.time_since_epoch()).count();
    view.wake_just_after(static_cast<double>(renewed_every - now % renewed_every));
    const std::int64_t period = now / renewed_every % periods;
    float& shown = view.ui.kept(view.ui.id("live-frame"), -1);
    std::string url = model::live_frame_of(id, period);
    if (is_there(view, url)) {
        shown = static_cast<float>(period);
        return url;
    }
    return shown < 0 ? std::string() : model::live_frame_of(id, static_cast<std::int64_t>(shown));
}

}  // namespace

void class_picture(const View& view, const ui::Rect& rect, const wire::PublicStream& row,
                   float radius) {
    const domain::Stream& stream = row.stream;
    ui::IdScope scope(view.ui, stream.id.to_string());
    const bool live = shows_something(row) && view.ui.visible(rect);
    const std::string frame = live ? live_frame(view, stream.id) : std::string();
    ui::picture(view.ui, rect, frame.empty() ? picture_of(stream) : frame, stream.title, radius);
}

}  // namespace lsl::views
