#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "client/platform/bridge.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/wire/api.h"
#include "shared/wire/practice_api.h"

namespace lsl::player {

/// What there is to watch of a class, decided by domain::watch_verdict; or a workout.
enum class Wanted : std::uint8_t { Nothing, Live, Replay, Workout };

/// Brings the picture of one class or workout to the platform's player and keeps it there: asks the
/// server for the place and the token, tries again with growing pauses, and renews tokens before
/// they die. The platform reconnects a lost WHEP session by itself; a refusal or the end of its
/// patience comes back here. Tells the server every half minute that a picture plays. One thread;
/// never asks from within a callback of its own `ask`.
class Playback {
  public:
    enum class Stage : std::uint8_t {
        Off,
        Asking,    ///< GET …/playback is under way
        Attached,  ///< the platform's player has it; see state()
        Retrying,  ///< another attempt follows at deadline()
        Failed,    ///< waits for retry()
    };

    /// Sends GET …/playback; the answer comes back through on_answer with the same number.
    using Ask = std::function<void(Wanted, const Uuid& id, std::uint32_t number)>;
    /// Sends POST …/watching: a picture plays, and of a replay what of it.
    using Report =
        std::function<void(const Uuid& stream, const api::ReportWatching::Request& said)>;
    /// Sends PUT …/progress: the replay stands there, or was left there; 0 = at its end.
    using Keep = std::function<void(const Uuid& stream, double position_s)>;
    Playback(Ask ask, Report report, Keep keep)
        : ask_(std::move(ask)), report_(std::move(report)), keep_(std::move(keep)) {}

    /// Called with every change of the page or the class; repeating costs nothing. What is new
    /// begins at `from_s`.
    void want(const Uuid& id, Wanted wanted, double from_s = 0);
    void stop() { want({}, Wanted::Nothing); }
    /// The page goes: the server is told what was played until now, and where it stands. Where the
    /// page comes back instead, what plays then is a span of its own.
    void leave();
    /// The person's "Try again".
    void retry();

    void on_answer(std::uint32_t number, Result<api::GetPlayback::Response> answer);
    void on_player(const platform::PlayerState& state);
    void on_time();  ///< whenever deadline() may have passed

    Stage stage() const { return stage_; }
    const Error& error() const { return error_; }
    Wanted wanted() const { return wanted_; }
    const platform::PlayerState& state() const { return state_; }
    std::optional<MonoTime> deadline() const;
    /// What plays is a hosted player's page with controls of its own.
    bool has_own_controls() const { return stage_ == Stage::Attached && framed_; }

    // Controls
    void play_pause();
    void toggle_mute();
    void set_volume(double volume);
    void seek(double position_s);
    void set_quality(int height);  ///< 0 = automatic
    void step(int frames);         ///< of a recording
    /// Of a recording, exact; told again and again it would paint the page for nothing.
    double position() const;

  private:
    void ask();
    void attach(const api::GetPlayback::Response& source);
    void try_again(Error error);
    void fail(Error error);
    void detach();
    bool plays() const;
    void follow_plays();
    void follow_span();
    void report();
    void end_span();
    double span_position() const;
    api::ReportWatching::Request said_of_span() const;
    void follow_place();
    void keep_place();

    Ask ask_;
    Report report_;
    Keep keep_;
    Uuid id_;
    Wanted wanted_ = Wanted::Nothing;
    Stage stage_ = Stage::Off;
    Error error_;
    platform::PlayerState state_;
    std::uint32_t number_ = 0;  ///< of the last question; older answers are ignored
    bool renewing_ = false;     ///< the question under way is for a fresh token only
    bool fresh_ = false;        ///< `source_` has not been given to the platform yet
    std::optional<api::GetPlayback::Response> source_;
    int attempts_ = 0;         ///< in a row without a picture
    bool hls_failed_ = false;  ///< of this class: the hosted player shows it instead
    bool framed_ = false;
    std::optional<MonoTime> retry_at_, renew_at_;
    std::optional<MonoTime> report_at_;  ///< set while a picture plays
    MonoTime next_report_{};             ///< not earlier, also after a pause
    std::string span_;                   ///< of what plays without a break; empty = none yet
    MonoTime span_began_{};
    double span_from_s_ = 0, span_rate_ = 1;
    std::int64_t span_rounds_ = 0;
    std::optional<MonoTime> keep_at_;  ///< set while a replay plays
    double kept_s_ = -1;               ///< told last; below 0 = nothing yet
};

}  // namespace lsl::player
