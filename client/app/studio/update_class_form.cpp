#include "client/app/reducers.h"
#include "client/app/update.h"

#include <utility>

// The form of a class: creating, changing, its picture.

namespace lsl::app {

namespace {

/// Of the form that the person sees.
model::ClassDraft& draft_in_hand(State& state) {
    const bool editing = std::holds_alternative<model::dialog::EditClass>(state.model.open_dialog);
    return editing ? state.drafts.changed_class : state.drafts.new_class;
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
    if (!model::check_class(draft, *m.words, m.now)) return;
    m.studio.save.begin();
    effects.call<api::CreateStream>(
        {}, model::creation_of(draft, *m.words),
        [](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
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

void change(State& state, StreamId id, Effects& effects) {
    model::Model& m = state.model;
    model::ClassDraft& draft = state.drafts.changed_class;
    const wire::InstructorStream* row = m.studio.find(id);
    if (m.studio.save.busy || row == nullptr) return;
    const model::ClassDraft before = model::draft_of(row->stream, *m.words);
    // A start that has passed is judged only when it is changed.
    const UtcTime judged_at =
        draft.starts == before.starts ? row->stream.scheduled_start_time : m.now;
    if (!model::check_class(draft, *m.words, judged_at)) return;
    m.studio.save.begin();
    effects.call<api::ChangeStream>(
        net::at(id), model::change_of(draft, before, *m.words),
        [id](State& s, Effects& e, Result<api::OneInstructorStream> answer) {
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

}  // namespace

void on_picture_chosen(State& state, std::uint32_t file, std::string name, std::int64_t size) {
    constexpr std::int64_t max_bytes = 8 << 20;
    if (file == 0) return;
    model::ClassDraft& draft = draft_in_hand(state);
    draft.errors.clear("thumbnailUrl");
    if (size > max_bytes) {
        draft.errors.set("thumbnailUrl", "The picture is larger than 8 MB. Choose a smaller one.");
        return;
    }
    draft.thumbnail_url.clear();
    draft.picture_name = std::move(name);
    draft.picture_file = file;
}

void reduce(State& state, const intent::EditClass& wish, Effects&) {
    model::Model& m = state.model;
    const wire::InstructorStream* row = m.studio.find(wish.id);
    if (row == nullptr) return;
    state.drafts.changed_class = model::draft_of(row->stream, *m.words);
    m.studio.save = {};
    m.open_dialog = model::dialog::EditClass{wish.id};
}

void reduce(State& state, const intent::SaveClass&, Effects& effects) {
    if (const auto* edit = std::get_if<model::dialog::EditClass>(&state.model.open_dialog)) {
        return change(state, edit->id, effects);
    }
    create(state, effects);
}

void reduce(State& state, const intent::JudgeField& wish, Effects&) {
    model::check_class_field(draft_in_hand(state), wish.field, *state.model.words, state.model.now);
}

void reduce(State&, const intent::ChoosePicture&, Effects& effects) {
    effects.add(effect::ChoosePicture{});
}

void reduce(State& state, const intent::RemovePicture&, Effects&) {
    model::ClassDraft& draft = draft_in_hand(state);
    draft.thumbnail_url.clear();
    draft.picture_name.clear();
    draft.picture_file = 0;
}

void reduce(State& state, const intent::CopyClass& wish, Effects& effects) {
    const model::Model& m = state.model;
    const wire::InstructorStream* row = m.studio.find(wish.id);
    if (row == nullptr) return;
    model::ClassDraft copy = model::draft_of(row->stream, *m.words);
    copy.id.reset();
    copy.starts = model::weeks_later(copy.starts, *m.words, m.now);
    state.drafts.new_class = std::move(copy);
    go(state, model::page(model::Page::StudioCreate), effects);
}

}  // namespace lsl::app
