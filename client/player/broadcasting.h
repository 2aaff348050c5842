#pragma once

#include <string>
#include <string_view>

#include "client/platform/bridge.h"

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

    void start(std::string_view whip_url, std::string_view token);
    void stop();
    /// Leaving the console: everything off.
    void close();

    void on_capture(const platform::CaptureState& state);
    void on_broadcast(const platform::BroadcastState& state);
    void on_level(float rms, float peak);

    const platform::CaptureState& capture() const { return capture_; }
    const platform::BroadcastState& broadcast() const { return broadcast_; }
    bool wanted() const { return wanted_; }  ///< between start and stop
    float level() const { return level_; }
    float peak() const { return peak_; }

  private:
    platform::CaptureState capture_;
    platform::BroadcastState broadcast_;
    bool wanted_ = false;
    float level_ = 0, peak_ = 0;
};

}  // namespace lsl::player
