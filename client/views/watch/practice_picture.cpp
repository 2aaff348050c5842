#include "client/views/watch/practice_picture.h"

#include "client/views/watch/picture_controls.h"
#include "client/views/watch/practice_time.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

constexpr float plate_large = 120, plate_small = 72, plate_from = 640, plate_darkness = 0.66f;
constexpr float waiting_text = 0.7f;
constexpr float mark_width = 3, mark_height = 18, loop_line = 4;

/// Counts that are said before a round end with the group: 5, 6, 7, 8.
int count_before_round(const View& view, const media::BeatGrid& grid) {
    const model::Player& player = view.model.player;
    const double beat = grid.beat_s / std::max(player.rate, model::speed_ladder.front());
    const double said = (view.ui.now() - player.told_at) / beat;
    const auto beats = static_cast<int>(model::told(view.model.practice).count_in);
    const int done = std::clamp(static_cast<int>(said), 0, std::max(0, beats - 1));
    view.wake_just_after((done + 1 - said) * beat);
    return static_cast<int>(grid.group) - beats + done + 1;
}

void count_plate(const View& view, const ui::Rect& picture) {
    const model::Practice& practice = view.model.practice;
    const model::Player& player = view.model.player;
    const double now = practice_position(view);
    const media::BeatGrid* grid = practice.grid_at(now);
    if (grid == nullptr || !(practice.aloud || player.counting_in)) return;
    const bool large = picture.width >= plate_from;
    const float side = large ? plate_large : plate_small;
    const ui::Rect plate{ui::right(picture) - side - ui::space::m, picture.y + ui::space::m, side,
                         side};
    const int count =
        player.counting_in ? count_before_round(view, *grid) : model::count_at(practice, now);
    const ui::TextStyle style{
        .role = large ? ui::TextRole::StageLarge : ui::TextRole::Stage,
        .color = player.counting_in ? on_picture.faded(waiting_text) : on_picture,
        .tabular = true};
    ui::fill(view.ui, plate, under_picture.faded(plate_darkness), ui::radius::card);
    const std::string text = std::to_string(count);
    ui::draw_text(view.ui, ui::centre_x(plate) - ui::text_width(view.ui, text, style) / 2,
                  ui::centre_y(plate) - ui::line_height(style.role) / 2, text, style);
    wake_at_next_count(view);
}

}  // namespace

float practice_picture(const View& view, const ui::Rect& picture) {
    const model::Practice& practice = view.model.practice;
    const std::int64_t round = view.model.player.rounds;
    const float y = picture.y + ui::space::m;
    float x = picture.x + ui::space::m;
    const auto badge = [&](const std::string& text) {
        x += ui::picture_badge(view.ui, x, y, text) + ui::space::s;
    };
    if (practice.mirrored) badge(std::string(view.say(msg::practice_mirrored)));
    const double speed = model::speed_of_round(practice, round);
    if (speed != 1) badge(speed_text(view, speed));
    // A figure that nobody follows would be painted anew each round.
    if (practice.looping && follows_picture(view)) badge(view.say(msg::PracticeRound{round + 1}));
    count_plate(view, picture);
    return x;
}

void continue_offer(const View& view, const ui::Rect& picture) {
    constexpr float over_controls = 60;
    const model::Practice& practice = view.model.practice;
    const model::Player& player = view.model.player;
    if (!player.picture || player.live || !model::offers_place(practice, player.position_s)) {
        return;
    }
    const std::string label = view.say(msg::PracticeContinue{clock(*practice.left_at_s)});
    const ui::Button spec{
        .label = label, .kind = ui::ButtonKind::Accent, .icon = icon::history, .key = "continue"};
    const float width = ui::button_width(view.ui, spec);
    // "Tap for sound" has the place over the controls.
    const float raised = player.needs_tap ? ui::size::button + ui::space::s : 0;
    if (ui::button(view.ui,
                   {ui::centre_x(picture) - width / 2,
                    ui::bottom(picture) - over_controls - raised - ui::size::button, width,
                    ui::size::button},
                   spec)) {
        view.want(model::intent::ContinueReplay{});
    }
}

void loop_on_seek_bar(const View& view, const ui::Rect& row) {
    const auto marks = view.model.practice.marks();
    const double length = view.model.player.duration_s;
    if (!marks || length <= 0) return;
    const model::Stretch loop = view.drafts.practice.dragged.value_or(*marks);
    const auto x_of = [&](double at) {
        const auto part = static_cast<float>(std::clamp(at / length, 0.0, 1.0));
        return row.x + row.width * (view.ui.mirrored() ? 1 - part : part);
    };
    const float a = x_of(loop.from_s), b = x_of(loop.to_s);
    const ui::Rect line = ui::centred(row, row.width, loop_line);
    ui::fill(view.ui, {std::min(a, b), line.y - loop_line, std::abs(b - a), loop_line / 2},
             on_picture);
    for (const float x : {a, b}) {
        ui::fill(view.ui, ui::centred({x, row.y, 0, row.height}, mark_width, mark_height),
                 on_picture, mark_width / 2);
    }
}

}  // namespace lsl::views
