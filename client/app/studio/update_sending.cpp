#include "client/app/update.h"

// What the teacher has switched off: told to the server, so that viewers can read it.

namespace lsl::app {

namespace {

/// A server that forgets it again and again is not asked for ever: each time is a write.
constexpr int most_repeats = 3;

bool on_air(const model::Model& m) {
    return m.route.page == model::Page::StudioBroadcast &&
           m.studio.broadcast.stage == model::BroadcastStage::Connected;
}

api::TellSending::Request sending(const model::Capture& capture) {
    return {.camera = capture.camera_on, .microphone = capture.microphone_on};
}

}  // namespace

void tell_sending(State& state, Effects& effects) {
    model::Model& m = state.model;
    model::Told& told = m.studio.told;
    // A new connection sends everything until something else is told.
    if (!on_air(m)) {
        told = {};
        return;
    }
    const api::TellSending::Request now = sending(m.studio.capture);
    if (told.known == now) return;
    if (!(told.last == now)) told.repeated = 0;
    told.known = told.last = now;
    effects.call<api::TellSending>(net::at(m.route.stream), now,
                                   [](State&, Effects&, const Result<api::Empty>&) {});
}

void check_sending(State& state, const wire::PublicStream& row) {
    model::Model& m = state.model;
    model::Told& told = m.studio.told;
    if (!on_air(m) || row.stream.id != m.route.stream || told.repeated >= most_repeats) return;
    const api::TellSending::Request known{.camera = !row.camera_off, .microphone = !row.muted};
    if (known == told.known) return;
    told.known = known;
    told.repeated += 1;
}

}  // namespace lsl::app
