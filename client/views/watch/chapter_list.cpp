#include "client/views/watch/chapter_list.h"

#include "client/views/watch/list_row.h"
#include "client/views/watch/picture_controls.h"
#include "client/views/watch/practice_time.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr double ms_in_second = 1000;
constexpr float gap_width = 3, gap_height = 8;

struct PlacedChapter {
    std::string title;
    double from_s = 0, to_s = 0;
};

/// What the page's address asks for is taken up once the length of the recording is known.
void follow_link(const View& view) {
    if (view.model.watching.loop && view.model.player.duration_s > 0) {
        view.want(intent::TakeLinkedLoop{});
    }
}

/// Those that are in the recording; they are read where they are not known.
std::vector<PlacedChapter> placed_chapters(const View& view) {
    const model::Model& m = view.model;
    const double length = m.player.duration_s;
    std::vector<PlacedChapter> placed;
    // A workout's page is of no class.
    const auto* known =
        m.route.page == model::Page::Watch ? m.chapters.of(m.route.stream) : nullptr;
    if (known == nullptr || length <= 0) return placed;
    for (const wire::ChapterRow& row : *known) {
        if (!row.position_ms) continue;
        const double from = static_cast<double>(*row.position_ms) / ms_in_second;
        if (from >= length) continue;
        if (!placed.empty()) placed.back().to_s = from;
        placed.push_back({row.title, from, length});
    }
    return placed;
}

void follow_chapters(const View& view) {
    const model::Model& m = view.model;
    if (m.route.page != model::Page::Watch) return;
    if (m.chapters.stream != m.route.stream) view.want(intent::ReadChapters{});
}

void chapter_buttons(const View& view, ui::Slices& line, const PlacedChapter& chapter) {
    const auto whole = static_cast<std::int64_t>(chapter.from_s);
    const std::string copy = view.say(msg::ChapterCopy{chapter.title});
    const std::string loop = view.say(msg::ChapterLoop{chapter.title});
    const std::string what = "chapter" + std::to_string(whole);
    const bool copied = view.model.copied == what;
    if (ui::icon_button(view.ui, line.right(ui::size::button),
                        {.icon = copied ? icon::check : icon::link,
                         .name = copied ? view.say(msg::common_copied) : copy,
                         .key = "copy"})) {
        view.want(intent::CopyPlace{what, std::floor(chapter.from_s), 0});
    }
    const bool long_enough = chapter.to_s - chapter.from_s >= model::shortest_loop_s;
    if (long_enough && ui::icon_button(view.ui, line.right(ui::size::button),
                                       {.icon = icon::repeat, .name = loop, .key = "loop"})) {
        view.want(intent::SetLoop{chapter.from_s, chapter.to_s});
        view.want(intent::Seek{chapter.from_s});
    }
}

void chapter_row(const View& view, ui::Column& column, const PlacedChapter& chapter) {
    ui::NodeScope item(view.ui, ui::Role::ListItem, chapter.title);
    ui::Slices line = column.row(ui::size::button, ui::space::s);
    chapter_buttons(view, line, chapter);
    const std::string at = clock(chapter.from_s);
    const double now = view.model.player.position_s;
    const bool here = now >= chapter.from_s && now < chapter.to_s;
    const std::string name =
        view.say(msg::ChapterPlay{chapter.title, clock_in_words(view, chapter.from_s)});
    if (list_row(
            view, line.rest,
            {.label = chapter.title, .figure = at, .name = name, .here = here, .key = "play"})) {
        view.want(intent::Seek{chapter.from_s});
    }
}

}  // namespace

void chapter_list(const View& view, ui::Column& column) {
    if (!practises(view)) return;
    follow_link(view);
    follow_chapters(view);
    const std::vector<PlacedChapter> chapters = placed_chapters(view);
    if (chapters.empty()) return;
    ui::IdScope scope(view.ui, "chapters");
    const std::string_view title = view.say(msg::chapter_title);
    ui::NodeScope region(view.ui, ui::Role::Region, title);
    column.panel("chapters", [&](ui::Column& inside) {
        inside.heading(title, 2, {.role = ui::TextRole::BodyStrong}, 1);
        ui::NodeScope list(view.ui, ui::Role::List, title);
        for (std::size_t i = 0; i < chapters.size(); ++i) {
            ui::IdScope one(view.ui, static_cast<std::int64_t>(i));
            inside.after(ui::space::xs);
            chapter_row(view, inside, chapters[i]);
        }
    });
    column.after(ui::space::xxl);
}

void chapters_on_seek_bar(const View& view, const ui::Rect& row) {
    const double length = view.model.player.duration_s;
    for (const PlacedChapter& chapter : placed_chapters(view)) {
        if (chapter.from_s <= 0) continue;
        const auto part = static_cast<float>(std::clamp(chapter.from_s / length, 0.0, 1.0));
        const float x = row.x + row.width * (view.ui.mirrored() ? 1 - part : part);
        ui::fill(view.ui, ui::centred({x, row.y, 0, row.height}, gap_width, gap_height),
                 under_picture);
    }
}

}  // namespace lsl::views
