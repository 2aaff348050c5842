#include "client/views/pages.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

using model::Page;

struct Place {
    Page page;
    msg::Plain name;
    char32_t symbol;
};

constexpr std::array<Place, 3> viewer_places = {{
    {Page::Classes, msg::bars_classes, icon::house},
    {Page::Workouts, msg::bars_workouts, icon::dumbbell},
    {Page::MyClasses, msg::bars_my_classes, icon::ticket},
}};
constexpr Place account_place = {Page::Account, msg::bars_account, icon::circle_user};
constexpr std::array<Place, 2> studio_places = {{
    {Page::StudioClasses, msg::bars_classes, icon::list_video},
    {Page::StudioCreate, msg::bars_new_class, icon::plus},
}};

bool is_current(const View& view, Page page) {
    const Page shown = view.model.route.page;
    if (page == Page::Classes) return shown == Page::Classes || shown == Page::Watch;
    if (page == Page::Workouts && shown == Page::Workout) return true;
    if (page == Page::StudioClasses && shown == Page::StudioBroadcast) return true;
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

void account_menu(const View& view, const ui::Rect& anchor) {
    bool& open = view.drafts.account_menu_open;
    if (!open) return;
    const bool studio = model::is_studio(view.model.route);
    const std::string account = model::url_of(model::page(Page::Account));
    const std::string mine = model::url_of(model::page(Page::MyClasses));
    const std::string classes = model::url_of(model::page(Page::Classes));
    const std::string studio_url = model::url_of(model::page(Page::StudioClasses));
    if (studio) {
        const std::array<ui::MenuItem, 3> items = {{
            {.text = view.say(msg::bars_viewers_classes), .icon = icon::house, .href = classes},
            {.text = view.say(msg::bars_language), .icon = icon::globe},
            {.text = view.say(msg::bars_leave_studio), .icon = icon::log_out},
        }};
        const auto chosen = ui::menu(view.ui, "account-menu", anchor, items, open);
        if (chosen == 0u) view.go(model::page(Page::Classes));
        if (chosen == 1u) view.drafts.language_menu_open = true;
        if (chosen == 2u) view.want(model::intent::StudioSignOut{});
        return;
    }
    const std::array<ui::MenuItem, 5> items = {{
        {.text = view.say(msg::bars_account), .icon = icon::circle_user, .href = account},
        {.text = view.say(msg::bars_my_classes), .icon = icon::ticket, .href = mine},
        {.text = view.say(msg::common_studio), .icon = icon::video, .href = studio_url},
        {.text = view.say(msg::bars_language), .icon = icon::globe},
        {.text = view.say(msg::bars_sign_out), .icon = icon::log_out},
    }};
    const auto chosen = ui::menu(view.ui, "account-menu", anchor, items, open);
    if (chosen == 0u) view.go(model::page(Page::Account));
    if (chosen == 1u) view.go(model::page(Page::MyClasses));
    if (chosen == 2u) view.go(model::page(Page::StudioClasses));
    if (chosen == 3u) view.drafts.language_menu_open = true;
    if (chosen == 4u) view.want(model::intent::SignOut{});
}

/// Names of places, tokens and avatar stand close together in the top bar.
bool narrow(const ui::Ui& ui) { return ui.width() < 760; }

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
    return view.model.account.viewer ? view.model.account.viewer->user.display_name : "";
}

/// Right end of the bar: tokens and avatar, or "Sign in".
void bar_end(const View& view, float right, float top, float height) {
    ui::Ui& ui = view.ui;
    const bool studio = model::is_studio(view.model.route);
    if (!studio && view.model.account.presence == model::Presence::Unknown) return;
    if (!studio && !view.model.signed_in()) {
        const model::Route to = model::sign_in_from(view.model.route);
        const std::string href = model::url_of(to);
        const ui::Button spec{.label = view.say(msg::bars_sign_in),
                              .kind = ui::ButtonKind::Accent,
                              .size = ui::ButtonSize::Small,
                              .href = href};
        const float width = ui::button_width(ui, spec);
        const float y = top + (height - ui::size::button_small) / 2;
        if (ui::button(ui, {right - width, y, width, ui::size::button_small}, spec)) view.go(to);
        const ui::Rect globe{right - width - 8 - ui::size::button_small, y, ui::size::button_small,
                             ui::size::button_small};
        if (ui::icon_button(ui, globe,
                            {.icon = icon::globe, .name = view.say(msg::bars_language)})) {
            view.drafts.language_menu_open = !view.drafts.language_menu_open;
        }
        language_menu(view, globe);
        return;
    }
    constexpr float diameter = 34;
    const float middle = top + height / 2;
    const ui::Rect anchor{right - diameter, middle - diameter / 2, diameter, diameter};
    const std::string name = person(view);
    const std::string menu_name = studio ? std::string(view.say(msg::bars_studio_menu))
                                         : view.say(msg::BarsAccountMenu{name});
    if (ui::avatar_button(ui, right - diameter / 2, middle, diameter, name, menu_name,
                          view.drafts.account_menu_open)) {
        view.drafts.account_menu_open = !view.drafts.account_menu_open;
    }
    account_menu(view, anchor);
    language_menu(view, anchor);
    if (studio) return;
    const std::string said = tokens_in_words(view, view.model.balance());
    const std::string shown = narrow(ui) ? view.number(view.model.balance()) : said;
    const float width = ui::token_pill_width(ui, shown);
    const float gap = narrow(ui) ? 12.0f : 28.0f;
    const ui::Rect pill{anchor.x - gap - width, middle - 17, width, 34};
    const model::Route wallet = model::page(Page::Account);
    if (ui::token_pill(ui, pill, shown, said, model::url_of(wallet)).clicked) {
        view.go(wallet);
    }
}

template <std::size_t N>
void bar_places(const View& view, float x, float top, float height, float gap,
                const std::array<Place, N>& places) {
    ui::NodeScope nav(view.ui, ui::Role::Navigation, view.say(msg::bars_main));
    for (const Place& place : places) {
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
    const float gap = narrow(ui) ? 0.0f : 16.0f;
    const model::Route home = model::page(studio ? Page::StudioClasses : Page::Classes);
    if (ui::brand(ui, margin, top, height, model::url_of(home), studio)) view.go(home);
    if (!ui.phone()) {
        const float x = margin + ui::brand_width(ui, studio) + 14;
        if (studio) {
            bar_places(view, x, top, height, gap, studio_places);
        } else {
            bar_places(view, x, top, height, gap, viewer_places);
        }
    }
    bar_end(view, ui.width() - margin, top, height);
}

void tab_bar(const View& view) {
    ui::Ui& ui = view.ui;
    const bool studio = model::is_studio(view.model.route);
    const float height = ui.tab_bar_height();
    const ui::Rect bar{0, ui.height() - height, ui.width(), height};
    ui::LayerScope layer(ui, ui::Layer::Bar);
    layer.block(bar);
    ui::NodeScope nav(ui, ui::Role::Navigation, view.say(msg::bars_main), bar);
    ui::fill(ui, bar, view.theme().surface);
    ui::divider(ui, 0, bar.y, ui.width());
    std::vector<Place> places;
    if (studio) {
        places.assign(studio_places.begin(), studio_places.end());
    } else {
        places.assign(viewer_places.begin(), viewer_places.end());
        places.push_back(account_place);
    }
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
    constexpr double patience = 3;  // most gaps are shorter
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
    const float width = std::min(view.ui.width() - 2 * margin, 560.0f);
    ui::banner(view.ui, (view.ui.width() - width) / 2, y + 8, width, ui::Tone::Warning, trouble);
}

}  // namespace

void bars(const View& view) {
    if (bare(view.model.route.page)) {
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
