#include "client/views/pages.h"

#include "client/model/studio/going_live.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

using model::Page;

constexpr float pill_height = 34, avatar_side = 34;
constexpr float menu_gap = 28;  ///< between the pill and the avatar, where there is room
constexpr float after_brand = 14;
constexpr float banner_width = 560;
constexpr float count_height = 18;         ///< of the pill over the bell
constexpr std::int64_t most_counted = 99;  ///< beyond, the pill says "99+"
constexpr char more_than_counted = '+';
constexpr double patience = 3;  ///< seconds: most gaps in the connection are shorter

struct Place {
    Page page;
    msg::Plain name;
    char32_t symbol;
};

constexpr Place account_place = {Page::Account, msg::bars_account, icon::circle_user};

/// What both bars lead to.
std::vector<Place> places_of(const View& view) {
    if (!model::is_studio(view.model.route)) {
        return {{Page::Classes, msg::bars_classes, icon::house},
                {Page::Workouts, msg::bars_workouts, icon::dumbbell},
                {Page::MyClasses, msg::bars_my_classes, icon::ticket}};
    }
    std::vector<Place> places = {{Page::StudioClasses, msg::bars_classes, icon::list_video}};
    if (view.model.may(domain::StaffAction::RunStudio)) {
        places.push_back({Page::StudioFigures, msg::figures_title, icon::signal});
    }
    if (view.model.may(domain::StaffAction::CreateClass)) {
        places.push_back({Page::StudioCreate, msg::bars_new_class, icon::plus});
    }
    return places;
}

bool is_current(const View& view, Page page) {
    const Page shown = view.model.route.page;
    if (page == Page::Classes) return shown == Page::Classes || shown == Page::Watch;
    if (page == Page::Workouts && shown == Page::Workout) return true;
    if (page == Page::Account && shown == Page::Settings) return true;
    if (page == Page::StudioClasses) {
        return shown == page || shown == Page::StudioBroadcast || shown == Page::StudioCheck ||
               shown == Page::StudioPeople;
    }
    if (page == Page::StudioFigures) {
        return shown == page || shown == Page::ClassFigures;
    }
    return shown == page;
}

void language_menu(const View& view, const ui::Rect& anchor) {
    std::array<ui::MenuItem, model::language_count> items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const model::Language& language = model::languages[i];
        items[i].text = language.name;
        items[i].selected = &language == &view.model.messages->language();
    }
    const auto chosen =
        ui::menu(view.ui, "language-menu", anchor, items, view.drafts.language_menu_open);
    if (chosen) {
        view.want(model::intent::ChooseLanguage{std::string(model::languages[*chosen].tag)});
    }
}

bool bare(Page page) {
    return page == Page::SignIn || page == Page::CreateAccount || page == Page::StudioSignIn;
}

/// A line of the account menu and what it wants; with no wish it opens the languages.
struct Entry {
    std::string_view text;
    char32_t symbol = 0;
    std::optional<model::Intent> wish;
    std::string href;
};

Entry to_page(const View& view, msg::Plain text, char32_t symbol, model::Route to) {
    std::string href = model::url_of(to);
    return {view.say(text), symbol, model::intent::Go{std::move(to)}, std::move(href)};
}

std::vector<Entry> account_entries(const View& view) {
    const Entry languages{view.say(msg::bars_language), icon::globe, {}, {}};
    const Entry leave{
        view.say(msg::bars_leave_studio), icon::log_out, model::intent::StudioSignOut{}, {}};
    if (model::is_studio(view.model.route)) {
        return {to_page(view, msg::bars_viewers_classes, icon::house, model::page(Page::Classes)),
                languages, leave};
    }
    const Entry studio =
        to_page(view, msg::common_studio, icon::video, model::page(Page::StudioClasses));
    if (!view.model.signed_in()) {
        return {studio,
                to_page(view, msg::bars_sign_in_viewer, icon::circle_user,
                        model::sign_in_from(view.model.route)),
                languages, leave};
    }
    return {to_page(view, msg::bars_account, icon::circle_user, model::page(Page::Account)),
            to_page(view, msg::bars_my_classes, icon::ticket, model::page(Page::MyClasses)),
            to_page(view, msg::bars_settings, icon::settings, model::page(Page::Settings)),
            studio,
            languages,
            {view.say(msg::bars_sign_out), icon::log_out, model::intent::SignOut{}, {}}};
}

void account_menu(const View& view, const ui::Rect& anchor) {
    bool& open = view.drafts.account_menu_open;
    if (!open) return;
    const std::vector<Entry> entries = account_entries(view);
    std::vector<ui::MenuItem> items;
    for (const Entry& entry : entries) {
        items.push_back({.text = entry.text, .icon = entry.symbol, .href = entry.href});
    }
    const auto chosen = ui::menu(view.ui, "account-menu", anchor, items, open);
    if (!chosen) return;
    if (const auto& wish = entries[*chosen].wish) {
        view.intents.push_back(*wish);
    } else {
        view.drafts.language_menu_open = true;
    }
}

/// Names of places, tokens and avatar stand close together in the top bar.
bool narrow(const ui::Ui& ui) { return ui.width() < ui::from::wide_bar; }

/// Name whose initials the avatar shows.
std::string person(const View& view) {
    if (model::is_studio(view.model.route)) {
        const wire::InstructorStream* row = view.model.studio.find(view.model.route.stream);
        if (row != nullptr && !row->stream.instructor_name.empty()) {
            return row->stream.instructor_name;
        }
        const std::string& name = view.drafts.new_class.instructor_name;
        if (!name.empty()) return name;
        if (!view.model.studio.rows.empty()) {
            return view.model.studio.rows.begin()->second.stream.instructor_name;
        }
        return std::string(view.say(msg::common_studio));
    }
    if (view.model.account.viewer) return view.model.account.viewer->user.display_name;
    return view.model.staff() ? std::string(view.say(msg::common_studio)) : std::string();
}

/// Staff find back to the studio from every public page. Returns its left edge.
float studio_button(const View& view, float right, float middle) {
    const model::Route studio = model::page(Page::StudioClasses);
    const std::string href = model::url_of(studio);
    const ui::Button spec{.label = view.say(msg::common_studio),
                          .kind = ui::ButtonKind::Secondary,
                          .size = ui::ButtonSize::Small,
                          .icon = icon::video,
                          .href = href,
                          .key = "studio"};
    const float width = ui::button_width(view.ui, spec);
    const ui::Rect rect{right - width, middle - ui::size::button_small / 2, width,
                        ui::size::button_small};
    if (ui::button(view.ui, rect, spec)) view.go(studio);
    return rect.x;
}

/// The way to what the person was told, with how much of it is new. Returns its left edge.
float bell(const View& view, float right, float middle) {
    ui::Ui& ui = view.ui;
    const model::Route notices = model::page(Page::Notices);
    const std::string href = model::url_of(notices);
    const std::int64_t unread = view.model.notices.unread;
    const std::string name = view.say(msg::BarsNoticesUnread{unread});
    const ui::Rect rect{right - ui::size::touch, middle - ui::size::touch / 2, ui::size::touch,
                        ui::size::touch};
    if (ui::icon_button(ui, rect,
                        {.icon = icon::bell, .name = name, .href = href, .key = "notices"})) {
        view.go(notices);
    }
    if (unread == 0) return rect.x;
    const ui::TextStyle style{.role = ui::TextRole::Badge, .color = view.theme().on_accent};
    const std::string count =
        unread > most_counted ? view.number(most_counted) + more_than_counted : view.number(unread);
    const float text = ui::text_width(ui, count, style);
    const float wide = std::max(count_height, text + ui::space::s);
    const ui::Rect pill{ui::right(rect) - wide + ui::space::xxs, rect.y, wide, count_height};
    ui::fill(ui, pill, view.theme().accent, ui::radius::pill);
    ui::draw_text(ui, ui::centre_x(pill) - text / 2,
                  ui::centre_y(pill) - ui::line_height(style.role) / 2, count, style);
    return rect.x;
}

/// Where the bar's places end, counted as `top_bar` draws them.
float places_end(const View& view) {
    ui::Ui& ui = view.ui;
    const float margin = narrow(ui) ? ui::space::l : ui.side_margin();
    float x = margin + ui::brand_width(ui, model::is_studio(view.model.route));
    if (ui.phone()) return x;
    x += after_brand;
    for (const Place& place : places_of(view)) {
        x += ui::nav_link_width(ui, view.say(place.name)) + (narrow(ui) ? 0 : ui::space::l);
    }
    return x;
}

/// The balance, unless the bell would have no room beside it: the account has it, too. Returns its
/// left edge.
float token_part(const View& view, float right, float middle) {
    ui::Ui& ui = view.ui;
    const std::string said = tokens_in_words(view, view.model.balance());
    const std::string shown = narrow(ui) ? view.number(view.model.balance()) : said;
    const float width = ui::token_pill_width(ui, shown);
    const float gap = narrow(ui) ? ui::space::m : menu_gap;
    const ui::Rect pill{right - gap - width, middle - pill_height / 2, width, pill_height};
    if (pill.x - ui::space::xs - ui::size::touch < places_end(view)) return right;
    const model::Route wallet = model::page(Page::Account);
    if (ui::token_pill(ui, pill, shown, said, model::url_of(wallet)).clicked) view.go(wallet);
    return pill.x;
}

/// Right end of the bar: tokens and avatar, or "Sign in".
void bar_end(const View& view, float right, float top, float height) {
    ui::Ui& ui = view.ui;
    const bool studio = model::is_studio(view.model.route);
    const bool staff = view.model.staff();
    if (!studio && !staff && view.model.account.presence == model::Presence::Unknown) return;
    if (!studio && !staff && !view.model.signed_in()) {
        const model::Route to = model::sign_in_from(view.model.route);
        const std::string href = model::url_of(to);
        const ui::Button spec{.label = view.say(msg::bars_sign_in),
                              .kind = ui::ButtonKind::Accent,
                              .size = ui::ButtonSize::Small,
                              .href = href};
        const float width = ui::button_width(ui, spec);
        const float y = top + (height - ui::size::button_small) / 2;
        if (ui::button(ui, {right - width, y, width, ui::size::button_small}, spec)) view.go(to);
        const ui::Rect globe{right - width - ui::space::s - ui::size::button_small, y,
                             ui::size::button_small, ui::size::button_small};
        if (ui::icon_button(ui, globe,
                            {.icon = icon::globe, .name = view.say(msg::bars_language)})) {
            view.drafts.language_menu_open = !view.drafts.language_menu_open;
        }
        language_menu(view, globe);
        return;
    }
    const float middle = top + height / 2;
    const ui::Rect anchor{right - avatar_side, middle - avatar_side / 2, avatar_side, avatar_side};
    const std::string name = person(view);
    const bool as_staff = studio || !view.model.signed_in();
    const std::string menu_name = as_staff ? std::string(view.say(msg::bars_studio_menu))
                                           : view.say(msg::BarsAccountMenu{name});
    if (ui::avatar_button(ui, right - avatar_side / 2, middle, avatar_side, name, menu_name,
                          view.drafts.account_menu_open)) {
        view.drafts.account_menu_open = !view.drafts.account_menu_open;
    }
    account_menu(view, anchor);
    language_menu(view, anchor);
    if (studio) return;
    if (!view.model.signed_in()) {
        studio_button(view, anchor.x - ui::space::m, middle);
        return;
    }
    const float start = token_part(view, anchor.x, middle);
    const float left = bell(view, start - (narrow(ui) ? ui::space::xs : ui::space::m), middle);
    // On narrow screens the menu behind the avatar has it.
    if (staff && !narrow(ui)) studio_button(view, left - ui::space::m, middle);
}

void bar_places(const View& view, float x, float top, float height, float gap) {
    ui::NodeScope nav(view.ui, ui::Role::Navigation, view.say(msg::bars_main));
    for (const Place& place : places_of(view)) {
        const model::Route to = model::page(place.page);
        if (ui::nav_link(view.ui, x, top, height, view.say(place.name), model::url_of(to),
                         is_current(view, place.page))) {
            view.go(to);
        }
        x += ui::nav_link_width(view.ui, view.say(place.name)) + gap;
    }
}

void top_bar(const View& view) {
    ui::Ui& ui = view.ui;
    const bool studio = model::is_studio(view.model.route);
    const float height = ui.phone() ? ui::size::top_bar_phone : ui::size::top_bar;
    const float top = ui.frame().safe_area.top;
    const ui::Rect bar{0, 0, ui.width(), top + height};
    ui::LayerScope layer(ui, ui::Layer::Bar);
    layer.block(bar);
    ui::NodeScope banner(ui, ui::Role::Banner, "LeanSporty", bar);
    ui::fill(ui, bar, view.theme().background);
    ui::divider(ui, 0, ui::bottom(bar) - 1, ui.width());

    const float margin = narrow(ui) ? ui::space::l : ui.side_margin();
    const float gap = narrow(ui) ? 0 : ui::space::l;
    const model::Route home = model::page(studio ? Page::StudioClasses : Page::Classes);
    if (ui::brand(ui, margin, top, height, model::url_of(home), studio)) view.go(home);
    if (!ui.phone()) {
        const float x = margin + ui::brand_width(ui, studio) + after_brand;
        bar_places(view, x, top, height, gap);
    }
    bar_end(view, ui.width() - margin, top, height);
}

void tab_bar(const View& view) {
    ui::Ui& ui = view.ui;
    const float height = ui.tab_bar_height();
    const ui::Rect bar{0, ui.height() - height, ui.width(), height};
    ui::LayerScope layer(ui, ui::Layer::Bar);
    layer.block(bar);
    ui::NodeScope nav(ui, ui::Role::Navigation, view.say(msg::bars_main), bar);
    ui::fill(ui, bar, view.theme().surface);
    ui::divider(ui, 0, bar.y, ui.width());
    std::vector<Place> places = places_of(view);
    if (!model::is_studio(view.model.route)) places.push_back(account_place);
    const ui::Rect area{0, bar.y, ui.width(), ui::size::tab_bar};
    const auto cells = ui::columns(area, static_cast<int>(places.size()), 0);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const model::Route to = model::page(places[i].page);
        if (ui::tab_bar_item(ui, cells[i], places[i].symbol, view.say(places[i].name),
                             model::url_of(to), is_current(view, places[i].page))) {
            view.go(to);
        }
    }
}

/// What is wrong between this page and the studio, or nothing.
std::string_view connection_trouble(const View& view) {
    const model::Model& m = view.model;
    if (!m.online) {
        return view.say(msg::bars_offline);
    }
    if (m.lost_since) {
        const double left = *m.lost_since + patience - m.seconds;
        if (left <= 0) {
            return view.say(msg::bars_lost);
        }
        view.wake_in(left);
    }
    if (m.slow) return view.say(msg::bars_slow);
    return {};
}

void connection_banner(const View& view, float y) {
    const std::string_view trouble = connection_trouble(view);
    if (trouble.empty()) return;
    ui::LayerScope layer(view.ui, ui::Layer::Bar);
    const float margin = view.ui.side_margin();
    const float width = std::min(view.ui.width() - 2 * margin, banner_width);
    const auto banner = ui::banner(view.ui, (view.ui.width() - width) / 2, y + ui::space::s, width,
                                   ui::Tone::Warning, trouble);
    view.ui.push_pages_down(banner.height + ui::space::s);
}

}  // namespace

void bars(const View& view) {
    if (bare(view.model.route.page) || model::on_stage(view.model)) {
        return connection_banner(view, view.ui.frame().safe_area.top);
    }
    // What is painted later lies over it, and an open menu may reach down to the tabs.
    const bool menu = view.drafts.account_menu_open || view.drafts.language_menu_open;
    if (view.ui.phone() && menu) tab_bar(view);
    top_bar(view);
    if (view.ui.phone() && !menu) tab_bar(view);
    connection_banner(view, view.ui.top_bar_height());
}

}  // namespace lsl::views
