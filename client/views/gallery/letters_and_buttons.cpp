#include "client/views/gallery/sections.h"

#include <algorithm>
#include <string_view>

namespace lsl::views::gallery {

using namespace lsl::ui;

float type_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Type");
    struct Sample {
        TextRole role;
        std::string_view text;
    };
    static constexpr Sample samples[] = {
        {TextRole::Display, "Display: Morning Dance Workout, VA To We"},
        {TextRole::PageTitle, "Page title: your classes this week"},
        {TextRole::Section, "Section: coming up"},
        {TextRole::CardTitle, "Card title: Heels & Confidence"},
        {TextRole::Body,
         "Body: Bring water and a smile; the first song is easy, the last one isn’t."},
        {TextRole::BodyStrong, "Body strong: Enroll for ◆ 50 and watch"},
        {TextRole::Remark, "Remark: times in your time zone"},
        {TextRole::Small, "Small: Diego Ramos · 64 enrolled"},
        {TextRole::SmallStrong, "Small strong: E-mail"},
        {TextRole::Caption, "Caption: enrolled"},
        {TextRole::Badge, "BADGE"},
    };
    for (const Sample& sample : samples) {
        y += paragraph(ui, page.x(), y, page.width(), sample.text, {sample.role}, 1) + space::xs;
    }
    y += paragraph(ui, page.x(), y + 4, std::min(page.width(), 520.0f),
                   "Žluťoučký kůň, Ελληνικά, Кириллица, 日本語のテキスト、中文，한국어, emoji "
                   "💃🕺🏽👩‍👩‍👧🇭🇷, "
                   "مرحبا بالعالم, שלום, हिन्दी, ไทย: every script in one line that wraps.",
                   {TextRole::Body, ui.theme().muted}) +
         space::s;
    const TextStyle clock{.role = TextRole::BodyStrong, .tabular = true};
    label(ui, {page.x(), y, page.width(), 22}, "00:11:11  ·  00:48:08", clock);
    return y + 22 + space::xxxl;
}

float button_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Buttons");
    struct Look {
        std::string_view label;
        ButtonKind kind;
    };
    static constexpr Look looks[] = {{"Enroll", ButtonKind::Accent},
                                     {"Details", ButtonKind::Secondary},
                                     {"Copy link", ButtonKind::Outline},
                                     {"Not now", ButtonKind::Ghost},
                                     {"End class", ButtonKind::Danger}};
    struct State {
        std::string_view name;
        bool disabled, busy;
        char32_t icon;
        ButtonSize size;
    };
    static constexpr State states[] = {
        {"normal", false, false, 0, ButtonSize::Normal},
        {"icon", false, false, icon::calendar_plus, ButtonSize::Normal},
        {"busy", false, true, 0, ButtonSize::Normal},
        {"disabled", true, false, 0, ButtonSize::Normal},
        {"small", false, false, 0, ButtonSize::Small},
        {"large", false, false, 0, ButtonSize::Large},
    };
    for (const State& state : states) {
        IdScope scope(ui, state.name);
        float x = page.x();
        const float height = height_of(state.size);
        for (const Look& look : looks) {
            const Button spec{.label = look.label,
                              .kind = look.kind,
                              .size = state.size,
                              .icon = state.icon,
                              .disabled = state.disabled,
                              .busy = state.busy};
            const float width = button_width(ui, spec) + (state.busy ? 26.0f : 0.0f);
            if (x + width > page.x() + page.width()) {
                x = page.x();
                y += height + space::m;
            }
            button(ui, {x, y, width, height}, spec);
            x += width + space::m;
        }
        y += height + space::m;
    }
    const Button wide{.label = "Enroll for ◆ 50 and watch"};
    button(ui, {page.x(), y, std::min(page.width(), 360.0f), size::button}, wide);
    y += size::button + space::l;

    Row row(page.x(), y, size::touch, space::s);
    icon_button(ui, row.take(44), {.icon = icon::share_2, .name = "Share"});
    icon_button(ui, row.take(44),
                {.icon = icon::calendar_plus,
                 .name = "Add to calendar",
                 .kind = IconButtonKind::Secondary});
    icon_button(ui, row.take(38, 38),
                {.icon = icon::plus, .name = "Add", .kind = IconButtonKind::Secondary});
    icon_button(ui, row.take(44), {.icon = icon::trash_2, .name = "Delete", .disabled = true});
    icon_button(ui, row.take(44), {.icon = icon::refresh_cw, .name = "Reload", .busy = true});
    if (ui.phone()) {
        y += size::touch + space::s;
        row.x = page.x();
    }
    link(ui, row.x + 8, y + 11, "Create an account", "/login");
    return y + size::touch + space::xxxl;
}

float icon_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Icons");
    float x = page.x();
    for (char32_t code = icon::first_; code <= icon::last_; ++code) {
        if (x + 24 > page.x() + page.width()) {
            x = page.x();
            y += 40;
        }
        draw_icon(ui, x, y, code, 24, ui.theme().text);
        x += 44;
    }
    return y + 24;
}

}  // namespace lsl::views::gallery
