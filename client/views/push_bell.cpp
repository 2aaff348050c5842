#include "client/views/push_bell.h"

#include <optional>

namespace lsl::views {

namespace {

using model::PushStage;

std::optional<msg::Plain> push_words_of(PushStage stage) {
    switch (stage) {
        case PushStage::Asking: return msg::push_asking;
        case PushStage::On: return msg::push_told;
        case PushStage::Blocked: return msg::push_blocked;
        case PushStage::Unsupported: return msg::push_unsupported;
        case PushStage::NeedsInstalling: return msg::push_install;
        case PushStage::NoAnswer: return msg::push_no_answer;
        case PushStage::Failed: return msg::push_failed;
        case PushStage::Unknown:
        case PushStage::Off: break;
    }
    return std::nullopt;
}

bool has_bell(PushStage stage) {
    return stage == PushStage::Off || stage == PushStage::Asking || stage == PushStage::Blocked ||
           stage == PushStage::NoAnswer || stage == PushStage::Failed;
}

}  // namespace

void push_bell(const View& view, ui::Column& column, msg::Plain label) {
    const PushStage stage = view.model.push.stage;
    if (stage == PushStage::Unknown) return;
    if (has_bell(stage) && column.button({.label = view.say(label),
                                          .kind = ui::ButtonKind::Secondary,
                                          .icon = icon::bell,
                                          .busy = stage == PushStage::Asking,
                                          .key = "push-bell"})) {
        view.want(model::intent::TurnPushOn{});
    }
    if (const auto words = push_words_of(stage)) {
        column.after(has_bell(stage) ? ui::space::s : 0);
        column.paragraph(view.say(*words), muted(view, ui::TextRole::Small));
    }
}

}  // namespace lsl::views
