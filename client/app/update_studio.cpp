#include "client/app/update.h"

#include <utility>

// The instructor's classes: signing in, the list, creating, changing, going live, ending.

namespace lsl::app {

using model::Page;
using model::Presence;
using model::StudioAction;

namespace {

void forget_instructor(State& state) {
    state.model.studio = {};
    state.model.studio.presence = Presence::Out;
}

void sign_in(State& state, Effects& effects) {
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
            s.model.studio.presence = Presence::In;
            s.drafts.studio_sign_in = {};
            e.add(effect::ReopenEvents{});
            const std::string next = s.model.route.next;
            go_instead(
                s, next.empty() ? model::page(Page::StudioClasses) : model::parse_route(next), e);
        });
}

/// The server's sentence goes under the field that it names, else over the buttons.
void on_save_failed(State& state, model::ClassDraft& draft, Error error) {
    if (!error.field.empty()) draft.errors.set(error.field, error);
    state.model.studio.save.fail(std::move(error));
}

/// After the class is there: its picture, which has a request of its own.
void send_picture(StreamId id, std::uint32_t file, Effects& effects) {
    if (file == 0) return;
    effects.add(effect::Upload{
        "/api/instructor/streams/" + id.to_string() + "/thumbnail", file,
        [](State& s, Effects&, Result<std::string> text) {
            auto answer = net::read_answer<api::OneInstructorStream>(std::move(text));
            if (answer) return put_studio_row(s, std::move(answer->stream));
            toast(s, s.model.say(msg::ToastPictureFailed{s.model.explain(answer.error())}),
                  model::Mood::Bad);
        }});
}

void create(State& state, Effects& effects) {
    model::Model& m = state.model;
    model::ClassDraft& draft = state.drafts.new_class;
    if (m.studio.save.busy) return;
    const auto details = model::check_class(draft, *m.words, m.now);
    if (!details) return;
    m.studio.save.begin();
    api::CreateStream::Request request;
    request.title = details->title;
    request.description = details->description;
    request.instructorName = details->instructor_name;
    request.scheduledStartTime = details->scheduled_start_time;
    request.durationMinutes = details->duration_minutes;
    request.priceInTokens = details->price_in_tokens;
    if (!details->thumbnail_url->empty()) request.thumbnailUrl = details->thumbnail_url;
    request.keepForCatalog = details->keep_for_catalog;
    effects.call<api::CreateStream>(
        {}, request, [](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
            if (!answer) {
                return on_save_failed(s, s.drafts.new_class, std::move(answer).error());
            }
            const StreamId id = answer->stream.stream.id;
            const std::string name = answer->stream.stream.instructor_name;
            put_studio_row(s, std::move(answer->stream));
            s.model.studio.save.succeed();
            send_picture(id, s.drafts.new_class.picture_file, e);
            s.drafts.new_class = {};
            s.drafts.new_class.instructor_name = name;
            toast(s, s.model.say(msg::toast_class_created), model::Mood::Good);
            go_instead(s, model::broadcast_page(id), e);
        });
}

/// Only what differs is sent: what the state of the class fixes stays untouched.
void change(State& state, StreamId id, Effects& effects) {
    model::Model& m = state.model;
    model::ClassDraft& draft = state.drafts.changed_class;
    const wire::InstructorStream* row = m.studio.find(id);
    if (m.studio.save.busy || row == nullptr) return;
    const model::ClassDraft before = model::draft_of(row->stream, *m.words);
    // A start that has passed is judged only when it is changed.
    const UtcTime judged_at =
        draft.starts == before.starts ? row->stream.scheduled_start_time : m.now;
    const auto details = model::check_class(draft, *m.words, judged_at);
    if (!details) return;
    api::ChangeStream::Request request;
    if (draft.title != before.title) request.title = details->title;
    if (draft.description != before.description) request.description = details->description;
    if (draft.instructor_name != before.instructor_name) {
        request.instructorName = details->instructor_name;
    }
    if (draft.starts != before.starts) request.scheduledStartTime = details->scheduled_start_time;
    if (draft.minutes != before.minutes) request.durationMinutes = details->duration_minutes;
    if (draft.price != before.price) request.priceInTokens = details->price_in_tokens;
    if (draft.thumbnail_url != before.thumbnail_url && draft.picture_file == 0) {
        request.thumbnailUrl = details->thumbnail_url;
    }
    if (draft.keep_for_catalog != before.keep_for_catalog) {
        request.keepForCatalog = details->keep_for_catalog;
    }
    m.studio.save.begin();
    effects.call<api::ChangeStream>(
        net::at(id), request, [id](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
            if (!answer) {
                return on_save_failed(s, s.drafts.changed_class, std::move(answer).error());
            }
            put_studio_row(s, std::move(answer->stream));
            send_picture(id, s.drafts.changed_class.picture_file, e);
            s.model.studio.save.succeed();
            s.model.open_dialog = {};
            toast(s, s.model.say(msg::toast_saved), model::Mood::Good);
        });
}

template <class Endpoint>
void act(State& state, StreamId id, StudioAction action, Effects& effects,
         void (*then)(State&, Effects&)) {
    model::Studio& studio = state.model.studio;
    if (studio.action != StudioAction::None) return;
    studio.action = action;
    effects.call<Endpoint>(
        net::at(id), {}, [then](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
            s.model.studio.action = StudioAction::None;
            if (answer) {
                put_studio_row(s, std::move(answer->stream));
                s.model.open_dialog = {};
                then(s, e);
                return;
            }
            Error& error = answer.error();
            if (auto* end = std::get_if<model::dialog::EndClass>(&s.model.open_dialog)) {
                end->sending.fail(std::move(error));
            } else if (auto* cancel =
                           std::get_if<model::dialog::CancelClass>(&s.model.open_dialog)) {
                cancel->sending.fail(std::move(error));
            } else {
                toast(s, s.model.explain(error), model::Mood::Bad);
            }
        });
}

void load_more(State& state, Effects& effects) {
    model::Studio& studio = state.model.studio;
    if (!studio.next_cursor || studio.loading_more) return;
    studio.loading_more = true;
    effects.get<api::ListInstructorStreams>(
        net::after(*studio.next_cursor),
        [](State& s, Effects&, Result<api::ListInstructorStreams::Response> answer) {
            s.model.studio.loading_more = false;
            if (!answer) {
                toast(s, s.model.explain(answer.error()), model::Mood::Bad);
                return;
            }
            for (auto& row : answer->streams) put_studio_row(s, std::move(row));
            s.model.studio.next_cursor = std::move(answer->next_cursor);
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
    wire::PublicStream open;
    open.stream = row.stream;
    open.stream.webrtc_token.clear();
    open.viewers = row.statistics.viewers;
    state.model.classes.put(std::move(open));
    state.model.studio.missing.erase(id);
    state.model.studio.rows.insert_or_assign(id, std::move(row));
}

void on_picture_chosen(State& state, std::uint32_t file, std::string name, std::int64_t size) {
    constexpr std::int64_t max_bytes = 8 << 20;
    if (file == 0) return;
    const bool editing = std::holds_alternative<model::dialog::EditClass>(state.model.open_dialog);
    model::ClassDraft& draft = editing ? state.drafts.changed_class : state.drafts.new_class;
    draft.errors.clear("thumbnailUrl");
    if (size > max_bytes) {
        draft.errors.set("thumbnailUrl", "The picture is larger than 8 MB. Choose a smaller one.");
        return;
    }
    draft.thumbnail_url.clear();
    draft.picture_name = std::move(name);
    draft.picture_file = file;
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
        net::at(id), [id](State& s, Effects&, Result<api::OneInstructorStream> answer) {
            if (answer) {
                s.model.studio.presence = Presence::In;
                put_studio_row(s, std::move(answer->stream));
            } else {
                s.model.studio.missing.insert_or_assign(id, std::move(answer).error());
            }
        });
}

bool update_studio(State& state, const model::Intent& intent, Effects& effects) {
    model::Model& m = state.model;
    if (std::get_if<model::intent::StudioSignIn>(&intent)) {
        sign_in(state, effects);
        return true;
    }
    if (std::get_if<model::intent::StudioSignOut>(&intent)) {
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
        return true;
    }
    if (std::get_if<model::intent::SaveClass>(&intent)) {
        if (const auto* edit = std::get_if<model::dialog::EditClass>(&m.open_dialog)) {
            change(state, edit->id, effects);
        } else {
            create(state, effects);
        }
        return true;
    }
    if (const auto* judge = std::get_if<model::intent::JudgeField>(&intent)) {
        const bool editing = std::holds_alternative<model::dialog::EditClass>(m.open_dialog);
        model::check_class_field(editing ? state.drafts.changed_class : state.drafts.new_class,
                                 judge->field, *m.words, m.now);
        return true;
    }
    if (std::get_if<model::intent::ChoosePicture>(&intent)) {
        effects.add(effect::ChoosePicture{});
        return true;
    }
    if (std::get_if<model::intent::RemovePicture>(&intent)) {
        const bool editing = std::holds_alternative<model::dialog::EditClass>(m.open_dialog);
        model::ClassDraft& draft = editing ? state.drafts.changed_class : state.drafts.new_class;
        draft.thumbnail_url.clear();
        draft.picture_name.clear();
        draft.picture_file = 0;
        return true;
    }
    if (const auto* edit = std::get_if<model::intent::EditClass>(&intent)) {
        if (const wire::InstructorStream* row = m.studio.find(edit->id)) {
            state.drafts.changed_class = model::draft_of(row->stream, *m.words);
            m.studio.save = {};
            m.open_dialog = model::dialog::EditClass{edit->id};
        }
        return true;
    }
    if (const auto* ask = std::get_if<model::intent::AskToCancel>(&intent)) {
        m.open_dialog = model::dialog::CancelClass{ask->id, {}};
        return true;
    }
    if (const auto* confirm = std::get_if<model::intent::ConfirmCancel>(&intent)) {
        act<api::CancelStream>(state, confirm->id, StudioAction::Cancel, effects,
                               [](State& s, Effects& e) {
                                   toast(s, s.model.say(msg::toast_class_cancelled));
                                   e.add(effect::Studio{effect::StudioCommand::Stop, {}, {}});
                               });
        return true;
    }
    if (std::get_if<model::intent::GoLive>(&intent)) {
        act<api::StartStream>(state, m.route.stream, StudioAction::GoLive, effects,
                              [](State& s, Effects&) {
                                  toast(s, s.model.say(msg::toast_you_are_live), model::Mood::Good);
                              });
        return true;
    }
    if (const auto* ask = std::get_if<model::intent::AskToEnd>(&intent)) {
        m.open_dialog = model::dialog::EndClass{ask->id, {}};
        return true;
    }
    if (const auto* confirm = std::get_if<model::intent::ConfirmEnd>(&intent)) {
        act<api::EndStream>(state, confirm->id, StudioAction::End, effects,
                            [](State& s, Effects& e) {
                                e.add(effect::Studio{effect::StudioCommand::Stop, {}, {}});
                                toast(s, s.model.say(msg::toast_class_over), model::Mood::Good);
                            });
        return true;
    }
    if (std::get_if<model::intent::LoadMore>(&intent)) {
        if (m.route.page == Page::StudioClasses) load_more(state, effects);
        return true;
    }
    return false;
}

}  // namespace lsl::app
