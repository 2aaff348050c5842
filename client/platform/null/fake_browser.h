#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/platform/bridge.h"

namespace lsl::platform {

/// The browser of native tests: platform functions write down here what was asked of them, and a
/// test plays the browser by calling the app's Listener itself. Time stands still unless it is
/// advanced.
struct FakeBrowser {
    struct Request {
        RequestId id = 0;
        std::string method, path, body;
        std::vector<std::pair<std::string, std::string>> headers;
        std::uint32_t file = 0;  ///< of an upload
        bool cancelled = false;
    };

    Listener* listener = nullptr;
    bool has_webgl = true;
    Viewport viewport{.width = 1280, .height = 860};

    // Frames and time
    bool frame_requested = false;
    std::optional<std::chrono::milliseconds> wake;
    int paints = 0;
    UtcTime utc{std::chrono::milliseconds(1'795'341'600'000)};  ///< 2026-11-22 10:00 UTC
    MonoTime mono{1'000'000};

    // The document
    std::string title;
    float page_height = 0;
    PageTheme theme;
    Cursor cursor = Cursor::Default;
    std::string semantics;  ///< JSON as given
    int semantics_updates = 0;
    std::uint32_t focused_node = 0;
    float scroll_y = 0;
    bool scroll_locked = false;

    // The address
    std::vector<std::string> history{"/streams"};  ///< last = present
    std::vector<std::string> left_to;              ///< open_external
    int reloads = 0;
    std::set<Part> parts{Part::Player, Part::Studio, Part::Account,
                         Part::Room};  ///< those that are here
    std::vector<Part> parts_asked_for;
    /// What parts say are files of their own, as in a real browser; else a language is one file.
    bool words_by_part = false;
    bool leave_guard = false;

    // Data
    std::string initial_data;
    std::vector<Request> requests;
    std::string events_path;  ///< empty = closed
    std::string events_after;
    std::vector<std::string> event_names;
    std::map<std::string, std::string, std::less<>> storage;
    std::string zone = "UTC", languages = "en-GB,en", language = "en";
    bool right_to_left = false;

    // Pictures, clipboard, files
    std::map<std::string, Image, std::less<>>
        images;  ///< put there by the test; others are Loading
    std::vector<std::string> images_asked;
    std::string copied;
    std::vector<PushWish> push_wishes;
    bool can_share = false;
    std::string shared_url;
    std::vector<std::string> downloads;
    RequestId file_choice = 0;

    // Media
    VideoPlace player_place, preview_place;
    std::string watched_url, watched_token, played_file, framed_url;
    bool plays_hls = false;
    double played_from_s = 0;
    std::optional<double> sought_s;
    bool player_paused = false;
    double volume = 1;
    PlayerPractice practice;
    int stepped_frames = 0;
    double plays_at_s = 0;  ///< newer than what the state says; 0 = no newer
    int quality = 0;
    bool muted = false;
    bool fullscreen = false, picture_in_picture = false;
    std::string now_playing;
    bool awake = false;
    bool capturing = false;
    std::string camera, microphone;
    bool camera_on = true, microphone_on = true;
    std::string broadcast_url, broadcast_token;  ///< empty = no broadcast
    bool took_over = false;                      ///< whoever was on air
    std::string asked_to_resume;                 ///< which broadcast
    /// What tell_desk said, JSON, oldest first.
    std::vector<std::string> studio_desk, player_desk, account_desk;

    /// Every call that is worth an order, by name, oldest first.
    std::vector<std::string> calls;

    // ---- What a test does as the browser

    /// Both clocks; then the wake that has come due.
    void advance(std::chrono::milliseconds time);
    /// Frames until none is asked for, at most `limit`; returns how many were painted.
    int run_frames(int limit = 1000);
    /// The newest request of that path that is not answered yet, or null.
    const Request* pending(std::string_view path) const;
    /// Answers the newest unanswered request of that path. False: there is none.
    bool answer(std::string_view path, int status, std::string_view body, int retry_after_s = 0);
    /// The person presses Back.
    void press_back();

  private:
    std::vector<RequestId> answered_;
};

/// The one that platform functions write to.
FakeBrowser& fake_browser();
/// A new one: every test begins with it.
FakeBrowser& fresh_fake_browser();

}  // namespace lsl::platform
