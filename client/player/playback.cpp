#include "client/player/playback.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace lsl::player {

namespace {

using std::chrono::seconds;

constexpr std::string_view volume_key = "player-volume";
constexpr std::string_view muted_key = "player-muted";

/// A token is renewed this long before it dies.
constexpr seconds renewal_margin{60};

constexpr seconds report_interval{api::watching_interval_s};
constexpr seconds keep_interval{api::progress_interval_s};
/// Between the beginnings of two spans; what plays in a shorter one is not counted.
constexpr seconds least_between_spans{4};
/// Off by more than this from where the clock says, somebody has moved the player.
constexpr double jump_s = 2;
constexpr double us_per_second = 1e6, ms_per_second = 1000, whole_in_percent = 100;

/// Who stopped so near the end has seen it.
constexpr double end_margin_s = 5;
/// Nearer than this to what was told last is the same place.
constexpr double same_place_s = 1;

/// Pauses between attempts: 1, 2, 4, 8, then 15 s.
seconds pause_before(int attempt) {
    return seconds(std::min(15, 1 << std::clamp(attempt - 1, 0, 4)));
}

void restore_volume() {
    const std::string text = platform::stored(volume_key);
    int percent = 100;
    std::from_chars(text.data(), text.data() + text.size(), percent);
    platform::player_set_volume(std::clamp(percent, 0, 100) / 100.0);
    if (platform::stored(muted_key) == "1") platform::player_set_muted(true);
}

}  // namespace

void Playback::want(const Uuid& id, Wanted wanted, double from_s) {
    if (wanted == Wanted::Nothing) {
        if (wanted_ != Wanted::Nothing) detach();
        wanted_ = Wanted::Nothing;
        return;
    }
    if (wanted == wanted_ && id == id_) return;
    detach();
    id_ = id;
    wanted_ = wanted;
    hls_failed_ = false;
    attempts_ = 0;
    state_.position_s = from_s;
    ask();
}

void Playback::leave() {
    end_span();
    report_at_.reset();
    if (keep_at_) keep_place();
}

void Playback::retry() {
    if (wanted_ == Wanted::Nothing) return;
    attempts_ = 0;
    ask();
}

void Playback::ask() {
    stage_ = Stage::Asking;
    renewing_ = false;
    retry_at_.reset();
    ask_(wanted_, id_, ++number_);
}

void Playback::on_answer(std::uint32_t number, Result<api::GetPlayback::Response> answer) {
    if (number != number_ || wanted_ == Wanted::Nothing) return;
    const bool renewal = std::exchange(renewing_, false);
    if (answer) {
        const auto left =
            std::chrono::duration_cast<seconds>(answer->expires_at - platform::utc_now());
        renew_at_ = platform::mono_now() + std::max(left - renewal_margin, seconds(10));
        source_ = std::move(*answer);
        fresh_ = true;
        // A live session outlives its token; what is fetched piece by piece does not.
        const bool fetched = source_->kind == "hls" || source_->kind == "iframe";
        if (!renewal || fetched) attach(*source_);
        return;
    }
    const ErrorCode code = answer.error().code;
    if (code == ErrorCode::Forbidden || code == ErrorCode::Unauthenticated ||
        code == ErrorCode::NotFound) {
        fail(std::move(answer).error());
    } else if (renewal) {
        renew_at_ = platform::mono_now() + seconds(15);
    } else {
        try_again(std::move(answer).error());
    }
}

void Playback::attach(const api::GetPlayback::Response& source) {
    fresh_ = false;
    stage_ = Stage::Attached;
    const double position = state_.position_s;
    state_ = {};
    state_.phase = platform::PlayerPhase::Connecting;
    state_.live = source.kind == "whep";
    const bool hls = source.kind == "hls" && platform::plays_hls() && !hls_failed_;
    const std::string& frame = source.kind == "iframe" ? source.url : source.fallback_url;
    framed_ = false;
    if (source.kind == "whep") {
        platform::player_watch(source.url, source.token);
    } else if (source.kind == "file" || hls) {
        platform::player_play_file(source.url, position);
    } else if (!frame.empty()) {
        framed_ = true;
        platform::player_show_frame(frame);
    } else {
        fail(make_error(ErrorCode::Unavailable, "unsupported",
                        "This browser can't play the class. Try another one."));
        return;
    }
    follow_plays();
    restore_volume();
    platform::keep_awake(true);
}

void Playback::on_player(const platform::PlayerState& state) {
    if (stage_ != Stage::Attached) return;
    state_ = state;
    follow_plays();
    follow_place();
    if (state.picture) attempts_ = 0;
    if (state.phase != platform::PlayerPhase::Failed) return;
    switch (state.failure) {
        case platform::PlayerFailure::Refused:
        case platform::PlayerFailure::NotFound:
            if (fresh_ && source_) {
                attach(*source_);
            } else {
                try_again(make_error(ErrorCode::Unavailable, "refused",
                                     "The connection to the class was closed."));
            }
            break;
        case platform::PlayerFailure::Elsewhere:
            // Trying again by itself would take the place from the window that has it now.
            fail(make_error(ErrorCode::Conflict, "playing_elsewhere",
                            "You opened this class in more windows or devices than can play at "
                            "once. The newest ones go on."));
            break;
        case platform::PlayerFailure::Unsupported:
            // A browser that plays HLS need not know what is inside.
            if (source_ && source_->kind == "hls" && !hls_failed_ &&
                !source_->fallback_url.empty()) {
                hls_failed_ = true;
                attach(*source_);
                break;
            }
            fail(make_error(ErrorCode::Unavailable, state.live ? "unsupported_live" : "unsupported",
                            state.live ? "This browser can't play live classes: WebRTC is missing "
                                         "or switched off. Use a current Chrome, Edge, Firefox or "
                                         "Safari."
                                       : "This browser can't play the class. Try another one."));
            break;
        case platform::PlayerFailure::Network:
        case platform::PlayerFailure::None:
            fail(make_error(ErrorCode::Unavailable, "unreachable",
                            "The picture can't be reached. Check your connection and try again."));
            break;
    }
}

void Playback::on_time() {
    const MonoTime now = platform::mono_now();
    if (retry_at_ && now >= *retry_at_) ask();
    if (renew_at_ && now >= *renew_at_ && stage_ == Stage::Attached) {
        renew_at_.reset();
        renewing_ = true;
        ask_(wanted_, id_, ++number_);
    }
    if (report_at_ && now >= *report_at_) report();
    if (keep_at_ && now >= *keep_at_) {
        keep_at_ = now + keep_interval;
        keep_place();
    }
}

std::optional<MonoTime> Playback::deadline() const {
    std::optional<MonoTime> next;
    for (const auto& at : {retry_at_, renew_at_, report_at_, keep_at_}) {
        if (at && (!next || *at < *next)) next = at;
    }
    return next;
}

bool Playback::plays() const {
    return stage_ == Stage::Attached && wanted_ != Wanted::Workout && state_.picture &&
           state_.phase == platform::PlayerPhase::Playing;
}

/// At once when a picture comes, so that the viewer counts; then by the clock, however often it is
/// paused in between.
void Playback::follow_plays() {
    if (!plays()) {
        end_span();
        report_at_.reset();
        return;
    }
    follow_span();
    if (!report_at_) report_at_ = std::max(platform::mono_now(), next_report_);
}

/// A jump, another speed and another round of a loop begin a new span.
void Playback::follow_span() {
    if (span_.empty() || wanted_ != Wanted::Replay) return;
    const bool jumped = std::abs(state_.position_s - span_position()) > jump_s;
    if (!jumped && state_.rate == span_rate_ && state_.rounds == span_rounds_) return;
    end_span();
    report_at_.reset();
}

/// That a picture plays; the first report of a span begins it. Of a replay the server hears of each
/// break, so that it knows what was played, but no more often than it takes.
void Playback::report() {
    const MonoTime now = platform::mono_now();
    if (span_.empty()) {
        span_ = platform::random_id();
        span_began_ = now;
        span_from_s_ = position();
        span_rate_ = state_.rate;
        span_rounds_ = state_.rounds;
    }
    report_at_ = now + report_interval;
    next_report_ = now + (wanted_ == Wanted::Replay ? least_between_spans : report_interval);
    report_(id_, said_of_span());
}

void Playback::end_span() {
    if (!span_.empty() && wanted_ == Wanted::Replay) {
        api::ReportWatching::Request said = said_of_span();
        said.playing = false;
        report_(id_, said);
    }
    span_.clear();
}

/// Where it has come to by the clock: after a jump the player stands elsewhere already.
double Playback::span_position() const {
    const auto played = platform::mono_now() - span_began_;
    return span_from_s_ + static_cast<double>(played.count()) / us_per_second * span_rate_;
}

api::ReportWatching::Request Playback::said_of_span() const {
    api::ReportWatching::Request said;
    said.span = span_;
    if (wanted_ != Wanted::Replay) return said;
    said.positionMs = std::llround(span_position() * ms_per_second);
    said.speedPercent = std::llround(span_rate_ * whole_in_percent);
    return said;
}

/// Told from time to time while it plays, and at once where it stops.
void Playback::follow_place() {
    const bool runs = plays() && wanted_ == Wanted::Replay;
    const bool stands = state_.phase == platform::PlayerPhase::Paused ||
                        state_.phase == platform::PlayerPhase::Ended;
    if (runs && !keep_at_) keep_at_ = platform::mono_now() + keep_interval;
    if (keep_at_ && stands) keep_place();
    if (!runs) keep_at_.reset();
}

void Playback::keep_place() {
    const double at = position();
    const bool seen = state_.duration_s > 0 && at > state_.duration_s - end_margin_s;
    const double place = seen ? 0 : at;
    if (kept_s_ >= 0 && std::abs(place - kept_s_) < same_place_s) return;
    kept_s_ = place;
    keep_(id_, place);
}

void Playback::try_again(Error error) {
    const int pause = std::max(error.retry_after_seconds, 0);
    error_ = std::move(error);
    stage_ = Stage::Retrying;
    ++attempts_;
    retry_at_ = platform::mono_now() + std::max(pause_before(attempts_), seconds(pause));
    renew_at_.reset();
    follow_plays();
}

void Playback::fail(Error error) {
    error_ = std::move(error);
    stage_ = Stage::Failed;
    retry_at_.reset();
    renew_at_.reset();
    follow_plays();
    platform::player_stop();
    platform::keep_awake(false);
}

void Playback::detach() {
    ++number_;
    end_span();
    if (keep_at_) keep_place();
    keep_at_.reset();
    kept_s_ = -1;
    if (stage_ == Stage::Attached) {
        platform::player_stop();
        platform::keep_awake(false);
    }
    if (state_.fullscreen) platform::set_fullscreen(false);
    stage_ = Stage::Off;
    state_ = {};
    source_.reset();
    fresh_ = renewing_ = false;
    retry_at_.reset();
    renew_at_.reset();
    report_at_.reset();
    next_report_ = {};
}

void Playback::play_pause() {
    if (stage_ != Stage::Attached || framed_) return;
    using platform::PlayerPhase;
    // What is on its way plays by itself too: its first picture may be there already, untold.
    const bool stands = state_.phase == PlayerPhase::Paused || state_.phase == PlayerPhase::Ended ||
                        state_.phase == PlayerPhase::Failed || state_.needs_play;
    if (!stands) return platform::player_pause();
    if (state_.phase == PlayerPhase::Ended) platform::player_seek(0);
    platform::player_resume();
}

void Playback::toggle_mute() {
    if (stage_ != Stage::Attached) return;
    const bool mute = !state_.muted && !state_.needs_tap;
    if (!mute && state_.volume <= 0) set_volume(0.5);
    platform::player_set_muted(mute);
    platform::store(muted_key, mute ? "1" : "0");
}

void Playback::set_volume(double volume) {
    if (stage_ != Stage::Attached) return;
    volume = std::clamp(volume, 0.0, 1.0);
    platform::player_set_volume(volume);
    if (volume > 0 && state_.muted) {
        platform::player_set_muted(false);
        platform::store(muted_key, "0");
    }
    platform::store(volume_key, std::to_string(static_cast<int>(volume * 100 + 0.5)));
}

void Playback::set_quality(int height) {
    if (stage_ != Stage::Attached || !state_.live) return;
    platform::player_set_quality(height);
}

void Playback::seek(double position_s) {
    if (stage_ != Stage::Attached || state_.live) return;
    platform::player_seek(std::clamp(position_s, 0.0, std::max(0.0, state_.duration_s)));
}

void Playback::step(int frames) {
    if (stage_ != Stage::Attached || state_.live || framed_) return;
    platform::player_step(frames);
}

double Playback::position() const {
    if (stage_ != Stage::Attached || state_.live || framed_) return state_.position_s;
    const double now = platform::player_position();
    return now > 0 ? now : state_.position_s;
}

}  // namespace lsl::player
