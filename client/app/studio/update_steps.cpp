#include "client/app/reducers.h"
#include "client/app/update.h"

#include "client/model/studio/ingest_address.h"

#include "client/model/studio/going_live.h"

#include <utility>

// The steps of a class's life: going live, back, ending, cancelling, giving the money back.

namespace lsl::app {

using model::StudioAction;

namespace {

/// Where a failed step is told: in the question that led to it.
model::Submission* question_of(model::Dialog& open) {
    if (auto* end = std::get_if<model::dialog::EndClass>(&open)) return &end->sending;
    if (auto* cancel = std::get_if<model::dialog::CancelClass>(&open)) return &cancel->sending;
    if (auto* live = std::get_if<model::dialog::GoLive>(&open)) return &live->sending;
    if (auto* rotate = std::get_if<model::dialog::RotateToken>(&open)) return &rotate->sending;
    if (auto* refund = std::get_if<model::dialog::RefundClass>(&open)) return &refund->sending;
    return nullptr;
}

template <class Endpoint>
void act(State& state, StreamId id, StudioAction action, Effects& effects,
         void (*then)(State&, Effects&)) {
    model::Studio& studio = state.model.studio;
    if (studio.action != StudioAction::None) return;
    studio.action = action;
    effects.call<Endpoint>(net::at(id), {},
                           [then](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
                               s.model.studio.action = StudioAction::None;
                               if (answer) {
                                   put_studio_row(s, std::move(answer->stream));
                                   s.model.open_dialog = {};
                                   then(s, e);
                                   return;
                               }
                               if (model::Submission* asked = question_of(s.model.open_dialog)) {
                                   asked->fail(std::move(answer).error());
                               } else {
                                   toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                               }
                           });
}

/// The server has ended whoever published; this browser goes on with the new token by itself.
void on_rotated(State& state, Effects& effects) {
    model::Model& m = state.model;
    toast(state, m.say(msg::toast_token_is_new), model::Mood::Good);
    const wire::InstructorStream* row = m.studio.find(m.route.stream);
    if (row == nullptr || !m.broadcasting()) return;
    effects.add(effect::Studio{effect::StudioCommand::Start, model::ingest_address(*row),
                               model::publish_token(*row)});
}

void go_live(State& state, Effects& effects) {
    act<api::StartStream>(state, state.model.route.stream, StudioAction::GoLive, effects,
                          [](State& s, Effects&) {
                              toast(s, s.model.say(msg::toast_you_are_live), model::Mood::Good);
                          });
}

}  // namespace

void reduce(State& state, const intent::GoLive&, Effects& effects) {
    model::Model& m = state.model;
    const wire::InstructorStream* row = m.studio.find(m.route.stream);
    if (row != nullptr && model::question_before_start(m.studio, *row, m.now).asks()) {
        m.open_dialog = model::dialog::GoLive{row->stream.id, {}};
    } else {
        go_live(state, effects);
    }
}

void reduce(State& state, const intent::ConfirmGoLive&, Effects& effects) {
    go_live(state, effects);
}

void reduce(State& state, const intent::GoBackToPlanned& wish, Effects& effects) {
    act<api::GoBackToPlanned>(
        state, wish.id, StudioAction::BackToPlanned, effects, [](State& s, Effects&) {
            toast(s, s.model.say(msg::toast_planned_again), model::Mood::Good);
        });
}

void reduce(State& state, const intent::AskToRefund& wish, Effects&) {
    state.model.open_dialog = model::dialog::RefundClass{wish.id, {}};
}

void reduce(State& state, const intent::ConfirmRefund& wish, Effects& effects) {
    act<api::RefundStream>(state, wish.id, StudioAction::Refund, effects, [](State& s, Effects&) {
        toast(s, s.model.say(msg::toast_refunded), model::Mood::Good);
    });
}

void reduce(State& state, const intent::AskToCancel& wish, Effects&) {
    state.model.open_dialog = model::dialog::CancelClass{wish.id, {}};
}

void reduce(State& state, const intent::ConfirmCancel& wish, Effects& effects) {
    act<api::CancelStream>(state, wish.id, StudioAction::Cancel, effects, [](State& s, Effects& e) {
        toast(s, s.model.say(msg::toast_class_cancelled));
        e.add(effect::Studio{effect::StudioCommand::Stop, {}, {}});
    });
}

void reduce(State& state, const intent::AskToEnd& wish, Effects&) {
    state.model.open_dialog = model::dialog::EndClass{wish.id, {}};
}

void reduce(State& state, const intent::ConfirmEnd& wish, Effects& effects) {
    act<api::EndStream>(state, wish.id, StudioAction::End, effects, [](State& s, Effects& e) {
        e.add(effect::Studio{effect::StudioCommand::Stop, {}, {}});
        if (s.model.route.page != model::Page::StudioBroadcast) {
            toast(s, s.model.say(msg::toast_class_over), model::Mood::Good);
            return;
        }
        // The page says it, and has the next step where a toast would lie on a phone.
        s.model.toasts.clear();
        load_class_figures(s, s.model.route.stream, e);
    });
}

void reduce(State& state, const intent::AskToRotate& wish, Effects&) {
    state.model.open_dialog = model::dialog::RotateToken{wish.id, {}};
}

void reduce(State& state, const intent::ConfirmRotate& wish, Effects& effects) {
    act<api::RotateToken>(state, wish.id, StudioAction::Rotate, effects, on_rotated);
}

}  // namespace lsl::app
