#include "client/app/reducers.h"
#include "client/app/update.h"

#include "client/media/describe_desk.h"
#include "client/model/studio/check.h"
#include "client/model/studio/going_live.h"
#include "shared/wire/check_api.h"
#include "shared/wire/json/json.h"

#include <algorithm>
#include <cmath>
#include <utility>

// The studio's desk: what a teacher wants of sound, mix and check goes to its script, whose next
// state is what the screen shows.

namespace lsl::app {

namespace {

constexpr double least_fader_db = -48, most_fader_db = 6, most_delay_ms = 300;

template <class Value>
void tell_desk(Effects& effects, std::string_view name, Value value) {
    effects.add(effect::TellDesk{
        platform::Part::Studio, wire::write_json([&](wire::Archive& a) { a.field(name, value); })});
}

struct MusicWish {
    media::MusicSource source;
    std::string device;
};
void describe(wire::Archive& a, MusicWish& m) {
    a.field("source", m.source);
    a.field("device", m.device);
}

}  // namespace

void reduce(State& state, const intent::HearDesk& told, Effects&) {
    auto desk = wire::from_json<media::Desk>(told.json);
    if (desk) state.model.studio.desk = std::move(*desk);
}

void reduce(State&, const intent::ChooseSound& wish, Effects& effects) {
    tell_desk(effects, "sound", wish.kind);
}

void reduce(State&, const intent::ChooseLineDevice& wish, Effects& effects) {
    tell_desk(effects, "line_device", wish.id);
}

void reduce(State&, const intent::AnswerRoomMusic& wish, Effects& effects) {
    tell_desk(effects, "in_room",
              wish.by_loudspeaker ? media::RoomMusic::Yes : media::RoomMusic::No);
}

void reduce(State&, const intent::ChooseMusic& wish, Effects& effects) {
    tell_desk(effects, "music", MusicWish{wish.source, wish.device});
}

void reduce(State&, const intent::PlayPauseMusic&, Effects& effects) {
    tell_desk(effects, "play_pause", true);
}

void reduce(State& state, const intent::SetFader& wish, Effects& effects) {
    using intent::Fader;
    if (wish.fader == Fader::Delay) {
        if (wish.value < 0) toast(state, state.model.say(msg::mix_no_earlier));
        return tell_desk(
            effects, "delay_ms",
            static_cast<std::int64_t>(std::lround(std::clamp(wish.value, 0.0, most_delay_ms))));
    }
    const double value = std::clamp(wish.value, least_fader_db, most_fader_db);
    tell_desk(effects, wish.fader == Fader::Voice ? "voice_db" : "music_db", value);
}

void reduce(State& state, const intent::ToggleDucking&, Effects& effects) {
    tell_desk(effects, "ducks", !state.model.studio.desk.ducks);
}

void reduce(State& state, const intent::ToggleSelfMirror&, Effects& effects) {
    tell_desk(effects, "unmirrored", !state.model.studio.desk.unmirrored);
}

void reduce(State&, const intent::TestClap&, Effects& effects) { tell_desk(effects, "clap", true); }

void reduce(State& state, const intent::StartCheck&, Effects& effects) {
    model::Studio& studio = state.model.studio;
    if (studio.capture.phase != model::CapturePhase::Open) {
        effects.add(effect::Studio{effect::StudioCommand::OpenCapture, {}, {}});
        return;
    }
    if (studio.checking.busy) return;
    studio.checking.begin();
    state.drafts.console.leave_asked = false;
    effects.call<api::OpenCheck>(
        net::at(state.model.route.stream), {},
        [](State& now, Effects& then, Result<api::OpenCheck::Response> answer) {
            now.model.studio.checking.succeed();
            // Without a room the line can't be tried; everything else can.
            media::CheckInput input;
            if (answer) {
                now.model.studio.recording_room_s = answer->recording_room_s;
                input = {std::move(answer->url), std::move(answer->token)};
            }
            tell_desk(then, "check", input);
        });
}

void reduce(State& state, const intent::LeaveCheck&, Effects& effects) {
    const model::Studio& studio = state.model.studio;
    const StreamId id = state.model.route.stream;
    bool& asked = state.drafts.console.leave_asked;
    if (!asked && model::any_bad(model::judge(studio.desk, model::check_needs(studio, id)))) {
        asked = true;
        return;
    }
    go(state, model::broadcast_page(id), effects);
}

}  // namespace lsl::app
