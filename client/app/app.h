#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tuple>

#include "client/app/browser/browser_art.h"
#include "client/app/browser/browser_words.h"
#include "client/app/effects.h"
#include "client/app/state.h"
#include "client/model/intents.h"
#include "client/net/api_client.h"
#include "client/platform/bridge.h"
#include "client/player/broadcasting.h"
#include "client/player/playback.h"
#include "client/ui/core/ui.h"

namespace lsl::app {

/// The app: hears what the browser tells, runs the views on the model, the reducers on the views'
/// intents, and carries out the effects, all inside the event that caused it. It paints only in
/// on_frame, only when the picture has changed, and sleeps until the next deadline otherwise.
class App final : public platform::Listener {
  public:
    App();

    /// Takes the page over. False: this browser has no WebGL2.
    bool start();

    const State& state() const { return state_; }
    /// The screen as the browser was told last.
    const ui::SemanticTree& tree() const { return told_tree_; }

    void on_viewport(const platform::Viewport& viewport) override;
    void on_scroll(float scroll_y) override;
    bool on_part_words(platform::Part part, std::string_view texts) override;
    void on_part() override;
    void on_frame(MonoTime time) override;
    void on_wake(MonoTime time) override;
    void on_visibility(bool visible) override;
    void on_leave() override;
    void on_online(bool online) override;
    void on_fonts_changed() override;
    void on_context_restored() override;

    void on_pointer(const platform::PointerEvent& event) override;
    bool on_key(const platform::KeyEvent& event) override;
    void on_activate(std::uint32_t node) override;
    void on_field_input(std::uint32_t node, std::string_view text) override;
    void on_field_commit(std::uint32_t node) override;
    void on_node_scroll(std::uint32_t node, float y) override;
    void on_slider(std::uint32_t node, double value) override;
    void on_focus(std::uint32_t node, bool visible) override;

    void on_route(std::string_view url, float scroll_y) override;
    void on_http(const platform::HttpAnswer& answer) override;
    void on_slow(bool slow) override;
    void on_clock(double ahead_s) override;
    void on_update_ready() override;
    void on_server_event(std::string_view name, std::string_view data) override;
    void on_events_state(platform::EventsState state) override;
    void on_images_changed() override;
    void on_copied(bool copied) override;
    void on_push(const platform::PushAnswer& answer) override;
    void on_file(const platform::ChosenFile& file) override;

    void on_player(const platform::PlayerState& player) override;
    void on_capture(const platform::CaptureState& capture) override;
    void on_broadcast(const platform::BroadcastState& broadcast) override;
    void on_may_resume() override;
    void on_desk(platform::Part part, std::string_view json) override;
    void on_level(const platform::Sound& heard) override;

  private:
    // app_language.cpp
    static constexpr std::string_view language_key = "language";
    /// What the person chose here, or what the browser says they read.
    static const model::Language& wished_language();
    /// Fetches the language's texts, those of the parts that are here too, then speaks it (or,
    /// without one of them, goes on as before).
    void speak(const model::Language& language, std::function<void()> then);
    /// Asks for what is still missing of the language that is on its way; speaks it when nothing
    /// is.
    void gather_texts();
    void fetch_texts(std::size_t file, std::string path);
    /// The language's way ends here, spoken or not.
    void end_change();
    ui::Texts widget_texts() const;

    // app.cpp: the loop
    /// Shows the first screen, as soon as the code for it is here.
    void open();
    /// Asks for the code of the page that is shown, if that is a part.
    void follow_part();
    /// Runs views and reducers until nothing is left to do, tells the browser what has changed
    /// besides the picture, and asks for a frame when the picture has changed too.
    void settle();
    void run_logic(MonoTime time);
    void make_frame(MonoTime time);
    void publish();
    void publish_videos();  ///< in app_videos.cpp
    void sleep(MonoTime time);
    void follow_playback();
    void follow_workout();
    /// Before what is new begins: where the page's address wants it from.
    void follow_address();
    void follow_practice(const Uuid& watched, player::Wanted wanted_now);
    void copy_media_states();

    // app_effects.cpp
    void dispatch(const model::Intent& intent);
    void carry_out(Effects& effects);
    void carry_out(effect::Send& send);
    void carry_out(effect::Upload& upload);
    void carry_out(const effect::Player& command);
    void carry_out(const effect::Studio& command);

    State state_;
    BrowserWords words_;
    model::Messages messages_{words_};
    /// A language on its way: its files come one by one and are spoken at once.
    struct LanguageChange {
        std::uint32_t number = 0;  ///< answers to an earlier one are too late
        const model::Language* to = nullptr;
        std::function<void()> then;
        model::Texts texts;
        std::array<bool, std::tuple_size_v<model::Texts>> asked{};
    };
    LanguageChange change_;
    BrowserLetters letters_;
    BrowserPictures pictures_;
    ui::Ui ui_;
    net::ApiClient client_;
    Effects effects_;
    player::Playback playback_;
    double player_told_at_ = 0;
    Uuid practised_;
    media::PlayerPractice told_practice_;
    player::Broadcasting broadcasting_;

    platform::Viewport viewport_;
    float scroll_y_ = 0;
    ui::PointerKind pointer_kind_ = ui::PointerKind::Mouse;
    bool may_open_ = false;  ///< the language is spoken
    bool opened_ = false;
    bool visible_ = true;
    bool settling_ = false;
    bool touched_ = false;  ///< input arrived: what views did to drafts shows one pass later
    bool events_gap_ = false;
    std::optional<StreamId> listened_room_;

    model::Intents intents_;
    ui::FrameOutput output_;
    std::uint64_t picture_ = 0, painted_picture_ = 0;  ///< hashes of what is, and was, painted

    // What the browser was told last.
    platform::VideoPlace told_again_, told_camera_;
    ui::SemanticTree told_tree_;
    bool tree_told_ = false;
    std::string told_title_;
    std::optional<platform::PageTheme> told_theme_;
    bool told_lock_ = false;
    bool told_unsaved_ = false;
    std::string copying_;  ///< the button whose text is on its way to the clipboard
    bool focus_heading_ = false;
    std::optional<float> restore_scroll_;
};

}  // namespace lsl::app
