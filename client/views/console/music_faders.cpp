#include "client/views/console/music_faders.h"

#include "client/views/wording.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

namespace lsl::views {

namespace {

namespace intent = model::intent;
using media::ClapState;
using media::MusicSource;
using media::RoomMusic;

constexpr double lowest_db = -48, highest_db = 6, db_step = 1;
constexpr double longest_delay_ms = 300, delay_step_ms = 10;
constexpr float fader_name_width = 150, fader_value_width = 76, fader_meter_height = 6;
constexpr int faders_level = 2;
/// Two factors of ten are 40 dB.
constexpr double least_level = 1e-3, fader_decades = 2;

/// Buttons beside one another, on as many lines as they need.
class ButtonFlow {
  public:
    explicit ButtonFlow(ui::Column& column) : column_(column), x_(column.x()) {}

    ui::Rect take(float width) {
        if (x_ == column_.x() || x_ + width > column_.right()) {
            line_ = column_.take(ui::size::button);
            column_.after(ui::space::s);
            x_ = column_.x();
        }
        const ui::Rect place{x_, line_.y, std::min(width, column_.width()), line_.height};
        x_ += width + ui::space::s;
        return place;
    }

  private:
    ui::Column& column_;
    float x_;
    ui::Rect line_;
};

bool mix_toggle(const View& view, ButtonFlow& flow, msg::Plain label, bool on,
                std::string_view key) {
    const ui::ToggleButton button{.label = view.say(label), .on = on, .key = key};
    return ui::toggle_button(view.ui, flow.take(ui::toggle_button_width(view.ui, button)), button);
}

std::string signed_number(const View& view, double value) {
    const std::string number = view.model.words->number(std::abs(std::round(value)), 0);
    return std::round(value) < 0 ? "\u2212" + number : number;
}

/// A name, a slider and its value in a line; the level below the slider, when there is one.
void fader(const View& view, ui::Column& column, std::string_view name, intent::Fader which,
           double value, const std::string& said, const ui::Slider& range,
           std::optional<double> level = std::nullopt) {
    ui::IdScope scope(view.ui, static_cast<std::int64_t>(which));
    ui::Slices line = column.row(ui::size::touch, ui::space::m);
    ui::label(view.ui, line.left(std::min(fader_name_width, line.rest.width / 2)), name,
              {.role = ui::TextRole::BodyStrong});
    ui::label(view.ui, line.right(fader_value_width), said,
              {.role = ui::TextRole::Body, .color = view.theme().muted, .tabular = true},
              ui::Align::End);
    double moved = value;
    ui::Slider spec = range;
    spec.name = name;
    spec.value_text = said;
    // A slider tells where it stands through the level below it, too.
    if (level) {
        ui::level_meter(
            view.ui,
            {line.rest.x, ui::bottom(line.rest) - fader_meter_height, line.rest.width,
             fader_meter_height},
            name,
            std::clamp(1 + std::log10(std::max(*level, least_level)) / fader_decades, 0.0, 1.0));
    }
    if (ui::slider(view.ui, line.rest, spec, moved).changed) {
        view.want(intent::SetFader{which, moved});
    }
    column.after(ui::space::xs);
}

void room_question(const View& view, ui::Column& column) {
    const RoomMusic answer = view.model.studio.desk.in_room;
    column.paragraph(view.say(msg::mix_question), {.role = ui::TextRole::BodyStrong});
    column.after(ui::space::s);
    ButtonFlow flow(column);
    if (mix_toggle(view, flow, msg::mix_yes, answer == RoomMusic::Yes, "room-yes")) {
        view.want(intent::AnswerRoomMusic{true});
    }
    if (mix_toggle(view, flow, msg::mix_no, answer == RoomMusic::No, "room-no")) {
        view.want(intent::AnswerRoomMusic{false});
    }
    if (answer == RoomMusic::Yes) {
        column.paragraph(view.say(msg::mix_yes_text), muted(view, ui::TextRole::Small));
    }
}

void music_sources(const View& view, ui::Column& column) {
    const media::Desk& desk = view.model.studio.desk;
    ButtonFlow flow(column);
    const auto choose = [&](msg::Plain label, MusicSource source, std::string_view key,
                            const std::string& device = {}) {
        if (mix_toggle(view, flow, label, desk.source == source, key)) {
            view.want(intent::ChooseMusic{source, device});
        }
    };
    choose(msg::mix_none, MusicSource::None, "music-none");
    choose(msg::mix_file, MusicSource::File, "music-file");
    if (desk.has_tabs) choose(msg::mix_tab, MusicSource::Tab, "music-tab");
    const bool line_is_free = desk.kind != media::SoundKind::Line && !desk.line_device.empty();
    if (line_is_free) {
        choose(msg::mix_device, MusicSource::Device, "music-device", desk.line_device);
    }
    if (desk.source_failed != MusicSource::None) {
        ui::banner(column, ui::Tone::Warning, view.say(msg::mix_failed));
    }
    if (desk.source == MusicSource::None) return;
    ui::Slices line = column.row(ui::size::button);
    if (desk.is_file) {
        const bool plays = desk.plays;
        if (ui::icon_button(view.ui, line.left(ui::size::button),
                            {.icon = plays ? icon::pause : icon::play,
                             .name = view.say(plays ? msg::mix_pause : msg::mix_play),
                             .kind = ui::IconButtonKind::Secondary,
                             .key = "music-play"})) {
            view.want(intent::PlayPauseMusic{});
        }
    }
    ui::label(view.ui, line.rest, desk.source_name, muted(view));
}

void mix_levels(const View& view, ui::Column& column) {
    const media::Desk& desk = view.model.studio.desk;
    const ui::Slider range{.minimum = lowest_db, .maximum = highest_db, .step = db_step};
    fader(view, column, view.say(msg::console_microphone), intent::Fader::Voice, desk.voice_db,
          view.say(msg::MixDb{signed_number(view, desk.voice_db)}), range, desk.voice_level);
    fader(view, column, view.say(msg::mix_music), intent::Fader::Music, desk.music_db,
          view.say(msg::MixDb{signed_number(view, desk.music_db)}), range, desk.music_level);
    bool ducks = desk.ducks;
    const ui::Rect line = column.take(ui::size::touch);
    if (ui::checkbox(view.ui, line.x, line.y, line.width, view.say(msg::mix_ducks), ducks)) {
        view.want(intent::ToggleDucking{});
    }
}

std::string clap_text(const View& view) {
    const media::Desk& desk = view.model.studio.desk;
    switch (desk.clap) {
        case ClapState::Idle: return {};
        case ClapState::Running: return std::string(view.say(msg::mix_clap_running));
        case ClapState::Unseen: return std::string(view.say(msg::mix_clap_unseen));
        case ClapState::Unheard: return std::string(view.say(msg::mix_clap_unheard));
        case ClapState::Done: {
            const std::string apart = signed_number(view, static_cast<double>(desk.apart_ms));
            return view.say(msg::MixClapDone{apart}) +
                   (desk.apart_ms < 0 ? " " + std::string(view.say(msg::mix_no_earlier)) : "");
        }
    }
    return {};
}

void delay_part(const View& view, ui::Column& column) {
    const media::Desk& desk = view.model.studio.desk;
    const auto now = static_cast<double>(desk.delay_ms);
    fader(view, column, view.say(msg::mix_delay), intent::Fader::Delay, now,
          view.say(msg::MixMs{signed_number(view, now)}),
          {.minimum = -longest_delay_ms, .maximum = longest_delay_ms, .step = delay_step_ms});
    const bool open = view.model.studio.capture.phase == model::CapturePhase::Open;
    if (column.button({.label = view.say(msg::mix_clap),
                       .kind = ui::ButtonKind::Outline,
                       .disabled = !open,
                       .busy = desk.clap == ClapState::Running},
                      ui::Fit::Content)) {
        view.want(intent::TestClap{});
    }
    const std::string said = clap_text(view);
    if (!said.empty()) column.paragraph(said, muted(view, ui::TextRole::Small));
}

}  // namespace

void music_faders(const View& view, ui::Column& column) {
    ui::IdScope scope(view.ui, "mix");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::mix_title));
    column.panel("mix", [&](ui::Column& inside) {
        inside.heading(view.say(msg::mix_title), faders_level, {.role = ui::TextRole::BodyStrong},
                       1);
        inside.after(ui::space::m);
        room_question(view, inside);
        if (view.model.studio.desk.in_room == RoomMusic::No) {
            music_sources(view, inside);
            if (view.model.studio.desk.source != MusicSource::None) mix_levels(view, inside);
        }
        delay_part(view, inside);
    });
}

}  // namespace lsl::views
