#include "client/app/reducers.h"
#include "client/app/update.h"
#include "shared/domain/calendar.h"

#include <utility>

// Classes, places in them, the wallet and the catalogue.

namespace lsl::app {

namespace {

void on_enrolled(State& state, api::Enroll::Response answer, Effects& effects) {
    model::Model& m = state.model;
    if (m.account.viewer) m.account.viewer->balance = answer.token_balance;
    const wire::PublicStream row = answer.enrollment.stream;
    const domain::Stream& stream = row.stream;
    put_enrollment(state, std::move(answer.enrollment));
    m.open_dialog = {};
    m.enrolling.erase(stream.id);
    switch (m.verdict(row)) {
        case domain::Watch::Live:
        case domain::Watch::Replay:
            if (m.route != model::watch_page(stream.id)) {
                go(state, model::watch_page(stream.id), effects);
            }
            toast(state, m.say(msg::toast_enrolled_live), model::Mood::Good);
            break;
        case domain::Watch::NotYet:
            toast(state,
                  m.say(msg::ToastEnrolledUpcoming{
                      m.words->time(stream.scheduled_start_time, model::TimeStyle::Day)}),
                  model::Mood::Good);
            break;
        default: toast(state, m.say(msg::toast_enrolled_replay), model::Mood::Good); break;
    }
}

/// The price was another one by the time that it was asked for: it is shown, and asked again.
void on_price_changed(State& state, StreamId id, std::int64_t price, Effects& effects) {
    if (const wire::PublicStream* row = state.model.classes.find(id)) {
        wire::PublicStream changed = *row;
        changed.stream.price_in_tokens = price;
        state.model.classes.put(std::move(changed));
    }
    auto* open = std::get_if<model::dialog::Enroll>(&state.model.open_dialog);
    // The key stands for the former price.
    if (open == nullptr || open->id != id) return;
    open->price = price;
    open->key = effects.fresh_id();
}

void send_enroll(StreamId id, std::int64_t price, std::string key, Effects& effects) {
    effects.call<api::Enroll>(
        net::at(id), {price},
        [id](State& s, Effects& e, Result<api::Enroll::Response> answer) {
            model::Model& m = s.model;
            if (answer) return on_enrolled(s, std::move(*answer), e);
            if (const auto now = answer.error().price_in_tokens) on_price_changed(s, id, *now, e);
            if (auto* open = std::get_if<model::dialog::Enroll>(&m.open_dialog);
                open && open->id == id) {
                open->sending.fail(std::move(answer).error());
            } else {
                m.enrolling.erase(id);
                toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            }
        },
        std::move(key));
}

}  // namespace

void put_list(State& state, api::ListStreams::Response list) {
    model::Classes& classes = state.model.classes;
    for (auto* part : {&list.live_streams, &list.upcoming_streams, &list.replay_streams}) {
        for (wire::PublicStream& row : *part) classes.put(std::move(row));
    }
    classes.next_cursor = std::move(list.next_cursor);
    classes.list.set({});
}

void put_found(State& state, api::ListStreams::Response list) {
    model::FoundClasses& found = state.model.found;
    for (auto* part : {&list.live_streams, &list.upcoming_streams, &list.replay_streams}) {
        for (wire::PublicStream& row : *part) {
            found.ids.insert(row.stream.id);
            state.model.classes.put(std::move(row));
        }
    }
    found.next_cursor = std::move(list.next_cursor);
    found.list.set({});
}

void put_enrollment(State& state, wire::EnrollmentRow row) {
    const StreamId id = row.enrollment.stream_id;
    state.model.enrollments.rows.insert_or_assign(id, std::move(row.enrollment));
    state.model.classes.put(std::move(row.stream));
}

void load_classes(State& state, Effects& effects) {
    if (!state.model.classes.list.begin()) return;
    effects.get<api::ListStreams>(
        {}, [](State& s, Effects&, Result<api::ListStreams::Response> answer) {
            if (answer) {
                put_list(s, std::move(*answer));
            } else {
                s.model.classes.list.fail(std::move(answer).error());
            }
        });
}

void load_found(State& state, Effects& effects) {
    model::FoundClasses& found = state.model.found;
    const model::ClassFilter filter = state.model.route.filter;
    if (filter != found.filter) found = {.filter = filter};  // what is on its way answers another
    if (filter.empty() || found.list.ready() || !found.list.begin()) return;
    effects.get<api::ListStreams>(
        found_place(filter, {}),
        [filter](State& s, Effects&, Result<api::ListStreams::Response> answer) {
            if (filter != s.model.found.filter) return;
            if (!answer) return s.model.found.list.fail(std::move(answer).error());
            put_found(s, std::move(*answer));
        });
}

void load_class(State&, StreamId id, Effects& effects) {
    effects.get<api::GetStream>(
        net::at(id), [id](State& s, Effects&, Result<api::OneStream> answer) {
            if (answer) {
                s.model.classes.put(std::move(answer->stream));
            } else {
                s.model.classes.missing.insert_or_assign(id, std::move(answer).error());
            }
        });
}

void load_enrollments(State& state, Effects& effects) {
    if (!state.model.enrollments.list.begin()) return;
    effects.get<api::ListEnrollments>(
        {}, [](State& s, Effects& e, Result<api::ListEnrollments::Response> answer) {
            if (!answer) return s.model.enrollments.list.fail(std::move(answer).error());
            put_enrollments(s, std::move(*answer), e);
        });
}

void load_enrollment(State& state, StreamId id, Effects& effects) {
    if (state.model.enrollments.find(id)) state.model.watching.enrollment.set({});
    effects.get<api::GetEnrollment>(
        net::at(id), [id](State& s, Effects&, Result<api::GetEnrollment::Response> answer) {
            if (answer) {
                put_enrollment(s, std::move(answer->enrollment));
            } else if (answer.error().code == ErrorCode::NotFound) {
                s.model.enrollments.rows.erase(id);
            } else if (s.model.route.stream == id) {
                return s.model.watching.enrollment.fail(std::move(answer).error());
            }
            if (s.model.route.stream == id) s.model.watching.enrollment.set({});
        });
}

void load_wallet(State& state, Effects& effects) {
    if (!state.model.account.wallet.begin()) return;
    effects.get<api::GetWallet>({},
                                [](State& s, Effects&, Result<api::GetWallet::Response> answer) {
                                    model::Account& account = s.model.account;
                                    if (!answer)
                                        return account.wallet.fail(std::move(answer).error());
                                    account.wallet.set(std::move(answer->entries));
                                    account.wallet_cursor = std::move(answer->next_cursor);
                                    if (account.viewer) account.viewer->balance = answer->balance;
                                });
}

void load_workouts(State& state, Effects& effects) {
    model::Workouts& workouts = state.model.workouts;
    const std::string search = state.model.route.search;
    if (search != workouts.search) {
        // What is on its way answers another question.
        workouts.search = search;
        workouts.next_cursor.reset();
        workouts.loading_more = workouts.list.loading = false;
    }
    if (!workouts.list.begin()) return;
    effects.get<api::ListWorkouts>(
        {{}, {}, search, 0},
        [search](State& s, Effects&, Result<api::ListWorkouts::Response> answer) {
            model::Workouts& asked = s.model.workouts;
            if (search != asked.search) return;
            if (!answer) {
                asked.list.value.reset();
                return asked.list.fail(std::move(answer).error());
            }
            asked.list.set(std::move(answer->workouts));
            asked.next_cursor = std::move(answer->next_cursor);
        });
}

void load_workout(State& state, Effects& effects) {
    model::Workouts& workouts = state.model.workouts;
    const WorkoutId id = state.model.route.workout;
    if (workouts.list.value) {
        for (const domain::Workout& row : *workouts.list.value) {
            if (row.id == id) return workouts.open.set(row);
        }
    }
    if (!workouts.open.begin()) return;
    effects.get<api::GetWorkout>(
        net::at(id.uuid), [id](State& s, Effects&, Result<api::GetWorkout::Response> answer) {
            if (s.model.route.workout != id) return;
            model::Loadable<domain::Workout>& open = s.model.workouts.open;
            if (!answer) return open.fail(std::move(answer).error());
            open.set(std::move(answer->workout));
        });
}

void reduce(State& state, const intent::AskToEnroll& wish, Effects& effects) {
    const StreamId id = wish.id;
    model::Model& m = state.model;
    if (!m.signed_in()) {
        const model::Route from = m.route;
        go(state, model::sign_in_from(from), effects);
        m.account.enroll_after = id;
        return;
    }
    const wire::PublicStream* row = m.classes.find(id);
    if (row == nullptr || m.enrollments.find(id)) return;
    if (row->stream.price_in_tokens > 0) {
        m.open_dialog =
            model::dialog::Enroll{id, row->stream.price_in_tokens, effects.fresh_id(), {}};
        return;
    }
    model::Submission& sending = m.enrolling[id];
    if (sending.busy) return;
    sending.begin();
    send_enroll(id, row->stream.price_in_tokens, effects.fresh_id(), effects);
}

void reduce(State& state, const intent::ConfirmEnroll&, Effects& effects) {
    auto* open = std::get_if<model::dialog::Enroll>(&state.model.open_dialog);
    if (open == nullptr || open->sending.busy) return;
    open->sending.begin();
    send_enroll(open->id, open->price, open->key, effects);
}

void reduce(State& state, const intent::SeeAsViewer&, Effects&) {
    model::Model& m = state.model;
    m.watching.as_viewer = m.may(domain::StaffAction::RunClass, m.route.stream);
}

void end_of_class(State& state, Effects& effects) {
    state.model.watching.class_over = true;
    if (!state.model.classes.list.ready()) load_classes(state, effects);
}

void reduce(State& state, const intent::WatchReplay&, Effects&) {
    state.model.watching.class_over = false;
}

void reduce(State& state, const intent::AskToWithdraw& wish, Effects&) {
    const domain::Enrollment* place = state.model.enrollments.find(wish.id);
    state.model.open_dialog = model::dialog::Withdraw{wish.id, place ? place->tokens_paid : 0, {}};
}

void reduce(State& state, const intent::ConfirmWithdraw& wish, Effects& effects) {
    const StreamId id = wish.id;
    auto* open = std::get_if<model::dialog::Withdraw>(&state.model.open_dialog);
    if (open == nullptr || open->sending.busy) return;
    open->sending.begin();
    effects.call<api::Withdraw>(
        net::at(id), {},
        [id, paid = open->paid](State& s, Effects&, Result<api::Withdraw::Response> answer) {
            model::Model& m = s.model;
            if (!answer) {
                if (auto* still = std::get_if<model::dialog::Withdraw>(&m.open_dialog)) {
                    still->sending.fail(std::move(answer).error());
                }
                return;
            }
            if (m.account.viewer) m.account.viewer->balance = answer->token_balance;
            m.enrollments.rows.erase(id);
            m.open_dialog = {};
            toast(s, paid > 0 ? m.say(msg::ToastPlaceCancelledPaid{m.tokens(paid)})
                              : std::string(m.say(msg::toast_place_cancelled)));
        });
}

void reduce(State& state, const intent::SaveToCalendar& wish, Effects& effects) {
    const model::Model& m = state.model;
    const wire::PublicStream* row = m.classes.find(wish.id);
    effects.add(
        effect::Download{"/api/streams/" + wish.id.to_string() + "/calendar.ics",
                         domain::calendar_file_name(row ? row->stream.title
                                                        : std::string(m.say(msg::common_class)))});
}

void reduce(State& state, const intent::SharePage&, Effects& effects) {
    const model::Model& m = state.model;
    const std::string link = m.origin + model::url_of(m.route);
    if (m.can_share) {
        effects.add(effect::Share{title_of(m), link});
    } else {
        effects.add(effect::Copy{"link", link});
    }
}

void reduce(State& state, const intent::WriteToStudio&, Effects& effects) {
    effects.add(effect::Leave{state.model.studio_contact});
}

void reduce(State& state, const intent::SearchWorkouts& wish, Effects& effects) {
    model::Route& route = state.model.route;
    if (route.search == wish.text) return;
    route.search = wish.text;
    effects.add(effect::ReplaceUrl{model::url_of(route)});
    load_workouts(state, effects);
}

void reduce(State& state, const intent::FilterClasses& wish, Effects& effects) {
    model::Route& route = state.model.route;
    if (route.page != model::Page::Classes || route.filter == wish.filter) return;
    route.filter = wish.filter;
    effects.add(effect::ReplaceUrl{model::url_of(route)});
    load_found(state, effects);
}

}  // namespace lsl::app
