#include "client/views/classes/class_badges.h"

#include "client/views/classes/class_card.h"
#include "client/views/wording.h"

namespace lsl::views {

namespace {

using domain::StreamStatus;

std::string time_badge(const View& view, const wire::PublicStream& row, TimeBadge badge) {
    const domain::Stream& stream = row.stream;
    switch (stream.status) {
        case StreamStatus::Scheduled:
            if (model::is_overdue(stream, view.model.now)) {
                return view.say(msg::CardWasPlanned{
                    view.model.words->time(stream.scheduled_start_time, model::TimeStyle::Day)});
            }
            return view.model.words->time(stream.scheduled_start_time, badge == TimeBadge::Clock
                                                                           ? model::TimeStyle::Clock
                                                                           : model::TimeStyle::Day);
        case StreamStatus::Cancelled: return std::string(view.say(msg::card_cancelled));
        case StreamStatus::Ended:
            if (model::has_replay(stream, row.recording, view.model.now)) {
                return std::string(view.say(msg::common_replay));
            }
            return std::string(
                view.say(stream.refunded_at ? msg::card_did_not_take_place : msg::card_ended));
        case StreamStatus::Live: break;
    }
    return {};
}

}  // namespace

std::string_view picture_of(const domain::Stream& stream) {
    return stream.thumbnail_url ? std::string_view(*stream.thumbnail_url) : std::string_view();
}

void class_badges(const View& view, const ui::Rect& picture, const wire::PublicStream& row,
                  TimeBadge badge) {
    const domain::Stream& stream = row.stream;
    const float x = picture.x + ui::space::m, y = picture.y + ui::space::m;
    if (stream.status == StreamStatus::Live) {
        ui::live_badge(view.ui, x, y);
        if (row.viewers > 0) corner_badge(view, picture, watching(view, row.viewers));
    } else {
        ui::picture_badge(view.ui, x, y, time_badge(view, row, badge));
        // A card of a class that is to come says it in its second line.
        if (stream.status != StreamStatus::Scheduled) {
            corner_badge(view, picture, length_of(view, stream));
        }
    }
}

void corner_badge(const View& view, const ui::Rect& picture, std::string_view text) {
    const float width = ui::picture_badge_width(view.ui, text);
    ui::picture_badge(view.ui, ui::right(picture) - ui::space::m - width,
                      ui::bottom(picture) - ui::space::m - ui::badge_height, text);
}

}  // namespace lsl::views
