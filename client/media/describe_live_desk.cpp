#include "client/media/describe_live_desk.h"

#include <array>
#include <cstddef>

namespace lsl::media {

namespace {
// In the order of the enumerations.
constexpr std::array<std::string_view, 4> own_cameras = {"off", "asking", "on", "refused"};
constexpr std::array<std::string_view, 5> count_voices = {"resting", "asking", "ready", "missing",
                                                          "slow"};
}  // namespace

std::string_view enum_name(OwnCamera state) { return own_cameras[static_cast<std::size_t>(state)]; }
void enum_parse(std::string_view text, std::optional<OwnCamera>& out) {
    for (std::size_t i = 0; i < own_cameras.size(); ++i) {
        if (own_cameras[i] == text) out = static_cast<OwnCamera>(i);
    }
}

std::string_view enum_name(CountVoice state) {
    return count_voices[static_cast<std::size_t>(state)];
}
void enum_parse(std::string_view text, std::optional<CountVoice>& out) {
    for (std::size_t i = 0; i < count_voices.size(); ++i) {
        if (count_voices[i] == text) out = static_cast<CountVoice>(i);
    }
}

void describe(wire::Archive& a, LiveDesk& m) {
    a.field("again_available", m.again_available);
    a.field("again", m.again);
    a.field("own", m.own);
    a.field("own_over", m.own_over);
    a.field("own_mirrored", m.own_mirrored);
    a.field("own_delay_ms", m.own_delay_ms);
    a.field("zoom_percent", m.zoom_percent);
    a.field("voice", m.voice);
}

}  // namespace lsl::media
