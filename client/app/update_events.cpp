#include "client/app/update.h"

#include <utility>

// What the server tells by itself.

namespace lsl::app {

namespace {

void on(State& state, const wire::StreamChanged& event, Effects&) {
    model::Model& m = state.model;
    const StreamId id = event.stream.stream.id;
    const model::Classes& classes = m.classes;
    const bool was_live =
        classes.find(id) && classes.find(id)->stream.status == domain::StreamStatus::Live;
    m.classes.put(event.stream);

    // A public row has no publish secrets: they stay what they were.
    if (const auto row = m.studio.rows.find(id); row != m.studio.rows.end()) {
        domain::Stream stream = event.stream.stream;
        if (stream.updated_at >= row->second.stream.updated_at) {
            stream.live_input_id = row->second.stream.live_input_id;
            stream.webrtc_url = row->second.stream.webrtc_url;
            stream.webrtc_token = row->second.stream.webrtc_token;
            row->second.stream = std::move(stream);
        }
    }

    // Someone who waits on another page hears of the start.
    const bool is_live = event.stream.stream.status == domain::StreamStatus::Live;
    const bool on_its_page = m.route.stream == id;
    if (is_live && !was_live && !on_its_page && m.enrollments.find(id)) {
        toast(state, m.say(msg::ToastIsLive{event.stream.stream.title}), model::Mood::Good);
    }
}

void on(State& state, const wire::EnrollmentChanged& event, Effects&) {
    if (state.model.signed_in()) put_enrollment(state, event.enrollment);
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

void on(State& state, const wire::StatisticsChanged& event, Effects&) {
    const auto row = state.model.studio.rows.find(event.stream_id);
    if (row != state.model.studio.rows.end()) row->second.statistics = event.statistics;
}

}  // namespace

void apply(State& state, const net::ServerEvent& event, Effects& effects) {
    std::visit([&](const auto& known) { on(state, known, effects); }, event);
}

}  // namespace lsl::app
