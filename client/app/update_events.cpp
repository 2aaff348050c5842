#include "client/app/update.h"

#include <utility>

// What the server tells by itself.

namespace lsl::app {

namespace {

/// Events bring no descriptions: the one that is known stays, and when it is not the right one the
/// class is asked for.
void describe_as_known(State& state, domain::Stream& told, const std::string& digest,
                       Effects& effects) {
    if (digest.empty()) return;
    if (const wire::PublicStream* known = state.model.classes.find(told.id)) {
        told.description = known->stream.description;
    }
    if (wire::description_digest(told.description) != digest) {
        load_class(state, told.id, effects);
    }
}

void on(State& state, wire::StreamChanged event, Effects& effects) {
    model::Model& m = state.model;
    const StreamId id = event.stream.stream.id;
    describe_as_known(state, event.stream.stream, event.description_digest, effects);
    const model::Classes& classes = m.classes;
    const bool was_live =
        classes.find(id) && classes.find(id)->stream.status == domain::StreamStatus::Live;
    m.classes.put(event.stream);
    check_sending(state, event.stream);

    if (const auto row = m.studio.rows.find(id); row != m.studio.rows.end()) {
        wire::InstructorStream& known = row->second;
        domain::Stream stream = event.stream.stream;
        if (stream.updated_at >= known.stream.updated_at) {
            if (const std::string& digest = event.description_digest; !digest.empty()) {
                stream.description = known.stream.description;
                if (wire::description_digest(stream.description) != digest) {
                    load_studio_class(state, id, effects);
                }
            }
            known.stream = std::move(stream);
            known.playback = event.stream.playback;
            known.recording = event.stream.recording;
        }
    }

    // Someone who waits on another page hears of the start.
    const bool is_live = event.stream.stream.status == domain::StreamStatus::Live;
    const bool on_its_page = m.route.stream == id;
    if (is_live && !was_live && !on_its_page && m.enrollments.find(id)) {
        toast(state, m.say(msg::ToastIsLive{event.stream.stream.title}), model::Mood::Good);
    }
}

void on(State& state, wire::EnrollmentChanged event, Effects& effects) {
    if (!state.model.signed_in()) return;
    describe_as_known(state, event.enrollment.stream.stream, event.description_digest, effects);
    put_enrollment(state, std::move(event.enrollment));
}

void on(State& state, const wire::EnrollmentGone& event, Effects&) {
    state.model.enrollments.rows.erase(event.stream_id);
}

void on(State& state, const wire::WalletChanged& event, Effects& effects) {
    model::Account& account = state.model.account;
    if (!account.viewer) return;
    account.viewer->balance = event.balance;
    if (state.model.route.page == model::Page::Account) load_wallet(state, effects);
}

void on(State& state, const wire::NoticesChanged& event, Effects& effects) {
    model::Notices& notices = state.model.notices;
    const bool is_news = notices.unread != event.unread;
    notices.unread = event.unread;
    // Their own press has changed the list already.
    if (is_news && state.model.route.page == model::Page::Notices) load_notices(state, effects);
}

void on(State& state, const wire::StatisticsChanged& event, Effects&) {
    const auto row = state.model.studio.rows.find(event.stream_id);
    if (row != state.model.studio.rows.end()) row->second.statistics = event.statistics;
    if (event.totals) state.model.studio.totals = *event.totals;
}

}  // namespace

void apply(State& state, const net::ServerEvent& event, Effects& effects) {
    std::visit([&](const auto& known) { on(state, known, effects); }, event);
}

}  // namespace lsl::app
