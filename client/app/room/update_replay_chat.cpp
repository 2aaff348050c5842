#include "client/app/reducers.h"
#include "client/app/update.h"

#include "client/model/room/replay_chat.h"

#include <string>
#include <utility>

// The chat beside a recording that is played, and how lively it was.

namespace lsl::app {

namespace {

void load_replay_energy(State& state, StreamId stream, Effects& effects) {
    if (!state.model.replay_chat.energy.begin()) return;
    effects.get<api::ReplayEnergy>(
        net::at(stream), [stream](State& s, Effects&, Result<api::ReplayEnergy::Response> answer) {
            model::ReplayChat& chat = s.model.replay_chat;
            if (chat.stream != stream) return;
            if (!answer) return chat.energy.fail(std::move(answer).error());
            chat.energy.set(std::move(*answer));
        });
}

}  // namespace

void reduce(State& state, const intent::FollowReplayChat& wish, Effects& effects) {
    const StreamId stream = state.model.route.stream;
    model::ReplayChat& chat = state.model.replay_chat;
    if (chat.stream != stream) {
        chat = {};
        chat.stream = stream;
        load_replay_energy(state, stream, effects);
    }
    const auto page = model::missing_replay_page(chat, wish.position_ms);
    if (!page) return;
    model::keep_replay_pages(chat, model::replay_page_of(wish.position_ms));
    chat.pages[*page].begin();
    net::Place place = net::at(stream);
    place.from = std::to_string(*page * api::longest_replay_span_ms);
    place.to = std::to_string((*page + 1) * api::longest_replay_span_ms);
    effects.get<api::ReplayChat>(
        place,
        [stream, page = *page](State& s, Effects&, Result<api::ReplayChat::Response> answer) {
            model::ReplayChat& now = s.model.replay_chat;
            const auto asked = now.pages.find(page);
            if (now.stream != stream || asked == now.pages.end()) return;
            if (!answer) return asked->second.fail(std::move(answer).error());
            asked->second.set(std::move(*answer));
        });
}

}  // namespace lsl::app
