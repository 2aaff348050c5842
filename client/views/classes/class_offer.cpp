#include "client/views/classes/class_offer.h"

namespace lsl::views {

Offer offer_of(const View& view, const wire::PublicStream& row) {
    switch (view.model.verdict(row)) {
        case domain::Watch::Live:
        case domain::Watch::Replay: return Offer::Watch;
        case domain::Watch::NotEnrolled:
            if (view.model.may(domain::StaffAction::RunClass, row.stream.id)) return Offer::Details;
            return domain::may_enroll(row.stream, row.recording, view.model.now) ? Offer::Enroll
                                                                                 : Offer::Details;
        default: return Offer::Details;
    }
}

bool is_enrolling(const View& view, StreamId id) {
    if (const auto* open = std::get_if<model::dialog::Enroll>(&view.model.open_dialog)) {
        if (open->id == id && open->sending.busy) return true;
    }
    const auto found = view.model.enrolling.find(id);
    return found != view.model.enrolling.end() && found->second.busy;
}

void take_offer(const View& view, Offer offer, StreamId id) {
    if (offer == Offer::Enroll) {
        view.want(model::intent::AskToEnroll{id});
    } else {
        view.go(model::watch_page(id));
    }
}

std::string enroll_and_watch(const View& view, const domain::Stream& stream) {
    if (stream.price_in_tokens == 0) return std::string(view.say(msg::card_enroll_free_watch));
    return view.say(msg::CardEnrollWatch{view.tokens(stream.price_in_tokens)});
}

}  // namespace lsl::views
