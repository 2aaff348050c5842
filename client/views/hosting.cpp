#include "client/views/hosting.h"

#include <algorithm>
#include <string>

#include "shared/domain/hosting_cost.h"
#include "shared/domain/media_capabilities.h"

namespace lsl::views {

namespace {

constexpr std::int64_t most_viewers = 1'000'000;

std::string dollars(const View& view, double amount) {
    return "$" + view.model.words->number(amount, 2);
}

std::string minutes(const View& view, std::int64_t count) {
    return view.number(count) + (count == 1 ? " minute" : " minutes");
}

std::string abilities(const domain::MediaCapabilities& media) {
    std::string text = media.records ? "Recorded by this server."
                                     : "Recorded by this server, uploaded after the class.";
    text += media.live_delay == domain::LiveDelay::BelowASecond
                ? " Viewers are less than a second behind you."
                : " Viewers are some seconds behind you.";
    text += media.live_qualities ? " They choose among several qualities."
                                 : " Everybody gets the quality that you send.";
    text += media.live_rewind ? " They can go back while you are live."
                              : " Nobody can go back while you are live.";
    if (!media.counts_viewers) text += " Viewers are counted by their players.";
    return text;
}

std::string spent(const View& view, const wire::Statistics& figures) {
    return minutes(view, figures.delivered_minutes) + " watched, " +
           minutes(view, figures.stored_minutes) + " kept: " + dollars(view, figures.hosting_cost) +
           " so far.";
}

std::string estimated(const View& view, const domain::HostingCost& cost) {
    return "About " + dollars(view, cost.total()) + ": " + dollars(view, cost.delivery()) +
           " for " + minutes(view, cost.delivered_minutes) + " watched and " +
           dollars(view, cost.storage()) + " a month for the recording.";
}

}  // namespace

float hosting_facts(const View& view, float x, float y, float width,
                    const wire::InstructorStream& row) {
    const domain::MediaCapabilities& media = domain::media_capabilities(row.stream.media_backend);
    ui::NodeScope region(view.ui, ui::Role::Region, "Media");
    y +=
        ui::heading(view.ui, x, y, width, media.name, 2, {.role = ui::TextRole::BodyStrong}, 1) + 6;
    const ui::TextStyle style = muted(view, ui::TextRole::Small);
    y += ui::paragraph(view.ui, x, y, width, abilities(media), style);
    if (!media.metered) return y;
    y += 6;
    return y + ui::paragraph(view.ui, x, y, width, spent(view, row.statistics), style);
}

float hosting_estimate(const View& view, float x, float y, float width) {
    const domain::MediaCapabilities& media =
        domain::media_capabilities(view.model.studio.media_backend);
    if (!media.metered) return y;
    ui::Ui& ui = view.ui;
    ui::NodeScope region(ui, ui::Role::Region, "Cost");
    ui::TextField spec;
    spec.label = "Viewers you expect";
    spec.field.name = "expectedViewers";
    spec.field.autocomplete = "off";
    spec.field.input_mode = "numeric";
    const float field_width = std::min(width, 180.0f);
    const float bottom =
        y + ui::text_field(ui, x, y, field_width, spec, view.drafts.expected_viewers).height;
    const model::ClassDraft& draft = view.drafts.new_class;
    const auto viewers = model::whole_number(view.drafts.expected_viewers);
    const auto length = model::whole_number(draft.minutes);
    std::string text = "Type how many will watch, and " + std::string(media.name) +
                       "'s price for the class stands here.";
    if (viewers && length && *viewers >= 0 && *length > 0) {
        text = estimated(view, domain::estimate_hosting(
                                   std::min(*viewers, most_viewers),
                                   std::min<std::int64_t>(*length, domain::max_duration_minutes)));
    }
    return bottom + 8 +
           ui::paragraph(ui, x, bottom + 8, width, text, muted(view, ui::TextRole::Small));
}

}  // namespace lsl::views
