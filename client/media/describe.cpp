#include "client/media/describe.h"

#include <array>
#include <cstddef>
#include <span>

namespace lsl::media {

namespace {

using Words = std::span<const std::string_view>;

// In the order of the enumerations.
constexpr std::array<std::string_view, 9> player_phases = {
    "idle",      "connecting",   "waiting", "playing", "paused",
    "buffering", "reconnecting", "ended",   "failed"};
constexpr std::array<std::string_view, 6> player_failures = {
    "", "refused", "not found", "unsupported", "network", "elsewhere"};
constexpr std::array<std::string_view, 4> capture_phases = {"closed", "opening", "open", "failed"};
constexpr std::array<std::string_view, 6> capture_failures = {"",       "denied",      "no device",
                                                              "in use", "unsupported", "lost"};
constexpr std::array<std::string_view, 5> broadcast_phases = {"idle", "connecting", "connected",
                                                              "reconnecting", "failed"};
constexpr std::array<std::string_view, 5> broadcast_failures = {"", "refused", "unsupported",
                                                                "no capture", "elsewhere"};

template <class Enum>
std::string_view word(Words words, Enum value) {
    const auto number = static_cast<std::size_t>(value);
    return number < words.size() ? words[number] : std::string_view();
}

template <class Enum>
void parse(Words words, std::string_view text, std::optional<Enum>& out) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == text) out = static_cast<Enum>(i);
    }
}

/// A number that is a whole one and small.
void whole(wire::Archive& a, std::string_view name, int& value) {
    std::int64_t number = value;
    a.field(name, number);
    value = static_cast<int>(number);
}

}  // namespace

std::string_view enum_name(PlayerPhase phase) { return word(player_phases, phase); }
std::string_view enum_name(PlayerFailure failure) { return word(player_failures, failure); }
std::string_view enum_name(CapturePhase phase) { return word(capture_phases, phase); }
std::string_view enum_name(CaptureFailure failure) { return word(capture_failures, failure); }
std::string_view enum_name(BroadcastPhase phase) { return word(broadcast_phases, phase); }
std::string_view enum_name(BroadcastFailure failure) { return word(broadcast_failures, failure); }

void enum_parse(std::string_view text, std::optional<PlayerPhase>& out) {
    parse(player_phases, text, out);
}
void enum_parse(std::string_view text, std::optional<PlayerFailure>& out) {
    parse(player_failures, text, out);
}
void enum_parse(std::string_view text, std::optional<CapturePhase>& out) {
    parse(capture_phases, text, out);
}
void enum_parse(std::string_view text, std::optional<CaptureFailure>& out) {
    parse(capture_failures, text, out);
}
void enum_parse(std::string_view text, std::optional<BroadcastPhase>& out) {
    parse(broadcast_phases, text, out);
}
void enum_parse(std::string_view text, std::optional<BroadcastFailure>& out) {
    parse(broadcast_failures, text, out);
}

void describe(wire::Archive& a, PlayerState& m) {
    a.field("phase", m.phase);
    a.field("failure", m.failure);
    a.field("live", m.live);
    a.field("picture", m.picture);
    a.field("has_audio", m.has_audio);
    a.field("muted", m.muted);
    a.field("needs_tap", m.needs_tap);
    a.field("needs_play", m.needs_play);
    a.field("position_s", m.position_s);
    a.field("duration_s", m.duration_s);
    a.field("buffered_s", m.buffered_s);
    a.field("volume", m.volume);
    a.field("rate", m.rate);
    a.field("rounds", m.rounds);
    a.field("counting_in", m.counting_in);
    whole(a, "video_width", m.video_width);
    whole(a, "video_height", m.video_height);
    a.field("delay_s", m.delay_s);
    a.field("frames", m.frames);
    std::vector<std::int64_t> heights(m.heights.begin(), m.heights.end());
    a.field("heights", heights);
    m.heights.assign(heights.begin(), heights.end());
    whole(a, "quality", m.quality);
    a.field("sound_only", m.sound_only);
    a.field("figures", m.figures);
    a.field("fullscreen", m.fullscreen);
    a.field("fullscreen_available", m.fullscreen_available);
    a.field("picture_in_picture", m.picture_in_picture);
    a.field("picture_in_picture_available", m.picture_in_picture_available);
}

void describe(wire::Archive& a, PlayerFigures& m) {
    a.field("bits_per_second", m.bits_per_second);
    a.field("frames_per_second", m.frames_per_second);
    a.field("lost_percent", m.lost_percent);
    a.field("round_trip_s", m.round_trip_s);
    a.field("freezes", m.freezes);
    a.field("codec", m.codec);
}

void describe(wire::Archive& a, BeatGrid& m) {
    a.field("start_s", m.start_s);
    a.field("beat_s", m.beat_s);
    a.field("group", m.group);
}

void describe(wire::Archive& a, PlayerPractice& m) {
    a.field("from_s", m.from_s);
    a.field("to_s", m.to_s);
    a.field("speed", m.speed);
    a.field("ramp", m.ramp);
    a.field("count_in", m.count_in);
    a.field("aloud", m.aloud);
    a.field("spoken", m.spoken);
    a.field("grids", m.grids);
}

void describe(wire::Archive& a, MediaDevice& m) {
    a.field("id", m.id);
    a.field("label", m.label);
}

void describe(wire::Archive& a, CaptureState& m) {
    a.field("phase", m.phase);
    a.field("failure", m.failure);
    a.field("cameras", m.cameras);
    a.field("microphones", m.microphones);
    a.field("camera_id", m.camera_id);
    a.field("microphone_id", m.microphone_id);
    a.field("camera_on", m.camera_on);
    a.field("microphone_on", m.microphone_on);
    whole(a, "width", m.width);
    whole(a, "height", m.height);
    a.field("frames_per_second", m.frames_per_second);
}

void describe(wire::Archive& a, BroadcastState& m) {
    a.field("phase", m.phase);
    a.field("failure", m.failure);
    a.field("bits_per_second", m.bits_per_second);
    a.field("frames_per_second", m.frames_per_second);
    a.field("round_trip_s", m.round_trip_s);
    a.field("lost_fraction", m.lost_fraction);
    whole(a, "width", m.width);
    whole(a, "height", m.height);
    a.field("codec", m.codec);
    a.field("limited_by", m.limited_by);
    a.field("connected_s", m.connected_s);
}

}  // namespace lsl::media
