#include "client/views/console/chapters_panel.h"

#include "client/model/studio/chapter_presets.h"
#include "client/views/wording.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

namespace intent = model::intent;
using Edit = intent::EditChapter;
using Mark = intent::MarkChapter;

constexpr double ms_in_second = 1000;
constexpr std::int64_t nudge_s = 5;
constexpr int most_typed_title = 200;  ///< UTF-16 units; the server counts characters as people do
constexpr std::array presets = {1, 8, 9};  ///< beside the next phrase: the digits that mark them

std::vector<wire::ChapterRow> chapters_here(const View& view, const domain::Stream& stream) {
    const model::Chapters& chapters = view.model.chapters;
    const model::Chat& chat = view.model.chat;
    const bool told = chat.room == stream.id && chat.at && chat.at->chapters;
    const std::int64_t revision = told ? *chat.at->chapters : chapters.revision;
    const auto& list = chapters.list;
    const bool known =
        chapters.stream == stream.id && (list.ready() || list.loading || list.error.has_value());
    const bool changed = known && !list.loading && revision != chapters.revision;
    if (!known || changed) view.want(intent::ReadChapters{told ? revision : 0});
    const auto* rows = chapters.of(stream.id);
    return rows == nullptr ? std::vector<wire::ChapterRow>() : *rows;
}

/// Where it is in the recording; until there is one, since the class began.
std::string place_of(const domain::Stream& stream, const wire::ChapterRow& row) {
    if (row.position_ms) return clock(static_cast<double>(*row.position_ms) / ms_in_second);
    if (!stream.actual_start_time) return {};
    const double passed = std::chrono::duration<double>(row.at - *stream.actual_start_time).count();
    return clock(std::max(passed, 0.0));
}

void rename_form(const View& view, ui::Column& column, const wire::ChapterRow& row) {
    model::ConsoleDraft& draft = view.drafts.console;
    ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::chapters_rename));
    ui::TextField field{.label = view.say(msg::chapters_name)};
    field.field.name = "chapter";
    field.field.autocomplete = "off";
    field.field.enter_key_hint = "done";
    field.field.max_length = most_typed_title;
    ui::text_field(column.after(ui::space::s), field, draft.chapter);
    if (column.after(ui::space::s)
            .button({.label = view.say(msg::chapters_save),
                     .disabled = draft.chapter.empty(),
                     .busy = view.model.chapters.sending,
                     .submits = true,
                     .key = "save-chapter"})) {
        view.want(Edit{Edit::What::Rename, row.id, 0});
    }
}

/// Pressed: what the button at the end of a chapter's line is for.
bool line_button(const View& view, ui::Slices& line, char32_t symbol, const std::string& name,
                 std::string_view key) {
    return ui::icon_button(view.ui, line.right(ui::size::button),
                           {.icon = symbol,
                            .name = name,
                            .icon_size = ui::size::icon_inside,
                            .disabled = view.model.chapters.sending,
                            .key = key});
}

void chapter_line(const View& view, ui::Column& column, const domain::Stream& stream,
                  const wire::ChapterRow& row) {
    const std::string id = row.id.to_string();
    ui::IdScope scope(view.ui, id);
    ui::NodeScope item(view.ui, ui::Role::ListItem, row.title);
    model::ConsoleDraft& draft = view.drafts.console;
    const bool kept = row.id != ChapterId{};
    ui::Slices line = column.row(ui::size::button);
    if (kept && marks_chapters(view, stream)) {
        if (line_button(view, line, icon::trash_2, view.say(msg::ChaptersRemove{row.title}),
                        "remove")) {
            view.want(Edit{Edit::What::Remove, row.id, 0});
        }
        if (line_button(view, line, icon::pencil, view.say(msg::ChaptersRenameOne{row.title}),
                        "rename")) {
            draft.renaming = row.id;
            draft.chapter = row.title;
        }
        if (line_button(view, line, icon::chevron_right, view.say(msg::ChaptersLater{row.title}),
                        "later")) {
            view.want(Edit{Edit::What::Move, row.id, nudge_s});
        }
        if (line_button(view, line, icon::chevron_left, view.say(msg::ChaptersEarlier{row.title}),
                        "earlier")) {
            view.want(Edit{Edit::What::Move, row.id, -nudge_s});
        }
    }
    ui::Column text(view.ui, line.rest.x, line.rest.y, line.rest.width, 0);
    text.label(row.title, {.role = ui::TextRole::BodyStrong});
    text.label(place_of(stream, row), muted(view, ui::TextRole::Small));
    if (draft.renaming == row.id && kept) rename_form(view, column, row);
}

void chapter_lines(const View& view, ui::Column& column, const domain::Stream& stream) {
    const auto rows = chapters_here(view, stream);
    ui::NodeScope list(view.ui, ui::Role::List, view.say(msg::chapters_title));
    for (const wire::ChapterRow& row : rows) {
        column.after(ui::space::s);
        chapter_line(view, column, stream, row);
    }
}

/// The last one goes: of a class that runs, where the stage has the way back.
void take_back_button(const View& view, ui::Column& column) {
    if (column.after(ui::space::s)
            .button({.label = view.say(msg::chapters_take_back),
                     .kind = ui::ButtonKind::Outline,
                     .busy = view.model.chapters.sending,
                     .key = "take-back"})) {
        view.want(Mark{Mark::What::TakeBack, 0});
    }
}

void put_back_button(const View& view, ui::Column& column, const domain::Stream& stream) {
    const std::string undone = taken_back_chapter(view, stream);
    if (undone.empty()) return;
    const std::string label = view.say(msg::ChaptersPutBack{undone});
    if (column.after(ui::space::s)
            .button({.label = label,
                     .kind = ui::ButtonKind::Outline,
                     .icon = icon::rotate_ccw,
                     .key = "put-back"})) {
        view.want(Mark{Mark::What::PutBack, 0});
    }
}

}  // namespace

bool marks_chapters(const View& view, const domain::Stream& stream) {
    return view.model.may(domain::StaffAction::Moderate, stream.id);
}

std::string next_chapter_title(const View& view, const domain::Stream& stream) {
    return model::next_chapter(view.model, chapters_here(view, stream)).title;
}

std::string current_chapter(const View& view, const domain::Stream& stream) {
    if (!marks_chapters(view, stream)) return {};
    const auto rows = chapters_here(view, stream);
    return rows.empty() ? std::string() : rows.back().title;
}

std::string taken_back_chapter(const View& view, const domain::Stream& stream) {
    const model::Chapters& chapters = view.model.chapters;
    if (chapters.stream != stream.id || !chapters.taken_back) return {};
    return chapters.taken_back->title;
}

void chapters_part(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (!marks_chapters(view, stream)) return;
    ui::IdScope scope(view.ui, "chapters");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::chapters_title));
    column.heading(view.say(msg::chapters_title), 2, {.role = ui::TextRole::BodyStrong}, 1);
    column.after(ui::space::xs)
        .paragraph(view.say(view.model.coarse_pointer ? msg::chapters_presses : msg::chapters_keys),
                   muted(view, ui::TextRole::Small));
    for (const int key : presets) {
        ui::IdScope one(view.ui, static_cast<std::int64_t>(key));
        const std::string title = model::preset_chapter(view.model, key).title;
        const std::string name = view.say(msg::ChaptersMarkOne{title});
        if (column.after(ui::space::s)
                .button({.label = title,
                         .kind = ui::ButtonKind::Secondary,
                         .name = name,
                         .key = "preset"})) {
            view.want(Mark{Mark::What::Preset, key});
        }
    }
    chapter_lines(view, column, stream);
    if (!chapters_here(view, stream).empty()) take_back_button(view, column);
    column.after(ui::space::xl);
}

void chapters_panel(const View& view, ui::Column& column, const domain::Stream& stream) {
    if (stream.status != domain::StreamStatus::Ended || !marks_chapters(view, stream)) return;
    const auto rows = chapters_here(view, stream);
    if (rows.empty() && taken_back_chapter(view, stream).empty()) return;
    ui::IdScope scope(view.ui, "chapters");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::chapters_title));
    column.after(ui::space::xxl).panel("chapters", [&](ui::Column& inside) {
        inside.heading(view.say(msg::chapters_title), 2, {.role = ui::TextRole::Section}, 1);
        chapter_lines(view, inside, stream);
        put_back_button(view, inside, stream);
    });
    column.after(ui::space::xxl);
}

}  // namespace lsl::views
