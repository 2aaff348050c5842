#include "client/app/update.h"

#include <utility>

// What the page of settings asks for by itself.

namespace lsl::app {

namespace {

void load_calendar(State& state, Effects& effects) {
    if (!state.model.settings.calendar.begin()) return;
    effects.get<api::GetCalendar>({}, [](State& s, Effects&, Result<api::CalendarAddress> answer) {
        auto& calendar = s.model.settings.calendar;
        if (!answer) return calendar.fail(std::move(answer).error());
        calendar.set(std::move(answer->url));
    });
}

}  // namespace

void load_sessions(State& state, Effects& effects) {
    if (!state.model.settings.sessions.begin()) return;
    effects.get<api::ListSessions>(
        {}, [](State& s, Effects& e, Result<api::ListSessions::Response> answer) {
            auto& sessions = s.model.settings.sessions;
            if (answer) return sessions.set(std::move(answer->sessions));
            // Either cookie opens this list, so that nobody else notes it.
            const bool over = answer.error().code == ErrorCode::Unauthenticated;
            sessions.fail(std::move(answer).error());
            if (over) on_viewer_gone(s, e);
        });
}

void tell_time_zone(State& state, Effects& effects) {
    if (state.model.zone.empty()) return;
    api::PutNoticeSettings::Request request;
    request.timezone = state.model.zone;
    effects.call<api::PutNoticeSettings>(
        {}, request, [](State& s, Effects&, Result<api::NoticeSettings> answer) {
            // A zone that the server does not have stays unknown.
            if (answer && s.model.settings.notices.value) {
                s.model.settings.notices.set(std::move(*answer));
            }
        });
}

void load_notice_settings(State& state, Effects& effects) {
    if (!state.model.settings.notices.begin()) return;
    effects.get<api::GetNoticeSettings>(
        {}, [](State& s, Effects& e, Result<api::NoticeSettings> answer) {
            auto& settings = s.model.settings.notices;
            if (!answer) return settings.fail(std::move(answer).error());
            const bool has_zone = answer->timezone.has_value();
            settings.set(std::move(*answer));
            if (!has_zone) tell_time_zone(s, e);
        });
}

void load_settings(State& state, Effects& effects) {
    if (!state.model.settings.notices.ready()) load_notice_settings(state, effects);
    if (!state.model.settings.sessions.ready()) load_sessions(state, effects);
    if (!state.model.settings.calendar.ready()) load_calendar(state, effects);
}

}  // namespace lsl::app
