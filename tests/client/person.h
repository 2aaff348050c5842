#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/app/app.h"
#include "client/platform/null/fake_browser.h"
#include "client/ui/layout/layout.h"
#include "shared/wire/json/json.h"
#include "shared/wire/page.h"

namespace lsl::app {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// What a page carries for a visitor when the studio has no classes.
inline api::PageData nobody() {
    api::PageData data;
    data.streams.emplace();
    return data;
}

/// The roles of the studio's owner.
inline std::vector<domain::HeldRole> the_owner() {
    return {{domain::StaffRole::Owner, std::nullopt}};
}

/// A person at a browser: opens a page, sees things by role and name, presses, types, waits. The
/// whole app runs; the server's answers are given by the test.
class Person {
  public:
    Person() : browser_(&platform::fresh_fake_browser()) {}

    platform::FakeBrowser& browser() { return *browser_; }
    UtcTime now() const { return browser_->utc; }
    const model::Model& model() const { return app_->state().model; }
    const State& state() const { return app_->state(); }

    void open(std::string_view url) {
        browser_->history = {std::string(url)};
        app_ = std::make_unique<App>();
        ASSERT_TRUE(app_->start());
        settle();
    }
    void open(std::string_view url, const api::PageData& data) {
        browser_->initial_data = wire::to_json(data);
        open(url);
    }

    /// Frames until nothing moves; what pulses for ever (LIVE, spinners) is cut off.
    void settle() { browser_->run_frames(24); }
    void wait(std::chrono::milliseconds time) {
        browser_->advance(time);
        settle();
    }

    const ui::Node* find(ui::Role role, std::string_view name) const {
        for (const ui::Node& node : app_->tree()) {
            if (node.role == role && node.name.find(name) != std::string::npos) return &node;
        }
        return nullptr;
    }
    bool sees(ui::Role role, std::string_view name) const { return find(role, name) != nullptr; }
    /// Anything on screen says that.
    bool reads(std::string_view text) const {
        for (const ui::Node& node : app_->tree()) {
            if (node.name.find(text) != std::string::npos) return true;
            if (node.field.error.find(text) != std::string::npos) return true;
        }
        return false;
    }
    const ui::Node& get(ui::Role role, std::string_view name) const {
        static const ui::Node none;
        const ui::Node* node = find(role, name);
        EXPECT_NE(node, nullptr) << "nothing on screen is called \"" << name << "\"; there is\n"
                                 << screen_text();
        return node ? *node : none;
    }

    /// The same, of the open dialog: what stands over the page comes last.
    void press_in_dialog(std::string_view name) {
        const ui::Node* last = nullptr;
        for (const ui::Node& node : app_->tree()) {
            const bool named = node.name.find(name) != std::string::npos;
            if (node.role == ui::Role::Button && node.fixed && named) last = &node;
        }
        ASSERT_NE(last, nullptr) << "no dialog offers \"" << name << '"';
        press(ui::Node(*last));
    }
    /// With the mouse, in the middle of what is on screen.
    void press(ui::Role role, std::string_view name) { press(ui::Node(get(role, name))); }
    void press(const ui::Node& node) {
        if (node.id == 0) return;
        if (!node.fixed) bring_into_view(node.rect);
        const float scroll = node.fixed ? 0 : browser_->scroll_y;
        platform::PointerEvent event;
        event.x = node.rect.x + node.rect.width / 2;
        event.y = node.rect.y + node.rect.height / 2 - scroll;
        event.node = node.id;
        listener().on_pointer(event);
        event.phase = platform::PointerPhase::Down;
        event.button = 0;
        event.buttons = 1;
        listener().on_pointer(event);
        event.phase = platform::PointerPhase::Up;
        event.buttons = 0;
        listener().on_pointer(event);
        settle();
    }
    /// By keyboard or screen reader.
    void activate(ui::Role role, std::string_view name) {
        const std::uint32_t id = get(role, name).id;
        if (id != 0) listener().on_activate(id);
        settle();
    }
    void type(std::string_view field, std::string_view text) {
        for (const ui::Node& node : app_->tree()) {
            if (node.field.name != field) continue;
            listener().on_field_input(node.id, text);
            return settle();
        }
        ADD_FAILURE() << "there is no field " << field << " among\n" << screen_text();
    }
    void leave_field(std::string_view field) {
        for (const ui::Node& node : app_->tree()) {
            if (node.field.name != field) continue;
            listener().on_field_commit(node.id);
            return settle();
        }
        ADD_FAILURE() << "there is no field " << field;
    }
    bool key(std::string_view key) {
        platform::KeyEvent event;
        event.key = key;
        const bool handled = listener().on_key(event);
        settle();
        return handled;
    }

    /// The server answers the newest open request of that path.
    template <class Response>
    void answer(std::string_view path, const Response& response, int status = 200) {
        EXPECT_TRUE(browser_->answer(path, status, wire::to_json(response)))
            << "nobody asked for " << path;
        settle();
    }
    void refuse(std::string_view path, int status, std::string_view code, std::string_view sentence,
                std::string_view field = {}) {
        const api::Failure failure{std::string(sentence), std::string(code), std::string(field)};
        EXPECT_TRUE(browser_->answer(path, status, wire::to_json(failure)))
            << "nobody asked for " << path;
        settle();
    }
    bool asked(std::string_view path) const { return browser_->pending(path) != nullptr; }
    template <class Event>
    void hears(const Event& event) {
        listener().on_server_event(Event::name, wire::to_json(event));
        settle();
    }

    platform::Listener& listener() { return *app_; }
    const ui::SemanticTree& tree() const { return app_->tree(); }

    std::string screen_text() const {
        std::string text;
        for (const ui::Node& node : app_->tree()) {
            if (!node.name.empty()) text += "  " + node.name + "\n";
        }
        return text;
    }

  private:
    void bring_into_view(const ui::Rect& rect) {
        const float top = rect.y - browser_->scroll_y, height = browser_->viewport.height;
        if (top >= 120 && top + rect.height <= height - 90) return;
        browser_->scroll_y = std::max(0.0f, rect.y - height / 2);
        listener().on_scroll(browser_->scroll_y);
        settle();
    }

    platform::FakeBrowser* browser_;
    std::unique_ptr<App> app_;
};

// ---- A studio to look at

inline StreamId id_number(int number) {
    std::string text = "01900000-0000-7000-8000-000000000000";
    const std::string digits = std::to_string(number);
    text.replace(text.size() - digits.size(), digits.size(), digits);
    return *StreamId::parse(text);
}

inline wire::PublicStream a_class(int number, std::string title, UtcTime start,
                                  std::int64_t price = 40) {
    wire::PublicStream row;
    row.stream.id = id_number(number);
    row.stream.title = std::move(title);
    row.stream.description = "High-energy dance cardio for every level.";
    row.stream.instructor_name = "Mila Kova\u010D";
    row.stream.scheduled_start_time = start;
    row.stream.price_in_tokens = price;
    row.stream.total_enrollments = 64;
    row.playback.backend = "local";
    return row;
}

inline wire::PublicStream live(wire::PublicStream row, UtcTime since, std::int64_t viewers = 128) {
    row.stream.status = domain::StreamStatus::Live;
    row.stream.actual_start_time = since;
    row.recording.state = domain::RecordingState::Recording;
    row.stream.updated_at = since;
    row.viewers = viewers;
    return row;
}

inline wire::PublicStream ended(wire::PublicStream row, UtcTime at, bool playable = true) {
    row.stream.status = domain::StreamStatus::Ended;
    row.stream.actual_start_time = at - hours(1);
    row.stream.actual_end_time = at;
    row.recording.expires_at = at + days(7);
    row.stream.media_seconds = 3600;
    row.recording.available = playable;
    row.recording.state =
        playable ? domain::RecordingState::Available : domain::RecordingState::Preparing;
    row.stream.updated_at = at;
    row.viewers = 0;
    return row;
}

/// Over, without anything to see.
inline wire::PublicStream fallen_through(wire::PublicStream row, UtcTime at) {
    row = ended(std::move(row), at, false);
    row.stream.media_seconds = 0;
    row.recording.state = domain::RecordingState::Failed;
    return row;
}

inline wire::PublicStream cancelled(wire::PublicStream row, UtcTime at) {
    row.stream.status = domain::StreamStatus::Cancelled;
    row.stream.updated_at = at;
    return row;
}

inline wire::EnrollmentRow place_in(const wire::PublicStream& row, std::int64_t paid = 40) {
    wire::EnrollmentRow place;
    place.enrollment.id = *EnrollmentId::parse("01900000-0000-7000-8000-00000000e001");
    place.enrollment.stream_id = row.stream.id;
    place.enrollment.tokens_paid = paid;
    place.enrollment.replay_access_expires_at = row.recording.expires_at;
    place.stream = row;
    return place;
}

inline api::Session ana(std::int64_t balance = 120) {
    api::Session session;
    session.user.id = *UserId::parse("01900000-0000-7000-8000-00000000a001");
    session.user.email = "ana@example.com";
    session.user.display_name = "Ana Novak";
    session.token_balance = balance;
    return session;
}

inline wire::InstructorStream own(const wire::PublicStream& row) {
    wire::InstructorStream own;
    own.stream = row.stream;
    own.playback = row.playback;
    own.recording = row.recording;
    own.access = {.live_input_id = LiveInputId("abc"),
                  .webrtc_url = "http://localhost:8080/whip/abc",
                  .webrtc_token = "publish-secret"};
    own.statistics.enrollments = 64;
    own.statistics.revenue = 3200;
    own.statistics.viewers = row.viewers;
    return own;
}

}  // namespace lsl::app
