#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// The next rows of the list that the page shows; one request at a time per list.

namespace lsl::app {

using model::Page;

namespace {

/// Beyond that the person asks for more.
constexpr std::size_t places_loaded_by_themselves = 2000;

void tell(State& state, const Error& error) {
    toast(state, state.model.explain(error), model::Mood::Bad);
}

/// There are more rows, and nobody asks for them yet; from now on somebody does.
bool begin(const std::optional<std::string>& cursor, bool& loading) {
    return cursor && !std::exchange(loading, true);
}

void more_classes(model::Classes& classes, Effects& effects) {
    if (!begin(classes.next_cursor, classes.loading_more)) return;
    effects.get<api::ListStreams>(
        net::after(*classes.next_cursor),
        [](State& s, Effects&, Result<api::ListStreams::Response> answer) {
            s.model.classes.loading_more = false;
            if (!answer) return tell(s, answer.error());
            put_list(s, std::move(*answer));
        });
}

void more_found(model::FoundClasses& found, Effects& effects) {
    if (!begin(found.next_cursor, found.loading_more)) return;
    const model::ClassFilter filter = found.filter;
    effects.get<api::ListStreams>(
        found_place(filter, *found.next_cursor),
        [filter](State& s, Effects&, Result<api::ListStreams::Response> answer) {
            if (filter != s.model.found.filter) return;
            s.model.found.loading_more = false;
            if (!answer) return tell(s, answer.error());
            put_found(s, std::move(*answer));
        });
}

void more_wallet(model::Account& account, Effects& effects) {
    if (!begin(account.wallet_cursor, account.loading_more)) return;
    effects.get<api::GetWallet>(net::after(*account.wallet_cursor),
                                [](State& s, Effects&, Result<api::GetWallet::Response> answer) {
                                    model::Account& asked = s.model.account;
                                    asked.loading_more = false;
                                    if (!answer) return tell(s, answer.error());
                                    if (!asked.wallet.value) return;
                                    for (auto& entry : answer->entries)
                                        asked.wallet.value->push_back(entry);
                                    asked.wallet_cursor = std::move(answer->next_cursor);
                                });
}

void more_workouts(model::Workouts& workouts, Effects& effects) {
    if (!begin(workouts.next_cursor, workouts.loading_more)) return;
    const std::string search = workouts.search;
    effects.get<api::ListWorkouts>(
        {{}, *workouts.next_cursor, search, 0},
        [search](State& s, Effects&, Result<api::ListWorkouts::Response> answer) {
            model::Workouts& asked = s.model.workouts;
            if (search != asked.search) return;
            asked.loading_more = false;
            if (!answer) return tell(s, answer.error());
            if (!asked.list.value) return;
            for (auto& row : answer->workouts) asked.list.value->push_back(row);
            asked.next_cursor = std::move(answer->next_cursor);
        });
}

void more_studio_classes(model::Studio& studio, Effects& effects) {
    if (!begin(studio.next_cursor, studio.loading_more)) return;
    effects.get<api::ListInstructorStreams>(
        net::after(*studio.next_cursor),
        [](State& s, Effects&, Result<api::ListInstructorStreams::Response> answer) {
            s.model.studio.loading_more = false;
            if (!answer) return tell(s, answer.error());
            for (auto& row : answer->streams) put_studio_row(s, std::move(row));
            s.model.studio.next_cursor = std::move(answer->next_cursor);
            s.model.studio.totals = answer->totals;
        });
}

void more_enrollments(model::Enrollments& enrollments, Effects& effects) {
    if (!begin(enrollments.next_cursor, enrollments.loading_more)) return;
    const std::string cursor = *enrollments.next_cursor;
    effects.get<api::ListEnrollments>(
        net::after(cursor, api::max_page_size),
        [cursor](State& s, Effects& e, Result<api::ListEnrollments::Response> answer) {
            model::Enrollments& places = s.model.enrollments;
            // Whoever signed out meanwhile has no places here.
            if (places.next_cursor != cursor) return;
            places.loading_more = false;
            if (!answer) return tell(s, answer.error());
            put_enrollments(s, std::move(*answer), e);
        });
}

}  // namespace

net::Place found_place(const model::ClassFilter& filter, std::string cursor) {
    net::Place place = net::after(std::move(cursor));
    place.search = filter.search;
    place.style = filter.style;
    place.level = filter.level;
    return place;
}

void put_enrollments(State& state, api::ListEnrollments::Response page, Effects& effects) {
    model::Enrollments& enrollments = state.model.enrollments;
    for (wire::EnrollmentRow& row : page.enrollments) put_enrollment(state, std::move(row));
    enrollments.total = page.total;
    enrollments.next_cursor = std::move(page.next_cursor);
    enrollments.list.set({});
    if (enrollments.rows.size() < places_loaded_by_themselves) {
        more_enrollments(enrollments, effects);
    }
}

void reduce(State& state, const intent::LoadMore&, Effects& effects) {
    model::Model& m = state.model;
    switch (m.route.page) {
        case Page::Classes:
            if (!m.route.filter.empty()) return more_found(m.found, effects);
            return more_classes(m.classes, effects);
        case Page::MyClasses: return more_enrollments(m.enrollments, effects);
        case Page::Account: return more_wallet(m.account, effects);
        case Page::Workouts: return more_workouts(m.workouts, effects);
        case Page::Notices: return load_older_notices(state, effects);
        case Page::StudioClasses: return more_studio_classes(m.studio, effects);
        case Page::Settings:
        case Page::ForgotPassword:
        case Page::Unsubscribe:
        case Page::Watch:
        case Page::Workout:
        case Page::SignIn:
        case Page::CreateAccount:
        case Page::StudioSignIn:
        case Page::StudioCreate:
        case Page::StudioBroadcast:
        case Page::StudioCheck:
        case Page::StudioPeople:
        case Page::StudioFigures:
        case Page::ClassFigures:
        case Page::Invitation:
        case Page::ConfirmEmail:
        case Page::ResetPassword:
        case Page::UndoEmail:
        case Page::Gallery:
        case Page::NotFound: break;  // They show no list that goes on.
    }
}

}  // namespace lsl::app
