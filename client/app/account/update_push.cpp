#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

#include "shared/wire/json/json.h"

// Push messages to this browser: asked for, told to the server, and ended.

namespace lsl::app {

namespace {

using model::PushStage;
using platform::PushAnswered;

PushStage push_stage_of(PushAnswered what) {
    switch (what) {
        case PushAnswered::On: return PushStage::On;
        case PushAnswered::Off: return PushStage::Off;
        case PushAnswered::Blocked: return PushStage::Blocked;
        case PushAnswered::Unsupported: return PushStage::Unsupported;
        case PushAnswered::NeedsInstalling: return PushStage::NeedsInstalling;
        case PushAnswered::NoAnswer: return PushStage::NoAnswer;
        case PushAnswered::Failed: break;
    }
    return PushStage::Failed;
}

/// A browser's answer names more than the server asks for.
void tell_subscription(State& state, std::string_view json, Effects& effects) {
    auto request = wire::from_json<api::SubscribePush::Request>(json);
    if (!request) {
        state.model.push.stage = PushStage::Failed;
        return;
    }
    state.model.push.endpoint = request->endpoint;
    effects.call<api::SubscribePush>(
        {}, *request, [](State& s, Effects&, Result<api::SubscribePush::Response> answer) {
            model::Push& push = s.model.push;
            if (!answer) {
                push.stage = PushStage::Failed;
                return;
            }
            push.stage = PushStage::On;
            push.since = answer->created_at;
            push.last_sent_at = answer->last_sent_at;
        });
}

void end_subscription(const std::string& endpoint, Effects& effects) {
    if (endpoint.empty()) return;
    // If nobody hears of it, the push service says at the next message that it is gone.
    effects.call<api::UnsubscribePush>({}, {endpoint}, [](State&, Effects&, Result<api::Empty>) {});
}

}  // namespace

void renew_push(State&, Effects& effects) { effects.add(effect::Push{platform::PushWish::Renew}); }

void on_push(State& state, const platform::PushAnswer& answer, Effects& effects) {
    model::Push& push = state.model.push;
    // Somebody signed out while the browser asked.
    if (!state.model.signed_in()) return;
    const bool asked = push.stage == PushStage::Asking;
    push.stage = push_stage_of(answer.what);
    if (answer.what == PushAnswered::On) return tell_subscription(state, answer.text, effects);
    const std::string known = std::exchange(push.endpoint, {});
    if (answer.what == PushAnswered::Off && !asked) {
        end_subscription(answer.text.empty() ? known : std::string(answer.text), effects);
    }
}

void forget_push(State& state, Effects& effects) {
    model::Push& push = state.model.push;
    end_subscription(std::exchange(push.endpoint, {}), effects);
    // The browser's own half goes, too; unless it said that there is none.
    if (push.stage == PushStage::On || push.stage == PushStage::Unknown) {
        effects.add(effect::Push{platform::PushWish::Off});
    }
}

void reduce(State& state, const intent::TurnPushOn&, Effects& effects) {
    if (state.model.push.stage == PushStage::Asking) return;
    state.model.push.stage = PushStage::Asking;
    effects.add(effect::Push{platform::PushWish::On});
}

void reduce(State&, const intent::TurnPushOff&, Effects& effects) {
    effects.add(effect::Push{platform::PushWish::Off});
}

}  // namespace lsl::app
