#include "client/app/reducers.h"
#include "client/app/update.h"

#include <string>
#include <utility>

// Which page is shown, and what it needs.
namespace lsl::app {

using model::Page;
using model::Presence;
using model::Route;

namespace {

void watch_desk(Effects& effects, bool on) {
    effects.add(effect::TellDesk{
        platform::Part::Studio, on ? R"({"watch":true})" : R"({"watch":false,"stop_check":true})"});
}

void leave_page(State& state, const Route& to, Effects& effects) {
    model::Model& m = state.model;
    // From the check to the stage of the same class the camera stays open.
    const bool goes_on = model::has_desk(to.page) && to.stream == m.route.stream;
    if (model::has_desk(m.route.page) && !goes_on) {
        effects.add(effect::Studio{effect::StudioCommand::Close, {}, {}});
        watch_desk(effects, false);
    }
    if (m.watching.desk.own != media::OwnCamera::Off) {
        effects.add(effect::TellDesk{platform::Part::Player, R"({"own":false})"});
    }
    // What another page shows is seen whole at first.
    if (m.watching.desk.zoom_percent != model::whole_picture) {
        effects.add(effect::TellDesk{platform::Part::Player, R"({"zoom_percent":100})"});
    }
    m.open_dialog = {};
    m.account.signing = {};
    m.account.passkey = {};
    m.account.code_due = false;
    m.passkeys = {m.passkeys.able, false, {}};
    state.drafts.sign_in.code.clear();
    state.drafts.sign_in.wants_focus = false;
    m.studio.signing = {};
    m.studio.save = {};
    // Signing in on the way to a place of a recording forgets nothing of it.
    std::string address = std::move(m.watching.address);
    m.watching = {};
    m.watching.address = std::move(address);
    m.chapters = {};
    m.workouts.open = {};
    m.invitation = {};
    m.mail_link = {};
    m.settings = {};
    state.drafts.account = {};
    m.studio.people = {};
    m.studio.inviting = {};
    m.studio.figures = {};
    m.studio.attendance = {};
    m.studio.questions = {};
    m.studio.answering = {};
    m.studio.answer_key.clear();
    state.drafts.invite = {};
    state.drafts.player = {};
    state.drafts.console = {};
    state.drafts.account_menu_open = false;
    state.drafts.language_menu_open = false;
}

void enter_page(State& state) {
    model::Drafts& drafts = state.drafts;
    switch (state.model.route.page) {
        case Page::StudioCreate:
            drafts.new_class.errors.clear();
            if (drafts.new_class.instructor_name.empty() && state.model.account.viewer) {
                drafts.new_class.instructor_name = state.model.account.viewer->user.display_name;
            }
            break;
        case Page::SignIn:
        case Page::CreateAccount:
        case Page::ForgotPassword: drafts.sign_in.errors.clear(); break;
        case Page::StudioSignIn: drafts.studio_sign_in = {}; break;
        case Page::Workouts: drafts.search = {state.model.route.search, 0}; break;
        case Page::Classes: drafts.search = {state.model.route.filter.search, 0}; break;
        default: break;
    }
}

/// Sign-in pages when nobody is there whom the page needs; true when it went there.
bool redirect(State& state, Effects& effects) {
    const model::Model& m = state.model;
    if (model::needs_viewer(m.route.page) && m.account.presence == Presence::Out) {
        go_instead(state, model::sign_in_from(m.route), effects);
        return true;
    }
    if (model::needs_instructor(m.route.page) && m.studio.presence == Presence::Out) {
        go_instead(state, model::studio_sign_in_from(m.route), effects);
        return true;
    }
    if (m.route.page == Page::StudioSignIn && m.staff()) {
        go_instead(state,
                   m.route.next.empty() ? model::page(Page::StudioClasses)
                                        : model::parse_route(m.route.next),
                   effects);
        return true;
    }
    const bool signing = m.route.page == Page::SignIn || m.route.page == Page::CreateAccount;
    if (signing && m.signed_in()) {
        go_instead(
            state,
            m.route.next.empty() ? model::page(Page::Classes) : model::parse_route(m.route.next),
            effects);
        return true;
    }
    return false;
}

void load_watch_page(State& state, Effects& effects) {
    const model::Model& m = state.model;
    if (!m.classes.find(m.route.stream)) load_class(state, m.route.stream, effects);
    if (m.signed_in() && !m.watching.enrollment.ready()) {
        load_enrollment(state, m.route.stream, effects);
    }
}

void load_studio_page(State& state, Effects& effects) {
    const model::Model& m = state.model;
    switch (m.route.page) {
        case Page::StudioPeople:
            if (!m.studio.find(m.route.stream)) load_studio_class(state, m.route.stream, effects);
            load_people(state, m.route.stream, effects);
            break;
        case Page::StudioClasses:
            if (m.may(domain::StaffAction::RunStudio)) load_jobs(state, effects);
            [[fallthrough]];
        case Page::StudioCreate: load_studio(state, effects); break;
        case Page::StudioCheck:
        case Page::StudioBroadcast:
            load_studio_class(state, m.route.stream, effects);
            watch_desk(effects, true);
            break;
        case Page::ClassFigures:
            if (!m.studio.find(m.route.stream)) load_studio_class(state, m.route.stream, effects);
            load_class_figures(state, m.route.stream, effects);
            break;
        case Page::StudioFigures: load_studio_figures(state, effects); break;
        default: break;
    }
}

bool is_loading_done(const model::Model& m) { return m.account.presence != Presence::Unknown; }

}  // namespace

void open_app(State& state, const std::optional<api::PageData>& data, Route first,
              Effects& effects) {
    model::Model& m = state.model;
    m.route = std::move(first);
    enter_page(state);
    if (data) {
        m.account.presence = Presence::Out;
        put_roles(state, data->roles);
        m.studio_contact = data->studio_contact;
        m.signup_tokens = data->signup_tokens;
        m.sends_mail = data->sends_mail;
        if (data->session) put_session(state, *data->session);
        m.notices.unread = data->unread_notices;
        if (data->session) renew_push(state, effects);
        if (data->streams && m.route.filter.empty()) put_list(state, *data->streams);
        if (data->streams && !m.route.filter.empty()) {
            m.found.filter = m.route.filter;
            put_found(state, *data->streams);
        }
        if (data->stream) m.classes.put(*data->stream);
        if (data->enrollments) put_enrollments(state, *data->enrollments, effects);
        if (data->workouts) {
            m.workouts.list.set(data->workouts->workouts);
            m.workouts.next_cursor = data->workouts->next_cursor;
            m.workouts.search = m.route.search;
        }
        if (data->workout) m.workouts.open.set(*data->workout);
    } else {
        load_session(state, effects);
    }
    effects.add(effect::ReopenEvents{data ? data->events : std::string()});
    load_page(state, effects);
}

void load_page(State& state, Effects& effects) {
    model::Model& m = state.model;
    if (redirect(state, effects)) return;
    const bool signed_in = m.signed_in();
    switch (m.route.page) {
        case Page::Classes: load_found(state, effects); [[fallthrough]];
        case Page::MyClasses:
            if (!m.classes.list.ready()) load_classes(state, effects);
            if (signed_in && !m.enrollments.list.ready()) load_enrollments(state, effects);
            break;
        case Page::SignIn:
        case Page::CreateAccount:
            if (const auto id = model::class_behind(m.route); id && !m.classes.find(*id)) {
                load_class(state, *id, effects);
            }
            break;
        case Page::Watch: load_watch_page(state, effects); break;
        case Page::Workouts:
            if (!m.workouts.list.ready() || m.workouts.search != m.route.search) {
                load_workouts(state, effects);
            }
            break;
        case Page::Workout:
            if (!m.workouts.open.ready()) load_workout(state, effects);
            break;
        case Page::Account:
            if (!signed_in) break;
            if (!m.enrollments.list.ready()) load_enrollments(state, effects);
            load_wallet(state, effects);
            break;
        case Page::Settings:
            if (signed_in) load_settings(state, effects);
            break;
        case Page::Notices:
            if (signed_in) load_notices(state, effects);
            break;
        case Page::Invitation:
            if (!m.invitation.offer.ready()) load_invitation(state, effects);
            break;
        case Page::StudioPeople:
        case Page::StudioClasses:
        case Page::StudioCreate:
        case Page::StudioCheck:
        case Page::StudioBroadcast:
        case Page::ClassFigures:
        case Page::StudioFigures: load_studio_page(state, effects); break;
        case Page::ForgotPassword:
        case Page::ConfirmEmail:
        case Page::ResetPassword:
        case Page::UndoEmail:
        case Page::Unsubscribe:
        case Page::StudioSignIn:
        case Page::Gallery:
        case Page::NotFound: break;
    }
}

void refresh_page(State& state, Effects& effects) {
    model::Model& m = state.model;
    if (!is_loading_done(m)) return;
    switch (m.route.page) {
        case Page::Classes:
        case Page::MyClasses:
            load_classes(state, effects);
            if (m.signed_in()) load_enrollments(state, effects);
            break;
        case Page::Watch:
            load_class(state, m.route.stream, effects);
            if (m.signed_in()) load_enrollment(state, m.route.stream, effects);
            refresh_room(state, effects);
            break;
        default:
            m.classes.list.value.reset();
            load_page(state, effects);
            refresh_room(state, effects);
            break;
    }
}

void show_page(State& state, Route to, Effects& effects) {
    leave_page(state, to, effects);
    state.model.route = std::move(to);
    enter_page(state);
    load_page(state, effects);
}

void go(State& state, Route to, Effects& effects) {
    model::Model& m = state.model;
    if (to == m.route) {
        effects.add(effect::ShowPageStart{});
        return;
    }
    if (m.route.page == Page::StudioBroadcast && m.broadcasting()) {
        m.open_dialog = model::dialog::LeaveConsole{std::move(to), false};
        return;
    }
    // A new build comes in between two pages; not where a draft would be lost, nor the leave to
    // play with sound that the browser gives for a press on the page before.
    const bool costs_something = m.route.page == Page::StudioCreate || model::plays(to.page);
    if (m.update_ready && !costs_something && !m.broadcasting()) {
        effects.add(effect::LoadPage{model::url_of(to)});
        return;
    }
    effects.add(effect::PushUrl{model::url_of(to)});
    show_page(state, std::move(to), effects);
    effects.add(effect::ShowPageStart{});
}

void go_instead(State& state, Route to, Effects& effects) {
    effects.add(effect::ReplaceUrl{model::url_of(to)});
    show_page(state, std::move(to), effects);
    effects.add(effect::ShowPageStart{});
}

void on_address_changed(State& state, Route to, Effects& effects) {
    model::Model& m = state.model;
    if (to == m.route) return;
    if (const auto* edit = std::get_if<model::dialog::EditClass>(&m.open_dialog)) {
        const StreamId id = edit->id;
        if (has_unsaved_changes(state)) {
            effects.add(effect::PushUrl{model::url_of(m.route)});
            m.open_dialog = model::dialog::DiscardChanges{id};
            return;
        }
    }
    if (m.route.page == Page::StudioBroadcast && m.broadcasting()) {
        effects.add(effect::PushUrl{model::url_of(m.route)});
        m.open_dialog = model::dialog::LeaveConsole{std::move(to), false};
        return;
    }
    show_page(state, std::move(to), effects);
}

bool has_unsaved_changes(const State& state) {
    const model::Model& m = state.model;
    const bool editing = std::holds_alternative<model::dialog::EditClass>(m.open_dialog) ||
                         std::holds_alternative<model::dialog::DiscardChanges>(m.open_dialog);
    if (editing) {
        const model::ClassDraft& draft = state.drafts.changed_class;
        const wire::InstructorStream* row = draft.id ? m.studio.find(*draft.id) : nullptr;
        return row != nullptr && model::differs(draft, model::draft_of(row->stream, *m.words));
    }
    if (m.route.page != Page::StudioCreate || m.studio.save.busy) return false;
    model::ClassDraft empty;
    // Filled in by the page itself.
    empty.instructor_name = state.drafts.new_class.instructor_name;
    return model::differs(state.drafts.new_class, empty);
}

void reduce(State& state, const intent::Go& wish, Effects& effects) { go(state, wish.to, effects); }

void reduce(State&, const intent::GoBack& wish, Effects& effects) {
    effects.add(effect::GoBack{model::url_of(wish.fallback)});
}

void reduce(State&, const intent::ChooseLanguage& wish, Effects& effects) {
    effects.add(effect::SpeakLanguage{wish.tag});
}

void reduce(State& state, const intent::LeaveConsole&, Effects& effects) {
    model::Model& m = state.model;
    const auto* leaving = std::get_if<model::dialog::LeaveConsole>(&m.open_dialog);
    if (leaving == nullptr) return;
    const auto [to, signs_out] = *leaving;
    m.studio.broadcast = {};
    m.open_dialog = {};
    effects.add(effect::Studio{effect::StudioCommand::Stop, {}, {}});
    if (signs_out) return reduce(state, intent::StudioSignOut{}, effects);
    go(state, to, effects);
}

void reduce(State& state, const intent::Retry&, Effects& effects) {
    model::Model& m = state.model;
    if (m.account.presence == Presence::Unknown) load_session(state, effects);
    m.classes.missing.erase(m.route.stream);
    m.studio.missing.erase(m.route.stream);
    if (m.chat.reading.failed()) refresh_room(state, effects);
    load_page(state, effects);
}

/// A form with changes asks first; that question leads back to the form.
void reduce(State& state, const intent::CloseDialog&, Effects&) {
    model::Model& m = state.model;
    if (const auto* asked = std::get_if<model::dialog::DiscardChanges>(&m.open_dialog)) {
        m.open_dialog = model::dialog::EditClass{asked->id};
        return;
    }
    if (const auto* edit = std::get_if<model::dialog::EditClass>(&m.open_dialog)) {
        const StreamId id = edit->id;
        if (has_unsaved_changes(state)) {
            m.open_dialog = model::dialog::DiscardChanges{id};
            return;
        }
    }
    m.open_dialog = {};
}

void reduce(State& state, const intent::DiscardChanges&, Effects&) { state.model.open_dialog = {}; }

void reduce(State& state, const intent::CloseToast& wish, Effects&) {
    std::erase_if(state.model.toasts, [&](const model::Toast& t) { return t.key == wish.key; });
}

void reduce(State&, const intent::ReloadPage&, Effects& effects) { effects.add(effect::Reload{}); }

}  // namespace lsl::app
