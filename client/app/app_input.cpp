#include "client/app/app.h"
#include "client/app/browser/shortcuts.h"
#include "client/app/seconds.h"
#include "client/app/update.h"

#include <imgui.h>

#include <utility>

// What the browser tells, handed to the toolkit, the reducers and the players.

namespace lsl::app {

namespace {

constexpr float nowhere = -1e6f;

ui::PointerKind kind_of(platform::PointerDevice device) {
    switch (device) {
        case platform::PointerDevice::Mouse: return ui::PointerKind::Mouse;
        case platform::PointerDevice::Touch: return ui::PointerKind::Touch;
        case platform::PointerDevice::Pen: return ui::PointerKind::Pen;
    }
    return ui::PointerKind::Mouse;
}

ImGuiMouseSource source_of(platform::PointerDevice device) {
    switch (device) {
        case platform::PointerDevice::Mouse: return ImGuiMouseSource_Mouse;
        case platform::PointerDevice::Touch: return ImGuiMouseSource_TouchScreen;
        case platform::PointerDevice::Pen: return ImGuiMouseSource_Pen;
    }
    return ImGuiMouseSource_Mouse;
}

}  // namespace

void App::on_pointer(const platform::PointerEvent& event) {
    ImGuiIO& io = ImGui::GetIO();
    pointer_kind_ = kind_of(event.device);
    io.AddMouseSourceEvent(source_of(event.device));
    state_.drafts.player.last_activity = static_cast<double>(platform::mono_now().us) / 1e6;
    switch (event.phase) {
        case platform::PointerPhase::Move: io.AddMousePosEvent(event.x, event.y); break;
        case platform::PointerPhase::Down:
            restore_scroll_.reset();
            io.AddMousePosEvent(event.x, event.y);
            // The browser opens it in a tab, or the field takes the press itself.
            if (event.button != 0 || event.opens_elsewhere || event.in_field) break;
            io.AddMouseButtonEvent(0, true);
            break;
        case platform::PointerPhase::Up:
            io.AddMousePosEvent(event.x, event.y);
            if (event.button == 0) io.AddMouseButtonEvent(0, false);
            touched_ = true;
            break;
        case platform::PointerPhase::Leave: io.AddMousePosEvent(nowhere, nowhere); break;
        case platform::PointerPhase::Cancel:
            ui_.interaction.cancel_press();
            io.AddMousePosEvent(nowhere, nowhere);
            io.AddMouseButtonEvent(0, false);
            break;
    }
    settle();
}

bool App::on_key(const platform::KeyEvent& event) {
    if (!event.down) return false;
    if (event.key == "Escape") {
        touched_ = true;
        ui_.interaction.press_escape();
        settle();
        return false;
    }
    const auto wish = shortcut(state_.model, event);
    if (!wish) return false;
    state_.drafts.player.last_activity = static_cast<double>(platform::mono_now().us) / 1e6;
    dispatch(*wish);
    settle();
    return true;
}

void App::on_activate(std::uint32_t node) {
    touched_ = true;
    ui_.interaction.activate(node);
    settle();
}

void App::on_field_input(std::uint32_t node, std::string_view text) {
    touched_ = true;
    ui_.interaction.edit(node, std::string(text));
    settle();
}

void App::on_field_commit(std::uint32_t node) {
    const model::Model& m = state_.model;
    const bool class_form = m.route.page == model::Page::StudioCreate ||
                            std::holds_alternative<model::dialog::EditClass>(m.open_dialog);
    if (!class_form) return;
    for (const ui::Node& shown : told_tree_) {
        if (shown.id == node && !shown.field.name.empty()) {
            dispatch(model::intent::JudgeField{shown.field.name});
            break;
        }
    }
    settle();
}

void App::on_slider(std::uint32_t node, double value) {
    touched_ = true;
    ui_.interaction.set_value(node, value);
    settle();
}

void App::on_node_scroll(std::uint32_t node, float y) {
    ui_.interaction.set_scroll(node, y);
    platform::request_frame();
}

void App::on_focus(std::uint32_t node, bool visible) {
    ui_.interaction.set_focus(node, visible);
    if (visible) {
        state_.drafts.player.last_activity = static_cast<double>(platform::mono_now().us) / 1e6;
    }
    settle();
}

void App::on_route(std::string_view url, float scroll_y) {
    on_address_changed(state_, model::parse_route(url), effects_);
    state_.model.watching.address = url;
    carry_out(effects_);
    restore_scroll_ = scroll_y;
    focus_heading_ = false;
    settle();
}

void App::on_http(const platform::HttpAnswer& answer) {
    client_.on_http(answer);
    settle();
}

void App::on_slow(bool slow) {
    state_.model.slow = slow;
    settle();
}

void App::on_clock(double ahead_s) {
    app::on_clock(state_, ahead_s);
    settle();
}

void App::on_update_ready() { state_.model.update_ready = true; }

void App::on_server_event(std::string_view name, std::string_view data) {
    const bool own = name == wire::RoomMeChanged::name;
    if (own || name == wire::RoomChanged::name) {
        const model::Chat& chat = state_.model.chat;
        if (!chat.listens || !state_.model.page_is_here) return;
        reduce(state_, RoomNews{data, own}, effects_);
    } else {
        const auto event = net::parse_event(name, data);
        if (!event) return;
        apply(state_, *event, effects_);
    }
    carry_out(effects_);
    settle();
}

void App::on_events_state(platform::EventsState state) {
    if (state != platform::EventsState::Open) {
        if (state_.model.events_open) {
            check_room_rights(state_, effects_);
            carry_out(effects_);
        }
        events_gap_ = events_gap_ || state_.model.events_open;
        state_.model.events_open = false;
        if (!state_.model.lost_since) {
            state_.model.lost_since = static_cast<double>(platform::mono_now().us) / 1e6;
        }
        settle();
        return;
    }
    state_.model.events_open = true;
    state_.model.lost_since.reset();
    if (std::exchange(events_gap_, false)) {
        refresh_page(state_, effects_);
        carry_out(effects_);
    }
    settle();
}

void App::on_images_changed() { settle(); }

void App::on_file(const platform::ChosenFile& file) {
    on_picture_chosen(state_, file.handle, std::string(file.name), file.size);
    settle();
}

void App::on_push(const platform::PushAnswer& answer) {
    app::on_push(state_, answer, effects_);
    carry_out(effects_);
    settle();
}

void App::on_copied(bool copied) {
    app::on_copied(state_, std::exchange(copying_, {}), copied);
    settle();
}

void App::on_player(const platform::PlayerState& player) {
    playback_.on_player(player);
    player_told_at_ = static_cast<double>(platform::mono_now().us) / 1e6;
    settle();
}

void App::on_capture(const platform::CaptureState& capture) {
    broadcasting_.on_capture(capture);
    settle();
}

void App::on_broadcast(const platform::BroadcastState& broadcast) {
    const bool was_wanted = broadcasting_.wanted();
    broadcasting_.on_broadcast(broadcast);
    if (was_wanted && broadcast.failure == platform::BroadcastFailure::Elsewhere) {
        // What this page knows of the other device may be old.
        on_air_elsewhere(state_, effects_);
        carry_out(effects_);
    }
    settle();
}

void App::on_may_resume() {
    broadcasting_.on_may_resume();
    settle();
}

void App::on_desk(platform::Part part, std::string_view json) {
    if (part == platform::Part::Studio) {
        dispatch(model::intent::HearDesk{std::string(json)});
    } else if (part == platform::Part::Account) {
        dispatch(model::intent::HearPasskeys{std::string(json)});
    } else {
        dispatch(model::intent::HearLiveDesk{std::string(json)});
    }
    settle();
}

void App::on_level(const platform::Sound& heard) {
    broadcasting_.on_level(heard, seconds_of(platform::mono_now()));
    settle();
}

}  // namespace lsl::app
