#include "client/app/update.h"

// Which room this page listens to. What is in it belongs to the parts that show rooms: it is
// entered by `reduce` alone, as what intents do.

namespace lsl::app {

namespace {

using model::Page;

/// Doors as wide as a class may set them: how wide they are is told by the room itself.
bool may_be_open(const domain::Stream& stream, UtcTime now) {
    domain::ChatSettings widest;
    widest.opens_minutes_before = widest.closes_minutes_after = domain::longest_doors_minutes;
    return domain::is_chat_open(stream, widest, now);
}

const domain::Stream* class_of_page(const model::Model& m) {
    const StreamId id = m.route.stream;
    if (m.route.page == Page::Watch) {
        const wire::PublicStream* row = m.classes.find(id);
        return row == nullptr ? nullptr : &row->stream;
    }
    if (m.route.page == Page::StudioBroadcast) {
        const wire::InstructorStream* row = m.studio.find(id);
        return row == nullptr ? nullptr : &row->stream;
    }
    return nullptr;
}

std::optional<StreamId> room_of(const model::Model& m) {
    const domain::Stream* stream = class_of_page(m);
    if (stream == nullptr || !m.page_is_here || !may_be_open(*stream, m.now)) return std::nullopt;
    const domain::Enrollment* place = m.signed_in() ? m.enrollments.find(stream->id) : nullptr;
    const bool has_place = place != nullptr && !place->refunded_at;
    if (!has_place && !m.role_on(stream->id)) return std::nullopt;
    return stream->id;
}

}  // namespace

void follow_room(State& state, Effects& effects) {
    model::Model& m = state.model;
    const std::optional<StreamId> wanted = room_of(m);
    if (wanted != m.chat.room) {
        const bool listened = m.chat.listens;
        m.chat = {};
        state.drafts.chat = {};
        m.chat.room = wanted;
        if (listened) effects.add(effect::ReopenEvents{});
    }
    const bool waits = m.chat.reading.loading || m.chat.reading.error;
    if (wanted && !m.chat.listens && !waits) reduce(state, ReadRoom{}, effects);
}

void refresh_room(State& state, Effects& effects) {
    if (state.model.chat.room && state.model.page_is_here) reduce(state, ReadRoom{}, effects);
}

void check_room_rights(State& state, Effects& effects) {
    const model::Model& m = state.model;
    if (!m.chat.room || !m.chat.listens) return;
    if (m.enrollments.find(*m.chat.room)) return load_enrollment(state, *m.chat.room, effects);
    effects.get<api::Me>({}, [](State& s, Effects&, Result<api::Me::Response> answer) {
        if (answer) put_roles(s, std::move(answer->roles));
    });
}

}  // namespace lsl::app
