#include "client/views/console/hosting.h"

#include <algorithm>
#include <string>

#include "shared/domain/media/hosting_cost.h"
#include "shared/domain/media/media_capabilities.h"

namespace lsl::views {

namespace {

constexpr std::int64_t most_viewers = 1'000'000;
constexpr float number_width = 180;

std::string_view name_of(const View& view, const domain::MediaCapabilities& media) {
    return media.metered ? std::string_view(media.name) : view.say(msg::hosting_this_server);
}

std::string minutes(const View& view, std::int64_t count) {
    return view.say(msg::HostingMinutes{count});
}

std::string abilities(const View& view, const domain::MediaCapabilities& media) {
    const auto pick = [&](bool first, msg::Plain one, msg::Plain other) {
        return std::string(view.say(first ? one : other));
    };
    std::string text = pick(media.records, msg::hosting_recorded, msg::hosting_recorded_uploaded);
    const bool quick = media.live_delay == domain::LiveDelay::BelowASecond;
    text += " " + pick(quick, msg::hosting_delay_below_second, msg::hosting_delay_seconds);
    text +=
        " " + pick(media.live_qualities, msg::hosting_choose_quality, msg::hosting_same_quality);
    text += " " + pick(media.live_rewind, msg::hosting_rewind, msg::hosting_no_rewind);
    if (!media.counts_viewers) text += " " + std::string(view.say(msg::hosting_player_counts));
    return text;
}

std::string spent(const View& view, const wire::Statistics& figures) {
    return view.say(msg::HostingSpent{minutes(view, figures.delivered_minutes),
                                      minutes(view, figures.stored_minutes),
                                      dollars(view, figures.hosting_cost)});
}

std::string estimated(const View& view, const domain::HostingCost& cost) {
    return view.say(msg::HostingEstimated{
        dollars(view, cost.total()), dollars(view, cost.delivery()),
        minutes(view, cost.delivered_minutes), dollars(view, cost.storage())});
}

}  // namespace

std::string dollars(const View& view, double amount) {
    return "$" + view.model.words->number(amount, 2);
}

void hosting_facts(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    const domain::MediaCapabilities& media = domain::media_capabilities(row.playback.backend);
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::hosting_media));
    const ui::TextStyle style = muted(view, ui::TextRole::Small);
    ui::Column text = column.part(ui::size::text_max);
    text.heading(name_of(view, media), 2, {.role = ui::TextRole::BodyStrong}, 1);
    text.after(ui::space::xs).paragraph(abilities(view, media), style);
    if (media.metered) text.after(ui::space::s).paragraph(spent(view, row.statistics), style);
    column.until(text.bottom());
}

void hosting_estimate(const View& view, ui::Column& column) {
    const domain::MediaCapabilities& media =
        domain::media_capabilities(view.model.studio.media_backend);
    if (!media.metered) return;
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::hosting_cost));
    ui::TextField spec;
    spec.label = view.say(msg::hosting_expected_viewers);
    spec.field.name = "expectedViewers";
    spec.field.autocomplete = "off";
    spec.field.input_mode = "numeric";
    ui::Column narrow = column.part(number_width);
    ui::text_field(narrow, spec, view.drafts.expected_viewers);
    column.until(narrow.bottom());
    const auto viewers = model::whole_number(view.drafts.expected_viewers);
    const auto length = model::whole_number(view.drafts.new_class.minutes);
    std::string text = view.say(msg::HostingHowMany{name_of(view, media)});
    if (viewers && length && *viewers >= 0 && *length > 0) {
        text = estimated(view, domain::estimate_hosting(
                                   std::min(*viewers, most_viewers),
                                   std::min<std::int64_t>(*length, domain::max_duration_minutes)));
    }
    column.after(ui::space::s).paragraph(text, muted(view, ui::TextRole::Small));
}

}  // namespace lsl::views
