#include "client/views/gallery.h"

#include <array>
#include <string>

#include "client/ui/widgets/widgets.h"

namespace lsl::views {

namespace {

using namespace lsl::ui;

constexpr std::array<std::string_view, 8> sample_titles = {
    "Morning Dance Workout",  "Salsa Basics, Slow and Sweet",
    "Wake-up Afrobeat",       "Heels & Confidence",
    "ダンスカーディオ入門 💃", "Evening Stretch",
    "Hip-hop Foundations",    "Latin Night Live"};

float section(Ui& ui, const ui::Page& page, float y, std::string_view title) {
    y += heading(ui, page.x(), y, page.width(), title, 2, {TextRole::Section}) + space::m;
    return y;
}

/// A state that lasts while the gallery is open.
bool kept_flag(Ui& ui, std::string_view name, bool first = false) {
    return ui.kept(ui.id(name), first ? 1.0f : 0.0f) > 0;
}
void keep_flag(Ui& ui, std::string_view name, bool on) {
    ui.kept(ui.id(name), 0) = on ? 1.0f : 0.0f;
}

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

void class_card(Ui& ui, const Rect& rect, std::string_view title, std::string_view person,
                std::string_view when, std::string_view amount, bool enrolled) {
    IdScope scope(ui, title);
    NodeScope item(ui, Role::ListItem, title, rect);
    surface(ui, rect);
    const Rect image = with_aspect(rect.x + 10, rect.y + 10, rect.width - 20);
    picture(ui, image, "", title, radius::picture);
    picture_badge(ui, image.x + 12, image.y + 12, when);
    picture_badge(ui, right(image) - 12 - picture_badge_width(ui, "60 min"),
                  bottom(image) - 12 - badge_height, "60 min");
    const float x = rect.x + 16, width = rect.width - 32;
    float y = bottom(image) + 12;
    y += heading(ui, x, y, width, title, 3, {TextRole::CardTitle}, 1);
    label(ui, {x, y, width, 19}, person, {TextRole::Small, ui.theme().muted});
    y = bottom(rect) - 14 - size::button_small;
    const float line = y + (size::button_small - line_height(TextRole::BodyStrong)) / 2;
    if (enrolled) {
        checked_text(ui, x, line, "Enrolled");
    } else {
        price(ui, x, line, amount, amount);
    }
    Slices row({x, y, width, size::button_small}, space::s);
    const Button act{.label = enrolled ? "Details" : "Enroll",
                     .kind = enrolled ? ButtonKind::Secondary : ButtonKind::Accent,
                     .size = ButtonSize::Small};
    button(ui, row.right(button_width(ui, act)), act);
    icon_button(ui, row.right(size::button_small),
                {.icon = icon::calendar_plus,
                 .name = "Add to calendar",
                 .kind = IconButtonKind::Secondary,
                 .icon_size = 18});
}

float card_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Cards and badges");
    NodeScope list(ui, Role::List, "Classes");
    Grid grid(page.x(), y, page.width(), ui.columns(), space::grid_gap);
    const float height = (grid.cell_width() - 20) * 9 / 16 + 127;
    static constexpr std::string_view times[] = {"Today 18:30", "Tomorrow 07:00", "Tue 20:00",
                                                 "Wed 19:00"};
    for (std::size_t i = 0; i < 4; ++i) {
        class_card(ui, grid.cell(height), sample_titles[i + 1], "Diego Ramos · 64 enrolled",
                   times[i], "40", i == 1);
    }
    y = grid.end() + space::xl;
    float x = page.x();
    x += live_badge(ui, x, y + 4) + space::m;
    x += picture_badge(ui, x, y + 4, "128 watching") + space::m;
    x += chip(ui, x, y + 4, "Replay") + space::m;
    x += chip(ui, x, y + 4, "Saved", Tone::Success) + space::m;
    if (ui.phone()) {
        x = page.x();
        y += 44;
    }
    x += status_pill(ui, x, y, "Connected", Tone::Success) + space::m;
    IdScope second(ui, "second");
    x += status_pill(ui, x, y, "Reconnecting", Tone::Warning, true) + space::m;
    if (ui.phone()) {
        x = page.x();
        y += 44;
    }
    const bool brief = ui.phone();
    const float pill = token_pill_width(ui, brief ? "120" : "120 tokens");
    token_pill(ui, {x, y, pill, 34}, brief ? "120" : "120 tokens", "120 tokens", "/account");
    x += pill + space::m;
    for (const std::string_view name : {"Ana Novak", "Mila Kovač", "山田 花子", "Jonas"}) {
        avatar(ui, x + 17, y + 17, 34, name);
        x += 42;
    }
    return y + 34 + space::xxxl;
}

float artwork_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Artwork");
    Grid grid(page.x(), y, page.width(), ui.columns() * 2, space::m);
    for (int i = 0; i < 24; ++i) {
        const std::string title = i < 8 ? std::string(sample_titles[static_cast<std::size_t>(i)])
                                        : "Class number " + std::to_string(i);
        picture(ui, grid.cell(grid.cell_width() * 9 / 16), "", title, radius::picture, title);
    }
    return grid.end() + space::xxxl;
}

float field_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Fields");
    const int across = ui.phone() ? 1 : 2;
    Grid grid(page.x(), y, page.width(), across, space::l);
    const float width = grid.cell_width();
    std::string title = "Morning Dance Workout", empty, wrong = "−5", length = "60",
                description = "High-energy dance cardio for every level.";
    const auto place = [&](const TextField& spec) {
        return grid.cell(text_field_height(ui, width, spec));
    };
    const auto put = [&](const TextField& spec, std::string& value) {
        const Rect at = place(spec);
        text_field(ui, at.x, at.y, width, spec, value);
    };
    put({.label = "Title", .field = {.name = "gallery-title"}}, title);
    put({.label = "Password",
         .field = {.type = "password", .name = "gallery-password", .autocomplete = "off"},
         .hint = "At least 10 characters."},
        empty);
    put({.label = "Price",
         .field = {.name = "gallery-price", .error = "A price can’t be below 0."},
         .prefix = "◆"},
        wrong);
    put({.label = "Length",
         .field = {.name = "gallery-length", .input_mode = "numeric"},
         .suffix = "min"},
        length);
    put({.label = "Search",
         .field = {.name = "gallery-search", .placeholder = "Find a class…"},
         .icon = icon::search},
        empty);
    put({.label = "Link",
         .field = {.name = "gallery-link", .placeholder = "Not available yet"},
         .disabled = true},
        empty);
    const TextField choice{
        .label = "Camera",
        .field = {.name = "gallery-camera",
                  .options = {{"a", "FaceTime HD Camera"}, {"b", "Other camera"}}}};
    std::string camera = "a";
    const Rect select_at = place(choice);
    select_field(ui, select_at.x, select_at.y, width, choice, camera);
    const TextField file{.label = "Picture", .field = {.placeholder = "Choose a picture…"}};
    const Rect file_at = place(file);
    file_field(ui, file_at.x, file_at.y, width, file, "");
    put({.label = "Description", .field = {.name = "gallery-description"}, .multiline = true},
        description);
    const Rect copy_at = grid.cell(70);
    bool revealed = kept_flag(ui, "revealed");
    copy_field(ui, copy_at.x, copy_at.y, width, "Publish token", "tok_8f3ac19e77d1", true, revealed,
               false);
    keep_flag(ui, "revealed", revealed);
    y = grid.end() + space::xl;

    bool on = kept_flag(ui, "switch", true);
    const std::string_view explanation =
        "After two months the recording joins Workouts. Otherwise it is deleted after seven days.";
    const float card = std::min(page.width(), size::column_max);
    const float card_high = switch_card_height(ui, card, explanation);
    switch_card(ui, {page.x(), y, card, card_high}, "Keep for the workout catalogue", explanation,
                on);
    keep_flag(ui, "switch", on);
    y += card_high + space::l;
    bool second = kept_flag(ui, "second switch");
    toggle_switch(ui, page.x(), y + 3, "A switch that is off", second);
    keep_flag(ui, "second switch", second);
    bool third = true;
    toggle_switch(ui, page.x() + 64, y + 3, "A switch that can’t change", third, true);
    bool ticked = kept_flag(ui, "tick", true);
    checkbox(ui, page.x() + 132, y + 5, page.width() - 132, "Remember me here", ticked);
    keep_flag(ui, "tick", ticked);
    return y + 34 + space::xxxl;
}

float player_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "On a picture");
    const Rect box = with_aspect(page.x(), y, std::min(page.width(), 788.0f));
    picture(ui, box, "", sample_titles[2], radius::picture);
    scrim(ui, {box.x, bottom(box) - 78, box.width, 78}, radius::picture);
    live_badge(ui, box.x + 12, box.y + 12);
    Slices bar({box.x + 8, bottom(box) - 50, box.width - 16, 44}, 0);
    icon_button(ui, bar.left(44),
                {.icon = icon::pause_fill, .name = "Pause", .kind = IconButtonKind::OnPicture});
    icon_button(ui, bar.left(44),
                {.icon = icon::volume_2, .name = "Mute", .kind = IconButtonKind::OnPicture});
    icon_button(ui, bar.right(44),
                {.icon = icon::maximize, .name = "Fullscreen", .kind = IconButtonKind::OnPicture});
    icon_button(ui, bar.right(44),
                {.icon = icon::picture_in_picture_2,
                 .name = "Picture in picture",
                 .kind = IconButtonKind::OnPicture});
    const TextStyle white{.role = TextRole::SmallStrong, .color = rgb(0xFFFFFF), .tabular = true};
    const Rect time = bar.right(text_width(ui, "12:04 / 58:00", white) + 16);
    label(ui, inset(time, 8, 0), "12:04 / 58:00", white);
    float& at = ui.kept(ui.id("seek"), 724);
    double position = at;
    slider(ui, inset(bar.rest, 8, 0),
           {.name = "Position",
            .value_text = "12 minutes of 58",
            .maximum = 3480,
            .step = 10,
            .buffered = 1400,
            .on_picture = true},
           position);
    at = static_cast<float>(position);
    y = bottom(box) + space::xl;
    float& loud = ui.kept(ui.id("loud"), 0.6f);
    double volume = loud;
    slider(ui, {page.x(), y, 200, 44}, {.name = "Volume"}, volume);
    loud = static_cast<float>(volume);
    return y + 44 + space::xxxl;
}

float progress_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Progress and studio");
    const float wide = std::min(page.width(), 386.0f);
    level_meter(ui, {page.x(), y, wide, 12}, "Microphone", 0.66, 0.8);
    y += 28;
    progress_bar(ui, {page.x(), y, wide, 6}, "Upload", 0.42);
    y += 22;
    progress_ring(ui, {page.x(), y, 44, 44}, "Upload in a ring", 0.42);
    spinner(ui, Rect{page.x() + 64, y, 44, 44}, "Loading");
    y += 64;
    const Step steps[] = {{"Camera and microphone", StepState::Done},
                          {"Connected to the studio", StepState::Failed},
                          {"Go live for 64 people", StepState::Current},
                          {"End class, replay follows", StepState::Later}};
    y += step_list(ui, page.x(), y, wide, steps) + space::xl;
    const std::vector<Rect> tiles = columns({page.x(), y, wide, stat_tile_height}, 3, 10);
    stat_tile(ui, tiles[0], "64", "enrolled");
    stat_tile(ui, tiles[1], "3,200 ◆", "revenue");
    stat_tile(ui, tiles[2], "0", "watching");
    y += stat_tile_height + space::xl;
    Grid grid(page.x(), y, page.width(), ui.columns(), space::grid_gap);
    for (int i = 0; i < ui.columns(); ++i) {
        const Rect card = grid.cell((grid.cell_width() - 20) * 9 / 16 + 127);
        surface(ui, card);
        const Rect image = with_aspect(card.x + 10, card.y + 10, card.width - 20);
        skeleton(ui, image, radius::picture);
        skeleton(ui, {card.x + 16, bottom(image) + 16, card.width * 0.6f, 16});
        skeleton(ui, {card.x + 16, bottom(image) + 40, card.width * 0.4f, 12});
        skeleton(ui, {right(card) - 16 - 66, bottom(card) - 52, 66, 38}, radius::control);
    }
    return grid.end() + space::xxxl;
}

float message_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Messages");
    const auto show = [&](Tone tone, std::string_view text, std::string_view action = {},
                          bool closable = false) {
        y += banner(ui, page.x(), y, page.width(), tone, text, action, closable).height + space::m;
    };
    show(Tone::Neutral, "The instructor is reconnecting. You stay in the class.");
    show(Tone::Success, "Class created. People see it now.", {}, true);
    show(Tone::Warning, "The replay is yours for 2 more days.", "Watch now");
    show(Tone::Danger, "You are offline. What you see may be old.", "Try again", true);
    static constexpr std::string_view names[] = {"Scheduled", "Live", "Past"};
    float& tab = ui.kept(ui.id("tab"), 0);
    tab = static_cast<float>(tabs(ui, page.x(), y, page.width(), names, static_cast<int>(tab)));
    y += tabs_height + space::l;
    static constexpr std::string_view parts[] = {"Sign in", "Create account"};
    float& part = ui.kept(ui.id("part"), 0);
    part = static_cast<float>(segments(ui, {page.x(), y, std::min(page.width(), 340.0f), 44}, parts,
                                       static_cast<int>(part)));
    y += 44 + space::l;
    Grid grid(page.x(), y, page.width(), ui.phone() ? 1 : 2, space::grid_gap);
    const Rect left = grid.cell(300);
    surface(ui, left);
    empty_state(ui, left.x, left.y, left.width,
                {.icon = icon::calendar,
                 .title = "No classes yet",
                 .text = "Your next class appears here as soon as you create it.",
                 .action = "New class…",
                 .href = "/instructor/streams/create"});
    const Rect other = grid.cell(300);
    surface(ui, other);
    error_state(ui, other.x, other.y, other.width, "Classes didn’t load",
                "The studio can’t be reached. Check your connection.");
    return grid.end() + space::xxxl;
}

float overlay_section(Ui& ui, const ui::Page& page, float y) {
    y = section(ui, page, y, "Over the page");
    Row row(page.x(), y, size::button, space::m);
    bool asking = kept_flag(ui, "asking"), menu_open = kept_flag(ui, "menu"),
         toasting = kept_flag(ui, "toasting");
    if (button(ui, row.take(150), {.label = "Open a dialog"})) asking = true;
    const Rect anchor = row.take(44);
    if (icon_button(
            ui, anchor,
            {.icon = icon::ellipsis, .name = "More", .has_popup = true, .expanded = menu_open})) {
        menu_open = !menu_open;
    }
    if (button(ui, row.take(120), {.label = "Show toasts", .kind = ButtonKind::Secondary})) {
        toasting = !toasting;
    }
    if (asking) {
        const Answer answer =
            ask(ui, {.key = "end",
                     .title = "End the class?",
                     .text = "Everybody leaves the room. The replay is ready a moment later and "
                             "stays for 7 days.",
                     .confirm = "End class",
                     .cancel = "Keep going",
                     .danger = true});
        asking = answer == Answer::None;
    }
    static const MenuItem items[] = {
        {.text = "Edit class", .icon = icon::pencil},
        {.text = "Copy link", .icon = icon::link},
        {.text = "Dark", .icon = icon::moon, .selected = true},
        {.text = "Cancel class…", .icon = icon::trash_2, .danger = true}};
    menu(ui, "more", anchor, items, menu_open);
    if (toasting) {
        static const Toast list[] = {
            {.key = 1, .text = "Link copied", .tone = Tone::Success},
            {.key = 2,
             .text = "The class could not be saved. Your text is still here.",
             .tone = Tone::Danger,
             .action = "Try again"}};
        if (toasts(ui, list)) toasting = false;
    }
    keep_flag(ui, "asking", asking);
    keep_flag(ui, "menu", menu_open);
    keep_flag(ui, "toasting", toasting);
    return y + size::button + space::xxxl;
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

}  // namespace

void gallery_page(Ui& ui) {
    IdScope scope(ui, "gallery");
    ui::Page page(ui);
    float y = page.next();
    y += heading(ui, page.x(), y, page.width(), "Gallery", 1, {TextRole::Display}) + space::xxl;
    y = type_section(ui, page, y);
    y = button_section(ui, page, y);
    y = card_section(ui, page, y);
    y = artwork_section(ui, page, y);
    y = field_section(ui, page, y);
    y = player_section(ui, page, y);
    y = progress_section(ui, page, y);
    y = message_section(ui, page, y);
    y = overlay_section(ui, page, y);
    y = icon_section(ui, page, y);
    page.until(y);
    page.end();
}

}  // namespace lsl::views
