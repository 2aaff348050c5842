#include "client/app/reducers.h"
#include "client/app/update.h"

#include "client/model/studio/chapter_presets.h"
#include "shared/wire/chapter_api.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

// Marking the chapters of a class while it runs, and tidying them up afterwards. What is marked
// stands in the list at once, without an id until the server has it.

namespace lsl::app {

namespace {

using Mark = intent::MarkChapter;
using Edit = intent::EditChapter;

std::vector<wire::ChapterRow>& rows_of(model::Chapters& chapters) {
    if (!chapters.list.value) chapters.list.set({});
    return *chapters.list.value;
}

void put_row(model::Chapters& chapters, wire::ChapterRow row) {
    auto& rows = rows_of(chapters);
    const auto behind = std::find_if(rows.begin(), rows.end(),
                                     [&](const auto& other) { return other.at > row.at; });
    rows.insert(behind, std::move(row));
}

void drop_row(model::Chapters& chapters, const wire::ChapterRow& row) {
    auto& rows = rows_of(chapters);
    const auto found = std::find(rows.begin(), rows.end(), row);
    if (found != rows.end()) rows.erase(found);
}

/// What was done is said, and can be undone for as long as that stands there.
template <class Undo>
void say_done(State& state, std::string_view text, msg::Plain action, Undo undo) {
    constexpr double undo_seconds = 8;
    toast(state, text);
    model::Toast& said = state.model.toasts.back();
    said.action = state.model.say(action);
    said.undo = undo;
    said.until = state.model.seconds + undo_seconds;
}

void say_failed(State& state, const Error& error) {
    toast(state, state.model.explain(error), model::Mood::Bad);
}

void send_mark(State& state, wire::ChapterRow row, std::optional<UtcTime> at, Effects& effects) {
    model::Chapters& chapters = state.model.chapters;
    const StreamId id = state.model.route.stream;
    put_row(chapters, row);
    api::MarkChapter::Request request;
    request.title = row.title;
    request.kind = row.kind;
    request.at = at;
    request.clientId = effects.fresh_id();
    effects.call<api::MarkChapter>(
        net::at(id), request, [id, row](State& s, Effects&, Result<api::OneChapter> answer) {
            model::Chapters& now = s.model.chapters;
            if (now.stream != id) return;
            drop_row(now, row);
            if (!answer) return say_failed(s, answer.error());
            // Another answer may have brought it already.
            std::erase_if(rows_of(now), [&](const wire::ChapterRow& known) {
                return known.id == answer->chapter.id;
            });
            say_done(s, s.model.say(msg::ChaptersMarked{answer->chapter.title}), msg::chapters_undo,
                     Edit{Edit::What::Remove, answer->chapter.id, 0});
            put_row(now, std::move(answer->chapter));
        });
}

void begin_chapter(State& state, model::NewChapter chapter, Effects& effects) {
    state.model.chapters.taken_back.reset();
    send_mark(state,
              {.id = {},
               .kind = chapter.kind,
               .title = std::move(chapter.title),
               .at = state.model.now,
               .position_ms = std::nullopt},
              std::nullopt, effects);
}

void take_away(State& state, const wire::ChapterRow& row, Effects& effects) {
    model::Chapters& chapters = state.model.chapters;
    if (chapters.sending) return;
    chapters.sending = true;
    const StreamId id = state.model.route.stream;
    effects.call<api::RemoveChapter>(
        net::at(id, row.id.uuid), {}, [id, row](State& s, Effects&, Result<api::Empty> answer) {
            model::Chapters& now = s.model.chapters;
            now.sending = false;
            if (now.stream != id) return;
            if (!answer && answer.error().code != ErrorCode::NotFound) {
                return say_failed(s, answer.error());
            }
            std::erase_if(rows_of(now),
                          [&](const wire::ChapterRow& known) { return known.id == row.id; });
            now.taken_back = row;
            say_done(s, s.model.say(msg::ChaptersTakenBack{row.title}),
                     msg::chapters_put_back_short, Mark{Mark::What::PutBack, 0});
        });
}

void change_chapter(State& state, ChapterId chapter, const api::ChangeChapter::Request& request,
                    Effects& effects) {
    model::Chapters& chapters = state.model.chapters;
    if (chapters.sending) return;
    chapters.sending = true;
    const StreamId id = state.model.route.stream;
    effects.call<api::ChangeChapter>(net::at(id, chapter.uuid), request,
                                     [id](State& s, Effects&, Result<api::OneChapter> answer) {
                                         model::Chapters& now = s.model.chapters;
                                         now.sending = false;
                                         if (now.stream != id) return;
                                         if (!answer) return say_failed(s, answer.error());
                                         std::erase_if(rows_of(now),
                                                       [&](const wire::ChapterRow& known) {
                                                           return known.id == answer->chapter.id;
                                                       });
                                         put_row(now, std::move(answer->chapter));
                                         s.drafts.console.renaming.reset();
                                     });
}

}  // namespace

void reduce(State& state, const intent::MarkChapter& wish, Effects& effects) {
    model::Model& m = state.model;
    const StreamId id = m.route.stream;
    if (!m.may(domain::StaffAction::Moderate, id)) return;
    model::Chapters& chapters = m.chapters;
    if (chapters.stream != id) {
        chapters = {};
        chapters.stream = id;
    }
    switch (wish.what) {
        case Mark::What::Next:
            return begin_chapter(state, model::next_chapter(m, rows_of(chapters)), effects);
        case Mark::What::Preset:
            return begin_chapter(state, model::preset_chapter(m, wish.preset), effects);
        case Mark::What::TakeBack: {
            const auto& rows = rows_of(chapters);
            // What the server doesn't have yet can't be taken back from it.
            if (rows.empty() || rows.back().id == ChapterId{}) return;
            return take_away(state, wire::ChapterRow(rows.back()), effects);
        }
        case Mark::What::PutBack: {
            const auto row = std::exchange(chapters.taken_back, std::nullopt);
            if (!row) return;
            wire::ChapterRow again = *row;
            again.id = {};
            return send_mark(state, std::move(again), row->at, effects);
        }
    }
}

void reduce(State& state, const intent::EditChapter& wish, Effects& effects) {
    api::ChangeChapter::Request request;
    switch (wish.what) {
        case Edit::What::Rename:
            request.title = state.drafts.console.chapter;
            return change_chapter(state, wish.id, request, effects);
        case Edit::What::Move:
            request.moveSeconds = wish.seconds;
            return change_chapter(state, wish.id, request, effects);
        case Edit::What::Remove: break;
    }
    for (const wire::ChapterRow& row : rows_of(state.model.chapters)) {
        if (row.id == wish.id) return take_away(state, wire::ChapterRow(row), effects);
    }
}

}  // namespace lsl::app
