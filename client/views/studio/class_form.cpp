#include "client/views/studio/class_form.h"

#include "client/views/classes/class_card.h"
#include "client/views/console/hosting.h"
#include "client/views/pages.h"
#include "client/views/wording.h"

#include <algorithm>
#include <string>

namespace lsl::views {

namespace {

constexpr float date_share = 1.4f;  ///< of the day and time, beside the length and the price
constexpr float preview_width = 273, least_preview = 218;
constexpr std::int64_t usual_minutes = 60;
constexpr std::chrono::hours start_while_unknown{24};

struct Form {
    const View& view;
    model::ClassDraft& draft;

    void field(ui::Column& column, ui::TextField spec, std::string& value) const {
        spec.field.error = view.explain(draft.errors, spec.field.name);
        if (ui::text_field(column, spec, value).changed) draft.errors.clear(spec.field.name);
    }
};

ui::TextField described(std::string_view label, std::string name) {
    ui::TextField spec;
    spec.label = label;
    spec.field.name = std::move(name);
    spec.field.autocomplete = "off";
    return spec;
}

void when_and_price(const Form& form, ui::Column& column, bool fixed_start, bool fixed_terms) {
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
    price.disabled = fixed_terms;
    price.field.required = true;
    const bool wide = column.width() >= ui::from::form_row;
    if (!wide) form.field(column, starts, form.draft.starts);
    std::vector<ui::Column> parts = wide ? column.split({date_share, 1, 1}) : column.split({1, 1});
    if (wide) form.field(parts.front(), starts, form.draft.starts);
    form.field(*(parts.end() - 2), length, form.draft.minutes);
    form.field(parts.back(), price, form.draft.price);
    column.join(parts);
}

void style_and_level(const Form& form, ui::Column& column) {
    ui::TextField style = described(form.view.say(msg::form_style), "style");
    style.field.max_length = static_cast<int>(domain::max_style_characters);
    style.field.placeholder = form.view.say(msg::form_style_example);
    ui::TextField level = described(form.view.say(msg::form_level), "level");
    level.field.options = level_options(form.view, form.view.say(msg::level_any_class));
    level.field.options.front().value = domain::level_name(domain::Level::Any);
    std::vector<ui::Column> halves = column.split({1, 1});
    form.field(halves.front(), style, form.draft.style);
    ui::select_field(halves.back(), level, form.draft.level);
    column.join(halves);
}

/// A button inside the picture's field, at its end.
bool picture_button(const Form& form, const ui::Rect& place, char32_t symbol, msg::Plain name) {
    return ui::icon_button(form.view.ui, place,
                           {.icon = symbol,
                            .name = form.view.say(name),
                            .icon_size = ui::size::icon_inside,
                            .radius = ui::radius::inside});
}

/// A link to type, or a file to choose; what is there already can be removed.
void picture_field(const Form& form, ui::Column& column) {
    model::ClassDraft& draft = form.draft;
    ui::TextField spec = described(form.view.say(msg::form_picture), "thumbnailUrl");
    spec.reserve_end = ui::size::touch;
    const ui::Rect end = ui::field_end(column, spec);
    const bool kept = draft.thumbnail_url.starts_with('/');
    if (kept || draft.picture_file != 0) {
        spec.field.error = form.view.explain(draft.errors, "thumbnailUrl");
        if (ui::file_field(column, spec,
                           kept ? form.view.say(msg::form_picture_of_class)
                                : std::string_view(draft.picture_name))) {
            form.view.want(model::intent::ChoosePicture{});
        }
        if (picture_button(form, end, icon::x, msg::form_remove_picture)) {
            form.view.want(model::intent::RemovePicture{});
        }
        return;
    }
    spec.field.type = "url";
    spec.field.placeholder = form.view.say(msg::form_choose_or_paste);
    spec.field.input_mode = "url";
    form.field(column, spec, draft.thumbnail_url);
    if (picture_button(form, end, icon::image, msg::form_choose_picture)) {
        form.view.want(model::intent::ChoosePicture{});
    }
}

void who_and_picture(const Form& form, ui::Column& column) {
    const ui::TextField name = described(form.view.say(msg::form_instructor), "instructorName");
    if (column.width() < ui::from::form_row) {
        form.field(column, name, form.draft.instructor_name);
        return picture_field(form, column);
    }
    std::vector<ui::Column> halves = column.split({1, 1});
    form.field(halves.front(), name, form.draft.instructor_name);
    picture_field(form, halves.back());
    column.join(halves);
}

/// The class as it would be, from what was typed so far.
wire::PublicStream drafted(const View& view) {
    const model::ClassDraft& draft = view.drafts.new_class;
    wire::PublicStream row;
    domain::Stream& stream = row.stream;
    stream.title = draft.title.empty() ? std::string(view.say(msg::form_your_class)) : draft.title;
    stream.instructor_name = draft.instructor_name;
    stream.style = draft.style;
    stream.level = domain::parse_level(draft.level).value_or(domain::Level::Any);
    stream.scheduled_start_time = view.model.words->time_from_field(draft.starts)
                                      .value_or(view.model.now + start_while_unknown);
    stream.scheduled_duration_seconds =
        std::clamp<std::int64_t>(model::whole_number(draft.minutes).value_or(usual_minutes), 1,
                                 domain::max_duration_minutes) *
        seconds_per_minute;
    stream.price_in_tokens = std::clamp<std::int64_t>(model::whole_number(draft.price).value_or(0),
                                                      0, domain::max_price_in_tokens);
    stream.thumbnail_url = model::picture_to_show(draft);
    return row;
}

float room_beside(const View& view, const ui::Page& page) {
    return view.ui.width() - view.ui.side_margin() - page.right() - ui::space::xxxl;
}

/// The card as people will see it, and the day in full: the card says "Tomorrow".
void preview(const View& view, ui::Column& column) {
    const wire::PublicStream row = drafted(view);
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    column.label(view.say(msg::form_looks_like), quiet);
    class_preview(view, column.take(class_card_height(column.width())), row);
    column.label(
        view.model.words->time(row.stream.scheduled_start_time, model::TimeStyle::DateTime), quiet);
}

/// Beside the form where there is room, else within it.
void preview_beside(const View& view, const ui::Page& page, float top) {
    const float room = room_beside(view, page);
    if (room < least_preview) return;
    ui::Column column(view.ui, page.right() + ui::space::xxxl, top, std::min(preview_width, room),
                      ui::space::s);
    preview(view, column);
}

void preview_within(const View& view, ui::Page& page) {
    if (room_beside(view, page) >= least_preview) return;
    page.after(ui::space::xl);
    ui::Column column(view.ui, page.x(), page.next(), std::min(preview_width, page.width()),
                      ui::space::s);
    preview(view, column);
    page.until(column.bottom());
}

}  // namespace

void class_fields(const View& view, ui::Column& column, model::ClassDraft& draft,
                  const domain::Stream* existing) {
    const Form form{view, draft};
    ui::TextField title = described(view.say(msg::form_title), "title");
    title.field.required = true;
    title.field.max_length = static_cast<int>(domain::max_title_characters);
    form.field(column, title, draft.title);
    ui::TextField description = described(view.say(msg::form_description), "description");
    description.multiline = true;
    form.field(column, description, draft.description);
    style_and_level(form, column);
    const bool fixed_terms =
        existing != nullptr && !view.model.may(domain::StaffAction::ChangeTerms, existing->id);
    when_and_price(form, column,
                   existing != nullptr && existing->status != domain::StreamStatus::Scheduled,
                   fixed_terms);
    who_and_picture(form, column);
    const std::string_view explanation = view.say(msg::form_keep_text);
    ui::switch_card(view.ui,
                    column.take(ui::switch_card_height(view.ui, column.width(), explanation)),
                    view.say(msg::form_keep), explanation, draft.keep_for_catalog, fixed_terms);
}

bool save_buttons(const View& view, ui::Column& column, std::string_view label,
                  const model::ClassDraft& draft) {
    const model::Submission& save = view.model.studio.save;
    if (save.error && draft.errors.empty()) {
        ui::banner(column, ui::Tone::Danger, view.explain(*save.error));
    }
    const ui::Button accept{.label = label, .busy = save.busy, .submits = true};
    const ui::Button leave{.label = view.say(msg::common_cancel), .kind = ui::ButtonKind::Outline};
    const ui::Answer answer = ui::decide(column, accept, leave);
    if (answer == ui::Answer::Confirm) view.want(model::intent::SaveClass{});
    return answer == ui::Answer::Cancel;
}

void create_class_page(const View& view) {
    ui::Page page(view.ui, ui::size::column_max);
    page.heading(view.say(msg::bars_new_class), 1, {.role = ui::TextRole::Display});
    page.paragraph(view.say(msg::form_intro), muted(view));
    page.after(ui::space::xl);
    const float top = page.next();
    bool cancel = false;
    {
        ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::bars_new_class));
        class_fields(view, page, view.drafts.new_class, nullptr);
        preview_within(view, page);
        hosting_estimate(view, page);
        cancel = save_buttons(view, page, view.say(msg::form_create), view.drafts.new_class);
    }
    if (cancel) view.want(model::intent::GoBack{model::page(model::Page::StudioClasses)});
    preview_beside(view, page, top);
    page.end();
}

}  // namespace lsl::views
