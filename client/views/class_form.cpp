#include "client/views/class_form.h"

#include "client/views/class_card.h"
#include "client/views/hosting.h"
#include "client/views/pages.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float below_field = 18, between = 16;

struct FormColumn {
    const View& view;
    model::ClassDraft& draft;
    float x, y, width;

    ui::FieldResult field(float at_x, float at_width, ui::TextField spec, std::string& value) {
        spec.field.error = view.explain(draft.errors, spec.field.name);
        const ui::FieldResult result = ui::text_field(view.ui, at_x, y, at_width, spec, value);
        if (result.changed) draft.errors.clear(spec.field.name);
        return result;
    }
    void row(ui::TextField spec, std::string& value) {
        y += field(x, width, std::move(spec), value).height + below_field;
    }
};

ui::TextField described(std::string_view label, std::string name) {
    ui::TextField spec;
    spec.label = label;
    spec.field.name = std::move(name);
    spec.field.autocomplete = "off";
    return spec;
}

void when_and_price(FormColumn& form, bool fixed_start) {
    ui::TextField starts = described(form.view.say(msg::form_starts), "scheduledStartTime");
    starts.field.type = "datetime-local";
    starts.field.required = true;
    starts.disabled = fixed_start;
    ui::TextField length = described(form.view.say(msg::form_length), "durationMinutes");
    length.field.input_mode = "numeric";
    length.suffix = form.view.say(msg::unit_min);
    length.field.required = true;
    ui::TextField price = described(form.view.say(msg::form_price), "priceInTokens");
    price.field.input_mode = "numeric";
    price.prefix = "\u25C6";
    price.field.required = true;
    if (form.width < 520) {
        form.row(starts, form.draft.starts);
        const float half = (form.width - between) / 2;
        const float left = form.field(form.x, half, length, form.draft.minutes).height;
        const float right =
            form.field(form.x + half + between, half, price, form.draft.price).height;
        form.y += std::max(left, right) + below_field;
        return;
    }
    const float unit = (form.width - 2 * between) / 3.4f;
    const float first = unit * 1.4f;
    float height = form.field(form.x, first, starts, form.draft.starts).height;
    height = std::max(
        height, form.field(form.x + first + between, unit, length, form.draft.minutes).height);
    height = std::max(
        height,
        form.field(form.x + first + unit + 2 * between, unit, price, form.draft.price).height);
    form.y += height + below_field;
}

/// A link to type, or a file to choose; what is there already can be removed. Returns the height.
float picture_field(FormColumn& form, float x, float width) {
    ui::Ui& ui = form.view.ui;
    model::ClassDraft& draft = form.draft;
    ui::TextField spec = described(form.view.say(msg::form_picture), "thumbnailUrl");
    spec.reserve_end = 44;
    const float top = form.y + ui::line_height(ui::TextRole::SmallStrong) + 7;
    const ui::Rect end{x + width - 41, top + 3, 38, 38};
    const bool kept = draft.thumbnail_url.starts_with('/');
    if (kept || draft.picture_file != 0) {
        spec.field.error = form.view.explain(draft.errors, "thumbnailUrl");
        if (ui::file_field(ui, x, form.y, width, spec,
                           kept ? form.view.say(msg::form_picture_of_class)
                                : std::string_view(draft.picture_name))) {
            form.view.want(model::intent::ChoosePicture{});
        }
        if (ui::icon_button(ui, end,
                            {.icon = icon::x,
                             .name = form.view.say(msg::form_remove_picture),
                             .icon_size = 18,
                             .radius = 8})) {
            form.view.want(model::intent::RemovePicture{});
        }
        return ui::text_field_height(ui, width, spec);
    }
    spec.field.type = "url";
    spec.field.placeholder = form.view.say(msg::form_choose_or_paste);
    spec.field.input_mode = "url";
    const float height = form.field(x, width, spec, draft.thumbnail_url).height;
    if (ui::icon_button(ui, end,
                        {.icon = icon::image,
                         .name = form.view.say(msg::form_choose_picture),
                         .icon_size = 18,
                         .radius = 8})) {
        form.view.want(model::intent::ChoosePicture{});
    }
    return height;
}

void who_and_picture(FormColumn& form) {
    const ui::TextField name = described(form.view.say(msg::form_instructor), "instructorName");
    if (form.width < 520) {
        form.row(name, form.draft.instructor_name);
        form.y += picture_field(form, form.x, form.width) + below_field;
        return;
    }
    const float half = (form.width - between) / 2;
    const float left = form.field(form.x, half, name, form.draft.instructor_name).height;
    const float right = picture_field(form, form.x + half + between, half);
    form.y += std::max(left, right) + below_field;
}

/// The card as people will see it, from what was typed so far.
void preview(const View& view, float x, float y, float width) {
    const model::ClassDraft& draft = view.drafts.new_class;
    wire::PublicStream row;
    row.stream.title =
        draft.title.empty() ? std::string(view.say(msg::form_your_class)) : draft.title;
    row.stream.instructor_name = draft.instructor_name;
    row.stream.scheduled_start_time = view.model.words->time_from_field(draft.starts)
                                          .value_or(view.model.now + std::chrono::hours(24));
    row.stream.scheduled_duration_seconds =
        std::clamp<std::int64_t>(model::whole_number(draft.minutes).value_or(60), 1,
                                 domain::max_duration_minutes) *
        60;
    row.stream.price_in_tokens = std::clamp<std::int64_t>(
        model::whole_number(draft.price).value_or(0), 0, domain::max_price_in_tokens);
    if (draft.thumbnail_url.starts_with("https://")) row.stream.thumbnail_url = draft.thumbnail_url;
    ui::label(view.ui, {x, y, width, 20}, view.say(msg::form_looks_like),
              muted(view, ui::TextRole::Small));
    class_preview(view, {x, y + 28, width, class_card_height(width)}, row);
}

}  // namespace

float class_fields(const View& view, float x, float y, float width, model::ClassDraft& draft,
                   const domain::Stream* existing) {
    FormColumn form{view, draft, x, y, width};
    ui::TextField title = described(view.say(msg::form_title), "title");
    title.field.required = true;
    title.field.max_length = static_cast<int>(domain::max_title_characters);
    form.row(title, draft.title);
    ui::TextField description = described(view.say(msg::form_description), "description");
    description.multiline = true;
    form.row(description, draft.description);
    const bool started = existing != nullptr && existing->status != domain::StreamStatus::Scheduled;
    when_and_price(form, started);
    who_and_picture(form);
    const std::string_view explanation = view.say(msg::form_keep_text);
    const float height = ui::switch_card_height(view.ui, width, explanation);
    ui::switch_card(view.ui, {x, form.y, width, height}, view.say(msg::form_keep), explanation,
                    draft.keep_for_catalog);
    return form.y + height + below_field;
}

float save_buttons(const View& view, float x, float y, std::string_view label,
                   const model::ClassDraft& draft, bool& cancel) {
    ui::Ui& ui = view.ui;
    const model::Submission& save = view.model.studio.save;
    if (save.error && draft.errors.empty()) {
        const float width = std::min(ui.width() - 2 * ui.side_margin(), ui::size::column_max);
        y += ui::banner(ui, x, y, width, ui::Tone::Danger, view.explain(*save.error)).height + 16;
    }
    const ui::Button accept{.label = label, .busy = save.busy, .submits = true};
    const ui::Button leave{.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline};
    const float accept_width = ui::button_width(ui, accept);
    if (ui::button(ui, {x, y, accept_width, ui::size::button}, accept)) {
        view.want(model::intent::SaveClass{});
    }
    cancel = ui::button(
        ui, {x + accept_width + 10, y, ui::button_width(ui, leave), ui::size::button}, leave);
    return y + ui::size::button;
}

void create_class_page(const View& view) {
    ui::Ui& ui = view.ui;
    ui::Page page(ui, ui::size::column_max);
    float y = page.y;
    y += ui::heading(ui, page.x, y, page.width, view.say(msg::bars_new_class), 1,
                     {.role = ui::TextRole::Display}) +
         14;
    y += ui::paragraph(ui, page.x, y, page.width, view.say(msg::form_intro), muted(view)) + 20;
    const float top = y;
    bool cancel = false;
    {
        ui::NodeScope form(ui, ui::Role::Form, view.say(msg::bars_new_class));
        y = class_fields(view, page.x, y, page.width, view.drafts.new_class, nullptr);
        const float below = hosting_estimate(view, page.x, y, page.width);
        if (below > y) y = below + below_field;
        y = save_buttons(view, page.x, y, view.say(msg::form_create), view.drafts.new_class,
                         cancel);
    }
    if (cancel) view.want(model::intent::GoBack{model::page(model::Page::StudioClasses)});
    const float free_side = ui.width() - (page.x + page.width) - ui.side_margin();
    if (free_side >= 250)
        preview(view, page.x + page.width + 32, top, std::min(273.0f, free_side - 32));
    page.end(y);
}

}  // namespace lsl::views
