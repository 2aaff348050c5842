#include "client/app/reducers.h"
#include "client/app/update.h"

#include "client/model/studio/ingest_address.h"

#include <utility>

// The studio: signing in and out, the list of classes, the daily jobs.

namespace lsl::app {

using model::Page;
using model::Presence;

namespace {

void forget_instructor(State& state) {
    state.model.studio = {};
    state.model.studio.presence = Presence::Out;
}

void sign_out(Effects& effects) {
    effects.call<api::InstructorLogout>(
        {}, {}, [](State& s, Effects& e, Result<api::Empty> answer) {
            if (!answer) {
                toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                return;
            }
            forget_instructor(s);
            e.add(effect::ReopenEvents{});
            go_instead(s, model::page(Page::StudioSignIn), e);
        });
}

}  // namespace

void on_instructor_gone(State& state, Effects& effects) {
    const bool was_in = state.model.studio.presence == Presence::In;
    const bool broadcasting = state.model.broadcasting();
    // A running broadcast has its own token and goes on.
    if (broadcasting) {
        toast(state, state.model.say(msg::toast_studio_session_ended_live), model::Mood::Bad);
        return;
    }
    forget_instructor(state);
    if (!model::needs_instructor(state.model.route.page)) return;
    if (was_in) toast(state, state.model.say(msg::toast_studio_session_ended));
    load_page(state, effects);
}

void put_studio_row(State& state, wire::InstructorStream row) {
    const StreamId id = row.stream.id;
    state.model.classes.put(wire::public_part(row));
    state.model.studio.missing.erase(id);
    state.model.studio.rows.insert_or_assign(id, std::move(row));
}

void load_studio(State& state, Effects& effects) {
    if (!state.model.studio.list.begin()) return;
    effects.get<api::ListInstructorStreams>(
        {}, [](State& s, Effects&, Result<api::ListInstructorStreams::Response> answer) {
            model::Studio& studio = s.model.studio;
            if (!answer) return studio.list.fail(std::move(answer).error());
            studio.presence = Presence::In;
            for (auto& row : answer->streams) put_studio_row(s, std::move(row));
            studio.next_cursor = std::move(answer->next_cursor);
            studio.media_backend = std::move(answer->media_backend);
            studio.totals = answer->totals;
            studio.list.set({});
        });
}

void load_jobs(State& state, Effects& effects) {
    if (!state.model.studio.jobs.begin()) return;
    effects.get<api::ListJobs>({}, [](State& s, Effects&, Result<api::ListJobs::Response> answer) {
        auto& jobs = s.model.studio.jobs;
        if (!answer) return jobs.fail(std::move(answer).error());
        jobs.set(std::move(*answer));
    });
}

void load_studio_class(State&, StreamId id, Effects& effects) {
    effects.get<api::GetInstructorStream>(
        net::at(id), [id](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
            if (answer) {
                s.model.studio.presence = Presence::In;
                const wire::InstructorStream row = answer->stream;
                put_studio_row(s, std::move(answer->stream));
                const bool over = row.stream.status == domain::StreamStatus::Ended ||
                                  row.stream.status == domain::StreamStatus::Cancelled;
                if (s.model.route == model::broadcast_page(id) && !over) {
                    e.add(effect::Studio{effect::StudioCommand::Resume, model::ingest_address(row),
                                         model::publish_token(row)});
                }
                const bool ended = row.stream.status == domain::StreamStatus::Ended;
                if (s.model.route == model::broadcast_page(id) && ended &&
                    s.model.may(domain::StaffAction::ReadFigures, id)) {
                    load_class_figures(s, id, e);
                }
            } else {
                s.model.studio.missing.insert_or_assign(id, std::move(answer).error());
            }
        });
}

void reduce(State& state, const intent::StudioSignIn&, Effects& effects) {
    model::Submission& signing = state.model.studio.signing;
    if (signing.busy || !model::check_studio_sign_in(state.drafts.studio_sign_in)) return;
    signing.begin();
    effects.call<api::InstructorLogin>(
        {}, {state.drafts.studio_sign_in.token},
        [](State& s, Effects& e, Result<api::Empty> answer) {
            if (!answer) {
                s.drafts.studio_sign_in.errors.set("token", answer.error());
                s.model.studio.signing.fail(std::move(answer).error());
                return;
            }
            s.model.studio = {};
            put_roles(s, {{domain::StaffRole::Owner, std::nullopt}});
            s.drafts.studio_sign_in = {};
            e.add(effect::ReopenEvents{});
            const std::string next = s.model.route.next;
            go_instead(
                s, next.empty() ? model::page(Page::StudioClasses) : model::parse_route(next), e);
        });
}

void reduce(State& state, const intent::StudioSignOut&, Effects& effects) {
    if (!state.model.broadcasting()) return sign_out(effects);
    state.model.open_dialog =
        model::dialog::LeaveConsole{model::page(Page::StudioSignIn), /*signs_out=*/true};
}

void reduce(State& state, const intent::AskToConfirmJob& wish, Effects&) {
    state.model.open_dialog = model::dialog::ConfirmJob{wish.job, {}};
}

void reduce(State& state, const intent::ConfirmJob& wish, Effects& effects) {
    auto* open = std::get_if<model::dialog::ConfirmJob>(&state.model.open_dialog);
    if (open == nullptr || open->sending.busy) return;
    open->sending.begin();
    effects.call<api::ConfirmJob>(
        net::at(wish.job), {}, [](State& s, Effects& e, Result<api::ListJobs::Response> answer) {
            if (!answer) {
                if (auto* still = std::get_if<model::dialog::ConfirmJob>(&s.model.open_dialog)) {
                    still->sending.fail(std::move(answer).error());
                }
                return;
            }
            s.model.studio.jobs.set(std::move(*answer));
            s.model.open_dialog = {};
            load_studio(s, e);
        });
}

}  // namespace lsl::app
