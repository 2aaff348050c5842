#include "client/media/describe_desk.h"

#include <array>
#include <cstddef>
#include <span>

namespace lsl::media {

namespace {

using DeskWords = std::span<const std::string_view>;

// In the order of the enumerations.
constexpr std::array<std::string_view, 3> sound_kinds = {"dance", "talk", "line"};
constexpr std::array<std::string_view, 3> room_answers = {"", "yes", "no"};
constexpr std::array<std::string_view, 4> music_sources = {"", "file", "tab", "device"};
constexpr std::array<std::string_view, 5> clap_states = {"idle", "running", "unseen", "unheard",
                                                         "done"};
constexpr std::array<std::string_view, 6> check_phases = {"idle",  "quiet",  "voice",
                                                          "music", "upload", "done"};
constexpr std::array<std::string_view, 5> upload_checks = {"not yet", "running", "measured",
                                                           "refused", "failed"};

template <class Enum>
std::string_view desk_word(DeskWords words, Enum value) {
    const auto number = static_cast<std::size_t>(value);
    return number < words.size() ? words[number] : std::string_view();
}

template <class Enum>
void parse_desk_word(DeskWords words, std::string_view text, std::optional<Enum>& out) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == text) out = static_cast<Enum>(i);
    }
}

}  // namespace

std::string_view enum_name(SoundKind kind) { return desk_word(sound_kinds, kind); }
std::string_view enum_name(RoomMusic answer) { return desk_word(room_answers, answer); }
std::string_view enum_name(MusicSource source) { return desk_word(music_sources, source); }
std::string_view enum_name(ClapState state) { return desk_word(clap_states, state); }
std::string_view enum_name(CheckPhase phase) { return desk_word(check_phases, phase); }
std::string_view enum_name(UploadCheck state) { return desk_word(upload_checks, state); }

void enum_parse(std::string_view text, std::optional<SoundKind>& out) {
    parse_desk_word(sound_kinds, text, out);
}
void enum_parse(std::string_view text, std::optional<RoomMusic>& out) {
    parse_desk_word(room_answers, text, out);
}
void enum_parse(std::string_view text, std::optional<MusicSource>& out) {
    parse_desk_word(music_sources, text, out);
}
void enum_parse(std::string_view text, std::optional<ClapState>& out) {
    parse_desk_word(clap_states, text, out);
}
void enum_parse(std::string_view text, std::optional<CheckPhase>& out) {
    parse_desk_word(check_phases, text, out);
}
void enum_parse(std::string_view text, std::optional<UploadCheck>& out) {
    parse_desk_word(upload_checks, text, out);
}

void describe(wire::Archive& a, SoundCard& m) {
    a.field("kind", m.kind);
    a.field("live", m.live);
    a.field("measured", m.measured);
    a.field("left", m.left);
    a.field("right", m.right);
    a.field("left_held", m.left_held);
    a.field("right_held", m.right_held);
    a.field("clips", m.clips);
}

void describe(wire::Archive& a, CheckState& m) {
    a.field("phase", m.phase);
    a.field("left_s", m.left_s);
    a.field("at_ms", m.at_ms);
    a.field("width", m.width);
    a.field("height", m.height);
    a.field("fps", m.frames_per_second);
    a.field("light", m.light);
    a.field("bright", m.bright);
    a.field("dark", m.dark);
    a.field("backlight", m.backlight);
    a.field("peak_db", m.peak_db);
    a.field("clips", m.clips);
    a.field("noise_db", m.noise_db);
    a.field("voice_db", m.voice_db);
    a.field("music_db", m.music_db);
    a.field("channels", m.channels);
    a.field("processed", m.processed);
    a.field("upload", m.upload);
    a.field("upload_bps", m.bits_per_second);
    a.field("encoded_fps", m.encoded_per_second);
    a.field("limited_by", m.limited_by);
    a.field("battery", m.battery);
    a.field("charging", m.charging);
    a.field("awake", m.awake);
}

void describe(wire::Archive& a, Desk& m) {
    a.field("kind", m.kind);
    a.field("refused", m.refused);
    a.field("known", m.known);
    a.field("echo", m.echo);
    a.field("noise", m.noise);
    a.field("gain", m.gain);
    a.field("channels", m.channels);
    a.field("line_device", m.line_device);
    a.field("cards", m.cards);
    a.field("in_room", m.in_room);
    a.field("source", m.source);
    a.field("source_name", m.source_name);
    a.field("source_failed", m.source_failed);
    a.field("plays", m.plays);
    a.field("is_file", m.is_file);
    a.field("has_tabs", m.has_tabs);
    a.field("voice_db", m.voice_db);
    a.field("music_db", m.music_db);
    a.field("ducks", m.ducks);
    a.field("delay_ms", m.delay_ms);
    a.field("voice_level", m.voice_level);
    a.field("music_level", m.music_level);
    a.field("clap", m.clap);
    a.field("apart_ms", m.apart_ms);
    a.field("unmirrored", m.unmirrored);
    a.field("check", m.check);
}

void describe(wire::Archive& a, CheckInput& m) {
    a.field("url", m.url);
    a.field("token", m.token);
}

}  // namespace lsl::media
