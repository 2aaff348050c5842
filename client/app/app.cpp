#include "client/app/app.h"
#include "client/app/seconds.h"

#include "client/app/browser/mirror_json.h"
#include "client/app/update.h"
#include "client/model/studio/going_live.h"
#include "client/views/screen.h"
#include "shared/wire/json/json.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace lsl::app {

namespace {

/// An intent may lead to a screen that has another one at once (a redirect, say); more than a few
/// rounds would be a circle.
constexpr int max_passes = 8;

/// Which parts hold the page; none = the program itself. The lists in client/CMakeLists.txt say the
/// same of the files.
std::span<const platform::Part> parts_of(model::Page page) {
    static constexpr std::array player = {platform::Part::Player};
    static constexpr std::array watch = {platform::Part::Player, platform::Part::Room};
    static constexpr std::array studio = {platform::Part::Studio};
    static constexpr std::array account = {platform::Part::Account};
    // The picture that viewers see, live and afterwards, and what they say to it.
    static constexpr std::array stage = {platform::Part::Studio, platform::Part::Player,
                                         platform::Part::Room};
    switch (page) {
        case model::Page::Watch: return watch;
        case model::Page::Workout: return player;
        case model::Page::StudioBroadcast: return stage;
        case model::Page::StudioClasses:
        case model::Page::StudioCreate:
        case model::Page::StudioCheck:
        case model::Page::StudioPeople:
        case model::Page::StudioFigures:
        case model::Page::ClassFigures:
        case model::Page::Invitation: return studio;
        case model::Page::SignIn:
        case model::Page::CreateAccount:
        case model::Page::StudioSignIn:
        case model::Page::Settings:
        case model::Page::Notices:
        case model::Page::ForgotPassword:
        case model::Page::ConfirmEmail:
        case model::Page::ResetPassword:
        case model::Page::UndoEmail:
        case model::Page::Unsubscribe: return account;
        default: return {};
    }
}

bool is_here(model::Page page) {
    const auto parts = parts_of(page);
    return std::all_of(parts.begin(), parts.end(), platform::part_is_here);
}

void load_parts(model::Page page) {
    for (const platform::Part part : parts_of(page)) platform::load_part(part);
}

/// What is painted, as a number: equal pictures need no second painting.
std::uint64_t hash_of(const ImDrawData* data) {
    std::uint64_t hash = 14695981039346656037u;
    const auto mix = [&](const void* from, std::size_t bytes) {
        const auto* words = static_cast<const std::uint32_t*>(from);
        for (std::size_t i = 0; i < bytes / 4; ++i) hash = (hash ^ words[i]) * 1099511628211u;
    };
    if (data == nullptr) return 0;
    for (const ImDrawList* list : data->CmdLists) {
        mix(list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list->CmdBuffer) {
            mix(&command.ClipRect, sizeof command.ClipRect);
            hash = (hash ^ command.ElemCount) * 1099511628211u;
        }
    }
    return hash;
}

platform::Cursor cursor_of(ui::Cursor cursor) {
    switch (cursor) {
        case ui::Cursor::Default: return platform::Cursor::Default;
        case ui::Cursor::Pointer: return platform::Cursor::Pointer;
        case ui::Cursor::Text: return platform::Cursor::Text;
        case ui::Cursor::Grab: return platform::Cursor::Grab;
        case ui::Cursor::NotAllowed: return platform::Cursor::NotAllowed;
    }
    return platform::Cursor::Default;
}

/// The stage is dark whatever the person chose: in a studio, a bright screen would light the face.
ui::ThemeKind theme_of(const platform::Viewport& viewport, bool on_stage) {
    const bool dark = viewport.dark || on_stage;
    if (viewport.high_contrast) {
        return dark ? ui::ThemeKind::HighContrastDark : ui::ThemeKind::HighContrastLight;
    }
    return dark ? ui::ThemeKind::Dark : ui::ThemeKind::Light;
}

std::uint32_t hex(ui::Color color) {
    return static_cast<std::uint32_t>(color.r << 16 | color.g << 8 | color.b);
}

std::optional<ui::SystemColors> forced_colors(const platform::Viewport& viewport) {
    if (!viewport.forced_colors) return std::nullopt;
    const platform::SystemColors& c = *viewport.forced_colors;
    return ui::SystemColors{ui::rgb(c.canvas), ui::rgb(c.text), ui::rgb(c.link),
                            ui::rgb(c.highlight), ui::rgb(c.highlight_text)};
}

platform::PageTheme page_theme(const ui::Theme& theme) {
    platform::PageTheme page;
    page.dark = theme.dark();
    page.background = hex(theme.background);
    page.surface = hex(theme.surface);
    page.text = hex(theme.text);
    page.muted = hex(theme.muted);
    page.line = hex(theme.line);
    page.accent = hex(theme.accent);
    page.focus = hex(theme.focus);
    return page;
}

}  // namespace

App::App()
    : ui_(letters_, pictures_),
      effects_([] { return platform::random_id(); }),
      playback_(
          [this](player::Wanted wanted, const Uuid& id, std::uint32_t number) {
              net::Call call = net::make_call<api::GetPlayback>(
                  net::at(id), {}, [this, number](Result<api::GetPlayback::Response> answer) {
                      playback_.on_answer(number, std::move(answer));
                  });
              if (wanted == player::Wanted::Workout) {
                  call.path = net::path_of(api::GetWorkoutPlayback::path, net::at(id));
              }
              client_.send(std::move(call));
          },
          [this](const Uuid& stream, const api::ReportWatching::Request& said) {
              client_.send(net::make_call<api::ReportWatching>(net::at(stream), said, [](auto) {}));
          },
          [this](const Uuid& stream, double position_s) {
              keep_progress(state_, StreamId{stream}, position_s, effects_);
              carry_out(effects_);
          }) {
    state_.model.words = &words_;
    state_.model.messages = &messages_;
}

bool App::start() {
    if (!platform::start(*this)) return false;
    model::Model& m = state_.model;
    m.now = platform::utc_now();
    m.seconds = seconds_of(platform::mono_now());
    m.origin = platform::origin();
    m.zone = platform::time_zone();
    m.chat_news = platform::stored(model::chat_news_key);
    m.chat_emoji = platform::stored(model::chat_emoji_key);
    m.can_share = platform::can_share();
    // The first screen is in the person's language, or it isn't shown yet.
    speak(wished_language(), [this] {
        may_open_ = true;
        open();
    });
    return true;
}

void App::open() {
    model::Model& m = state_.model;
    const model::Route first = model::parse_route(platform::current_url());
    if (!is_here(first.page)) return load_parts(first.page);
    std::optional<api::PageData> data;
    if (const std::string text = platform::initial_data(); !text.empty()) {
        if (auto read = wire::from_json<api::PageData>(text)) data = std::move(*read);
    }
    opened_ = true;
    open_app(state_, data, first, effects_);
    m.watching.address = platform::current_url();
    carry_out(effects_);
    focus_heading_ = false;  // the browser starts where it starts
    settle();
    platform::request_frame();
}

void App::settle() {
    if (!opened_ || settling_) return;
    settling_ = true;
    run_logic(platform::mono_now());
    publish();
    if (output_.paint_again || picture_ != painted_picture_) platform::request_frame();
    sleep(platform::mono_now());
    settling_ = false;
}

void App::run_logic(MonoTime time) {
    for (int pass = 0; pass < max_passes; ++pass) {
        make_frame(time);
        const model::Intents wishes = std::exchange(intents_, {});
        for (const model::Intent& wish : wishes) dispatch(wish);
        const bool again = std::exchange(touched_, false);
        if (wishes.empty() && !ui_.input_pending() && !again) break;
    }
    picture_ = hash_of(ImGui::GetDrawData());
}

void App::make_frame(MonoTime time) {
    model::Model& m = state_.model;
    m.now = platform::utc_now();
    m.seconds = seconds_of(time);
    m.coarse_pointer = viewport_.coarse_pointer;
    m.visible = visible_;
    expire(state_);
    follow_part();
    follow_room(state_, effects_);
    carry_out(effects_);
    follow_playback();
    copy_media_states();

    ui::FrameInput input;
    input.width = viewport_.width;
    input.height = viewport_.height;
    input.density = viewport_.pixel_ratio;
    input.zoom = viewport_.text_scale;
    input.safe_area = {viewport_.safe_area.top, viewport_.safe_area.right,
                       viewport_.safe_area.bottom, viewport_.safe_area.left};
    input.keyboard = viewport_.keyboard_height;
    input.scroll_y = scroll_y_;
    input.now = m.seconds;
    input.theme = theme_of(viewport_, model::on_stage(m));
    input.forced_colors = forced_colors(viewport_);
    input.pointer = pointer_kind_;
    input.reduced_motion = viewport_.reduced_motion;
    input.texts = widget_texts();
    input.right_to_left = messages_.language().right_to_left;
    ui_.begin(input);
    views::screen(ui_, m, state_.drafts, intents_);
    output_ = ui_.end();
}

void App::follow_part() {
    const model::Page page = state_.model.route.page;
    state_.model.page_is_here = is_here(page);
    load_parts(page);
}

void App::on_part() {
    if (opened_) return settle();
    if (may_open_) open();
}

void App::publish() {
    if (const platform::PageTheme theme = page_theme(ui_.theme()); theme != told_theme_) {
        platform::set_theme(theme);
        told_theme_ = theme;
    }
    if (std::string title = title_of(state_.model); title != told_title_) {
        platform::set_title(title);
        told_title_ = std::move(title);
    }
    // Its end can be scrolled above a soft keyboard.
    platform::set_page_height(output_.page_height + viewport_.keyboard_height);
    platform::set_cursor(cursor_of(output_.cursor));
    publish_videos();
    if (!tree_told_ || output_.tree != told_tree_) {
        told_tree_ = std::move(output_.tree);
        platform::set_semantics(mirror_json(told_tree_));
        tree_told_ = true;
    }
    const bool lock = !std::holds_alternative<std::monostate>(state_.model.open_dialog);
    if (lock != told_lock_) {
        platform::lock_scroll(lock);
        told_lock_ = lock;
    }
    // A running broadcast guards the page by itself, and for longer.
    const bool unsaved = has_unsaved_changes(state_);
    if (unsaved != told_unsaved_ && !state_.model.broadcasting()) {
        platform::set_leave_guard(unsaved);
        told_unsaved_ = unsaved;
    }
    if (restore_scroll_ &&
        output_.page_height >= std::min(*restore_scroll_ + viewport_.height, 1e7f)) {
        platform::scroll_to(*restore_scroll_);
        restore_scroll_.reset();
    }
    if (output_.scroll_to) platform::scroll_to(*output_.scroll_to, true);
    if (output_.focus) {
        platform::focus_node(*output_.focus);
    } else if (focus_heading_) {
        const auto heading = std::find_if(
            told_tree_.begin(), told_tree_.end(),
            [](const ui::Node& node) { return node.role == ui::Role::Heading && node.level == 1; });
        if (heading != told_tree_.end()) {
            platform::focus_node(heading->id);
            focus_heading_ = false;
        }
    }
}

void App::sleep(MonoTime time) {
    if (visible_ && output_.paint_again) {
        platform::wake_after(std::chrono::milliseconds(-1));
        return;
    }
    double at = visible_ ? output_.wake_at : ui::Motion::never;
    const model::Model& m = state_.model;
    if (visible_) {
        for (const model::Toast& toast : m.toasts) at = std::min(at, toast.until);
        if (!m.copied.empty()) at = std::min(at, m.copied_until);
    }
    if (const auto due = playback_.deadline()) at = std::min(at, seconds_of(*due));
    if (at == ui::Motion::never) {
        platform::wake_after(std::chrono::milliseconds(-1));
        return;
    }
    const double left = std::clamp(at - seconds_of(time), 0.0, 86400.0);
    platform::wake_after(std::chrono::milliseconds(static_cast<std::int64_t>(left * 1000) + 1));
}

void App::on_frame(MonoTime time) {
    if (!opened_) return;
    settling_ = true;
    run_logic(time);
    publish();
    platform::paint(ImGui::GetDrawData());
    painted_picture_ = picture_;
    if (output_.paint_again) platform::request_frame();
    sleep(time);
    settling_ = false;
}

void App::on_wake(MonoTime) { settle(); }

void App::on_viewport(const platform::Viewport& viewport) {
    viewport_ = viewport;
    settle();
}

void App::on_scroll(float scroll_y) {
    scroll_y_ = scroll_y;
    if (opened_) platform::request_frame();
}

void App::on_visibility(bool visible) {
    visible_ = visible;
    settle();
}

void App::on_online(bool online) {
    state_.model.online = online;
    if (online && opened_) {
        refresh_page(state_, effects_);
        carry_out(effects_);
    }
    settle();
}

void App::on_fonts_changed() {
    ui_.drop_glyphs();
    if (opened_) platform::request_frame();
    settle();
}

void App::on_context_restored() {
    ui_.drop_glyphs();
    if (opened_) platform::request_frame();
}

}  // namespace lsl::app
