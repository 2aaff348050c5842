#include "client/views/watch/practice_panel.h"

#include "client/views/watch/list_row.h"
#include "client/views/watch/loop_ruler.h"
#include "client/views/watch/practice_time.h"
#include "client/views/watch/zoom_controls.h"
#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lsl::views {

namespace {

namespace intent = model::intent;

constexpr float step_width = 52, step_gap = 4;
constexpr int ladder_rows_narrow = 2;
constexpr int kept_level = 3;  ///< of the heading over the person's loops

/// Controls beside one another, on as many lines as they need.
class Flow {
  public:
    Flow(ui::Column& column, float gap) : column_(column), gap_(gap), x_(column.x()) {}

    ui::Rect take(float width) {
        const bool begins = x_ == column_.x();
        if (begins || x_ + width > column_.right()) {
            line_ = column_.take(ui::size::button);
            column_.after(ui::space::s);
            x_ = column_.x();
        }
        const ui::Rect place{x_, line_.y, std::min(width, column_.width()), line_.height};
        x_ += width + gap_;
        return place;
    }

  private:
    ui::Column& column_;
    float gap_, x_;
    ui::Rect line_;
};

bool toggle(const View& view, Flow& flow, const ui::ToggleButton& button) {
    return ui::toggle_button(view.ui, flow.take(ui::toggle_button_width(view.ui, button)), button);
}

bool press(const View& view, Flow& flow, std::string_view label, char32_t symbol,
           std::string_view key) {
    const ui::Button button{
        .label = label, .kind = ui::ButtonKind::Secondary, .icon = symbol, .key = key};
    return ui::button(view.ui, flow.take(ui::button_width(view.ui, button)), button);
}

/// Ten steps, as wide as there is room; while the loop speeds up it has the say.
void ladder(const View& view, ui::Column& column) {
    const model::Practice& practice = view.model.practice;
    const int count = static_cast<int>(model::speed_ladder.size());
    const bool narrow = column.width() < static_cast<float>(count) * (step_width + step_gap);
    const int in_row = narrow ? count / ladder_rows_narrow : count;
    const double now = model::speed_of_round(practice, view.model.player.rounds);
    ui::NodeScope group(view.ui, ui::Role::Group, view.say(msg::practice_speeds));
    for (int row = 0; row * in_row < count; ++row) {
        const auto places = ui::columns(column.take(ui::size::button), in_row, step_gap);
        for (int i = 0; i < in_row; ++i) {
            const double speed = model::speed_ladder[static_cast<std::size_t>(row * in_row + i)];
            const std::string label = speed_text(view, speed);
            const std::string name = view.say(msg::PracticeSpeedName{label});
            constexpr double same = 0.001;
            if (ui::toggle_button(
                    view.ui, places[static_cast<std::size_t>(i)],
                    {.label = label, .on = std::abs(now - speed) < same, .name = name})) {
                view.want(intent::SetSpeed{speed});
            }
        }
        column.after(step_gap);
    }
    column.after(ui::space::m);
}

void picture_row(const View& view, Flow& flow) {
    const model::Practice& practice = view.model.practice;
    if (ui::icon_button(view.ui, flow.take(ui::size::button),
                        {.icon = icon::step_back,
                         .name = view.say(msg::practice_frame_back),
                         .kind = ui::IconButtonKind::Secondary,
                         .key = "frame-back"})) {
        view.want(intent::StepFrames{-1});
    }
    if (ui::icon_button(view.ui, flow.take(ui::size::button),
                        {.icon = icon::step_forward,
                         .name = view.say(msg::practice_frame_on),
                         .kind = ui::IconButtonKind::Secondary,
                         .key = "frame-on"})) {
        view.want(intent::StepFrames{1});
    }
    if (toggle(view, flow,
               {.label = view.say(msg::practice_mirror),
                .icon = icon::flip_vertical_2,
                .on = practice.mirrored,
                .key = "mirror"})) {
        view.want(intent::ToggleMirror{});
    }
    if (toggle(view, flow,
               {.label = view.say(msg::zoom_label),
                .icon = icon::search,
                .on = is_zoomed(view),
                .key = "zoom"})) {
        view.want(intent::ToggleZoom{});
    }
    if (toggle(view, flow,
               {.label = view.say(msg::practice_loop),
                .icon = icon::repeat,
                .on = practice.looping,
                .key = "loop"})) {
        view.want(intent::ToggleLoop{});
    }
}

void loop_row(const View& view, Flow& flow) {
    const model::Practice& practice = view.model.practice;
    const bool counted = practice.grid_at(view.model.player.position_s) != nullptr;
    if (press(view, flow, view.say(msg::practice_from_here), 0, "mark-a")) {
        view.want(intent::MarkLoop{false});
    }
    if (press(view, flow, view.say(msg::practice_to_here), 0, "mark-b")) {
        view.want(intent::MarkLoop{true});
    }
    if (press(view, flow,
              view.say(counted ? msg::practice_last_counts : msg::practice_last_seconds),
              icon::repeat, "last")) {
        view.want(intent::LoopLastCounts{});
    }
    if (practice.marks() && toggle(view, flow,
                                   {.label = view.say(msg::practice_speed_up),
                                    .on = practice.speeds_up,
                                    .key = "speed-up"})) {
        view.want(intent::ToggleSpeedUp{});
    }
}

void count_row(const View& view, Flow& flow) {
    const model::Practice& practice = view.model.practice;
    const bool counted = !practice.grids.empty();
    if (press(view, flow, view.say(msg::practice_tap), icon::metronome, "tap")) {
        view.want(intent::TapBeat{});
    }
    if (counted && toggle(view, flow,
                          {.label = view.say(msg::practice_aloud),
                           .icon = icon::volume_2,
                           .on = practice.aloud,
                           .key = "aloud"})) {
        view.want(intent::ToggleAloud{});
    }
    if (counted && practice.aloud &&
        toggle(view, flow,
               {.label = view.say(msg::practice_spoken), .on = practice.spoken, .key = "spoken"})) {
        view.want(intent::ToggleSpoken{});
    }
    if (counted && practice.marks() &&
        toggle(view, flow,
               {.label = view.say(msg::practice_count_in),
                .on = practice.counts_in,
                .key = "count-in"})) {
        view.want(intent::ToggleCountIn{});
    }
}

/// Why counts that were to be said are clicked.
void voice_part(const View& view, ui::Column& column) {
    const media::CountVoice voice = view.model.watching.desk.voice;
    if (voice == media::CountVoice::Missing) {
        ui::banner(column, ui::Tone::Neutral, view.say(msg::practice_voice_missing));
    } else if (voice == media::CountVoice::Slow) {
        ui::banner(column, ui::Tone::Neutral, view.say(msg::practice_voice_slow));
    }
}

/// What the taps have come to, or how to begin.
std::string tap_words(const View& view) {
    constexpr double seconds_in_a_minute = 60;
    const model::Practice& practice = view.model.practice;
    const media::BeatGrid* grid = practice.grid_at(view.model.player.position_s);
    if (grid != nullptr) {
        return view.say(msg::PracticeTempo{std::llround(seconds_in_a_minute / grid->beat_s)});
    }
    const auto taps = static_cast<std::int64_t>(practice.taps.size());
    return taps > 0 ? view.say(msg::PracticeTaps{taps})
                    : std::string(view.say(msg::practice_tap_how));
}

void ruler_part(const View& view, ui::Column& column) {
    const auto marks = view.model.practice.marks();
    if (!marks) return;
    loop_ruler(view, column.take(loop_ruler_height));
    const model::Stretch shown = view.drafts.practice.dragged.value_or(*marks);
    ui::Slices line = column.after(ui::space::xs).row(ui::line_height(ui::TextRole::Small));
    const ui::TextStyle quiet{
        .role = ui::TextRole::Small, .color = view.theme().muted, .tabular = true};
    const bool mirrored = view.ui.mirrored();
    const std::string from = view.say(msg::PracticeA{exact_clock(shown.from_s)});
    const std::string to = view.say(msg::PracticeB{exact_clock(shown.to_s)});
    const ui::Rect start = line.left(line.rest.width / 2);
    ui::label(view.ui, start, mirrored ? to : from, quiet);
    ui::label(view.ui, line.rest, mirrored ? from : to, quiet, ui::Align::End);
    column.after(ui::space::m);
}

std::string loop_text(const View& view, const wire::PracticeLoop& loop) {
    constexpr double milliseconds = 1000, percent = 100;
    const std::string stretch = clock(static_cast<double>(loop.from_ms) / milliseconds) + "\u2013" +
                                clock(static_cast<double>(loop.to_ms) / milliseconds);
    return joined(
        {loop.name, stretch, speed_text(view, static_cast<double>(loop.speed_percent) / percent)});
}

/// Who opens the link has the same loop.
void link_to_loop(const View& view, ui::Column& column) {
    const auto marks = view.model.practice.marks();
    if (!marks) return;
    const bool copied = view.model.copied == "loop-link";
    if (column.button({.label = view.say(copied ? msg::common_copied : msg::chapter_copy_loop),
                       .kind = ui::ButtonKind::Ghost,
                       .icon = icon::link,
                       .key = "loop-link"},
                      ui::Fit::Content)) {
        view.want(intent::CopyPlace{"loop-link", marks->from_s, marks->to_s});
    }
}

/// The person's loops of this class, and the button that adds the present one.
void kept_part(const View& view, ui::Column& column) {
    const model::Practice& practice = view.model.practice;
    if (!practice.keeps) return;
    if (!practice.kept.empty()) {
        column.after(ui::space::l)
            .heading(view.say(msg::practice_your_loops), kept_level,
                     {.role = ui::TextRole::BodyStrong}, 1);
        column.after(ui::space::s);
    }
    for (std::size_t i = 0; i < practice.kept.size(); ++i) {
        ui::IdScope scope(view.ui, static_cast<std::int64_t>(i));
        ui::Slices line = column.row(ui::size::button);
        const std::string text = loop_text(view, practice.kept[i]);
        const std::string remove = view.say(msg::PracticeRemove{text});
        const ui::Rect end = line.right(ui::size::button);
        if (list_row(view, line.rest, {.icon = icon::repeat, .label = text, .key = "play"})) {
            view.want(intent::PlayKeptLoop{i});
        }
        if (ui::icon_button(view.ui, end,
                            {.icon = icon::trash_2, .name = remove, .key = "remove"})) {
            view.want(intent::RemoveKeptLoop{i});
        }
        column.after(ui::space::s);
    }
    const auto marks = practice.marks();
    if (!marks || practice.kept.size() >= api::most_practice_loops) return;
    if (column.button({.label = view.say(msg::practice_keep),
                       .kind = ui::ButtonKind::Outline,
                       .icon = icon::plus,
                       .key = "keep"},
                      ui::Fit::Content)) {
        view.want(intent::KeepLoop{});
    }
}

}  // namespace

void practice_panel(const View& view, ui::Column& column) {
    if (!practises(view)) return;
    ui::IdScope scope(view.ui, "practice");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::practice_title));
    column.panel("practice", [&](ui::Column& inside) {
        inside.heading(view.say(msg::practice_title), 2, {.role = ui::TextRole::BodyStrong}, 1);
        inside.after(ui::space::m);
        ruler_part(view, inside);
        ladder(view, inside);
        Flow picture(inside, ui::space::s);
        picture_row(view, picture);
        Flow loop(inside, ui::space::s);
        loop_row(view, loop);
        Flow counts(inside, ui::space::s);
        count_row(view, counts);
        voice_part(view, inside);
        inside.paragraph(tap_words(view), muted(view, ui::TextRole::Small));
        link_to_loop(view, inside);
        kept_part(view, inside);
    });
    column.after(ui::space::xxl);
}

}  // namespace lsl::views
