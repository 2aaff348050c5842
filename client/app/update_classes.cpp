#include "client/app/update.h"
#include "shared/domain/calendar.h"

#include <utility>

// Classes, places in them, the wallet and the catalogue.

namespace lsl::app {

using model::Page;

namespace {

void on_enrolled(State& state, api::Enroll::Response answer, Effects& effects) {
    model::Model& m = state.model;
    if (m.account.viewer) m.account.viewer->balance = answer.token_balance;
    const domain::Stream stream = answer.enrollment.stream.stream;
    put_enrollment(state, std::move(answer.enrollment));
    m.open_dialog = {};
    m.enrolling.erase(stream.id);
    switch (m.verdict(stream)) {
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

void send_enroll(StreamId id, std::string key, Effects& effects) {
    effects.call<api::Enroll>(
        net::at(id), {},
        [id](State& s, Effects& e, Result<api::Enroll::Response> answer) {
            model::Model& m = s.model;
            if (answer) return on_enrolled(s, std::move(*answer), e);
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

void ask_to_enroll(State& state, StreamId id, Effects& effects) {
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
        m.open_dialog = model::dialog::Enroll{id, effects.fresh_id(), {}};
        return;
    }
    model::Submission& sending = m.enrolling[id];
    if (sending.busy) return;
    sending.begin();
    send_enroll(id, effects.fresh_id(), effects);
}

void confirm_withdraw(State& state, StreamId id, Effects& effects) {
    auto* open = std::get_if<model::dialog::Withdraw>(&state.model.open_dialog);
    if (open == nullptr || open->sending.busy) return;
    open->sending.begin();
    effects.call<api::Withdraw>(
        net::at(id), {}, [id](State& s, Effects&, Result<api::Withdraw::Response> answer) {
            model::Model& m = s.model;
            if (!answer) {
                if (auto* still = std::get_if<model::dialog::Withdraw>(&m.open_dialog)) {
                    still->sending.fail(std::move(answer).error());
                }
                return;
            }
            const domain::Enrollment* gone = m.enrollments.find(id);
            const std::int64_t paid = gone ? gone->tokens_paid : 0;
            if (m.account.viewer) m.account.viewer->balance = answer->token_balance;
            m.enrollments.rows.erase(id);
            m.open_dialog = {};
            toast(s, paid > 0 ? m.say(msg::ToastPlaceCancelledPaid{m.tokens(paid)})
                              : std::string(m.say(msg::toast_place_cancelled)));
        });
}

void load_more(State& state, Effects& effects) {
    model::Model& m = state.model;
    if (m.route.page == Page::Classes && m.classes.next_cursor && !m.classes.loading_more) {
        m.classes.loading_more = true;
        effects.get<api::ListStreams>(
            net::after(*m.classes.next_cursor),
            [](State& s, Effects&, Result<api::ListStreams::Response> answer) {
                s.model.classes.loading_more = false;
                if (answer) {
                    put_list(s, std::move(*answer));
                } else {
                    toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                }
            });
    } else if (m.route.page == Page::Account && m.account.wallet_cursor &&
               !m.account.loading_more) {
        m.account.loading_more = true;
        effects.get<api::GetWallet>(
            net::after(*m.account.wallet_cursor),
            [](State& s, Effects&, Result<api::GetWallet::Response> answer) {
                model::Account& account = s.model.account;
                account.loading_more = false;
                if (!answer || !account.wallet.value) {
                    if (!answer) toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                    return;
                }
                for (auto& entry : answer->entries) account.wallet.value->push_back(entry);
                account.wallet_cursor = std::move(answer->next_cursor);
            });
    } else if (m.route.page == Page::Workouts && m.workouts.next_cursor &&
               !m.workouts.loading_more) {
        m.workouts.loading_more = true;
        const std::string search = m.workouts.search;
        effects.get<api::ListWorkouts>(
            {{}, *m.workouts.next_cursor, search},
            [search](State& s, Effects&, Result<api::ListWorkouts::Response> answer) {
                model::Workouts& workouts = s.model.workouts;
                if (search != workouts.search) return;
                workouts.loading_more = false;
                if (!answer || !workouts.list.value) {
                    if (!answer) toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                    return;
                }
                for (auto& row : answer->workouts) workouts.list.value->push_back(row);
                workouts.next_cursor = std::move(answer->next_cursor);
            });
    }
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
        {}, [](State& s, Effects&, Result<api::ListEnrollments::Response> answer) {
            model::Enrollments& enrollments = s.model.enrollments;
            if (!answer) return enrollments.list.fail(std::move(answer).error());
            for (wire::EnrollmentRow& row : answer->enrollments) {
                put_enrollment(s, std::move(row));
            }
            enrollments.list.set({});
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
        {{}, {}, search}, [search](State& s, Effects&, Result<api::ListWorkouts::Response> answer) {
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

bool update_classes(State& state, const model::Intent& intent, Effects& effects) {
    model::Model& m = state.model;
    if (const auto* ask = std::get_if<model::intent::AskToEnroll>(&intent)) {
        ask_to_enroll(state, ask->id, effects);
        return true;
    }
    if (std::get_if<model::intent::ConfirmEnroll>(&intent)) {
        auto* open = std::get_if<model::dialog::Enroll>(&m.open_dialog);
        if (open == nullptr || open->sending.busy) return true;
        open->sending.begin();
        send_enroll(open->id, open->key, effects);
        return true;
    }
    if (const auto* ask = std::get_if<model::intent::AskToWithdraw>(&intent)) {
        m.open_dialog = model::dialog::Withdraw{ask->id, {}};
        return true;
    }
    if (const auto* confirm = std::get_if<model::intent::ConfirmWithdraw>(&intent)) {
        confirm_withdraw(state, confirm->id, effects);
        return true;
    }
    if (const auto* save = std::get_if<model::intent::SaveToCalendar>(&intent)) {
        const wire::PublicStream* row = m.classes.find(save->id);
        effects.add(effect::Download{
            "/api/streams/" + save->id.to_string() + "/calendar.ics",
            domain::calendar_file_name(row ? row->stream.title
                                           : std::string(m.say(msg::common_class)))});
        return true;
    }
    if (std::get_if<model::intent::SharePage>(&intent)) {
        const std::string link = m.origin + model::url_of(m.route);
        if (m.can_share) {
            effects.add(effect::Share{title_of(m), link});
        } else {
            effects.add(effect::Copy{"link", link});
        }
        return true;
    }
    if (const auto* search = std::get_if<model::intent::SearchWorkouts>(&intent)) {
        if (m.route.search == search->text) return true;
        m.route.search = search->text;
        effects.add(effect::ReplaceUrl{model::url_of(m.route)});
        load_workouts(state, effects);
        return true;
    }
    if (std::get_if<model::intent::LoadMore>(&intent)) {
        load_more(state, effects);
        return false;  // the studio has a list, too
    }
    return false;
}

}  // namespace lsl::app
