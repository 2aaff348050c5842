#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/platform/bridge.h"
#include "client/player/level_meter.h"

namespace lsl::player {

/// Camera, microphone and the WHIP connection of the instructor. Devices last used are remembered
/// in this browser. The platform reconnects by itself; while a broadcast is wanted, leaving the
/// page asks first and the screen stays on. One thread.
class Broadcasting {
  public:
    /// Opens the devices; in a person's gesture, since the browser asks them.
    void open_capture();
    void choose_camera(std::string_view id);
    void choose_microphone(std::string_view id);
    void toggle_camera();
    void toggle_microphone();

    enum class Takeover : bool { No, Yes };

    /// Opens the devices first when they are closed. Who is on air from elsewhere is replaced only
    /// with `Takeover::Yes`.
    void start(std::string_view whip_url, std::string_view token, Takeover takeover = Takeover::No);
    /// Starts by itself if this tab was on air there before a reload, and needn't ask for devices.
    void resume(std::string_view whip_url, std::string_view token);
    void stop();
    /// Leaving the console: everything off.
    void close();

    void on_capture(const platform::CaptureState& state);
    void on_broadcast(const platform::BroadcastState& state);
    void on_may_resume();
    void on_level(const platform::Sound& heard, double now);
    void forget_clips() { meter_.forget_clips(); }

    const platform::CaptureState& capture() const { return capture_; }
    const platform::BroadcastState& broadcast() const { return broadcast_; }
    bool wanted() const { return wanted_; }  ///< between start and stop
    bool waits_for_capture() const { return waiting_.has_value(); }
    const LevelMeter& meter() const { return meter_; }

  private:
    struct Target {
        std::string whip_url, token;
        Takeover takeover = Takeover::No;
    };
    void send(const Target& target);

    platform::CaptureState capture_;
    platform::BroadcastState broadcast_;
    bool wanted_ = false;
    std::optional<Target> waiting_;    ///< for the devices
    std::optional<Target> resumable_;  ///< asked the platform, which hasn't said yes yet
    LevelMeter meter_;
};

}  // namespace lsl::player
