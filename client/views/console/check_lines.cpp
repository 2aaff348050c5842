#include "client/views/console/check_lines.h"

#include "client/views/wording.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>

namespace lsl::views {

namespace {

using media::CheckState;
using model::CheckLine;
using model::CheckResult;
using model::CheckVerdict;

constexpr float line_height_of_check = 28, check_card_gap = 10;
constexpr double bits_per_megabit = 1e6, check_percent = 100;
constexpr float spinner_of_line = 18;
constexpr int check_level = 2;

msg::Plain check_name_of(CheckLine line) {
    switch (line) {
        case CheckLine::Picture: return msg::check_picture;
        case CheckLine::Light: return msg::check_light;
        case CheckLine::Backlight: return msg::check_backlight;
        case CheckLine::Microphone: return msg::console_microphone;
        case CheckLine::Noise: return msg::check_noise;
        case CheckLine::MusicToVoice: return msg::check_music_voice;
        case CheckLine::Stereo: return msg::check_stereo;
        case CheckLine::Upload: return msg::check_upload;
        case CheckLine::Encoder: return msg::check_encoder;
        case CheckLine::Battery: return msg::check_battery;
        case CheckLine::Screen: return msg::check_screen;
        case CheckLine::Disk: return msg::check_disk;
    }
    return msg::check_picture;
}

/// "−58"
std::string decibels_text(const View& view, double value) {
    const std::string number = view.model.words->number(std::abs(std::round(value)), 0);
    return std::round(value) < 0 ? "\u2212" + number : number;
}

std::string picture_value(const View& view, const CheckState& check) {
    const std::string size = view.number(check.width) + " \u00D7 " + view.number(check.height);
    return joined({size, view.say(msg::UnitFrames{std::llround(check.frames_per_second)})});
}

msg::Plain light_value(const CheckResult& result) {
    if (!result.cure) return msg::check_light_even;
    return result.cure->index == msg::check_light_dark.index ? msg::check_light_dark_value
                                                             : msg::check_light_bright_value;
}

std::string music_value(const View& view, const CheckState& check) {
    const double over = check.music_db - check.voice_db;
    const std::string amount = view.model.words->number(std::abs(std::round(over)), 0);
    return over >= 0 ? view.say(msg::CheckLouder{amount}) : view.say(msg::CheckSofter{amount});
}

std::string battery_value(const View& view, const CheckState& check) {
    const std::string left = view.model.words->number(std::round(check.battery * check_percent), 0);
    return check.charging ? view.say(msg::CheckCharging{left})
                          : view.say(msg::CheckNotCharging{left});
}

std::string measured_value(const View& view, const CheckResult& result) {
    const CheckState& check = view.model.studio.desk.check;
    switch (result.line) {
        case CheckLine::Picture: return picture_value(view, check);
        case CheckLine::Light: return std::string(view.say(light_value(result)));
        case CheckLine::Backlight:
            return std::string(view.say(result.verdict == CheckVerdict::Well
                                            ? msg::check_backlight_none
                                            : msg::check_backlight_some));
        case CheckLine::Microphone:
            return view.say(msg::CheckPeaks{decibels_text(view, check.peak_db)});
        case CheckLine::Noise: return view.say(msg::MixDb{decibels_text(view, check.noise_db)});
        case CheckLine::MusicToVoice: return music_value(view, check);
        case CheckLine::Stereo: return view.say(msg::CheckChannels{check.channels});
        case CheckLine::Upload:
            return view.model.words->number(check.bits_per_second / bits_per_megabit, 1) + " " +
                   std::string(view.say(msg::unit_mbit));
        case CheckLine::Encoder: {
            const std::string done = view.number(std::llround(check.encoded_per_second));
            const std::string wanted = view.number(std::llround(check.frames_per_second));
            return view.say(msg::CheckKeepsUp{done, wanted});
        }
        case CheckLine::Battery: return battery_value(view, check);
        case CheckLine::Screen:
            return std::string(view.say(check.awake ? msg::check_awake : msg::check_asleep));
        case CheckLine::Disk:
            return view.model.words->span(
                std::chrono::seconds(view.model.studio.recording_room_s.value_or(0)));
    }
    return {};
}

std::string value_of(const View& view, const CheckResult& result) {
    switch (result.verdict) {
        case CheckVerdict::NotYet: return std::string(view.say(msg::check_not_yet));
        case CheckVerdict::Measuring: return std::string(view.say(msg::check_measuring));
        case CheckVerdict::Unknown: return std::string(view.say(msg::check_cannot));
        case CheckVerdict::Well:
        case CheckVerdict::Look:
        case CheckVerdict::Bad: return measured_value(view, result);
    }
    return {};
}

bool wants_a_look(const CheckResult& result) {
    return result.verdict == CheckVerdict::Look || result.verdict == CheckVerdict::Bad;
}

/// A line that is not well: value, reason and cure, and a button where we can do it ourselves.
void cure_card(const View& view, ui::Column& column, const CheckResult& result) {
    const bool bad = result.verdict == CheckVerdict::Bad;
    const ui::Color color = bad ? view.theme().danger : view.theme().warning;
    ui::IdScope scope(view.ui, static_cast<std::int64_t>(result.line));
    column.panel("cure", [&](ui::Column& inside) {
        ui::Slices line = inside.row(line_height_of_check, ui::space::m);
        const ui::Rect symbol = line.left(ui::size::icon);
        ui::draw_icon(view.ui, symbol.x, ui::centre_y(symbol) - ui::size::icon / 2,
                      bad ? icon::circle_alert : icon::triangle_alert, ui::size::icon, color);
        const std::string value = value_of(view, result);
        const ui::TextStyle strong{.role = ui::TextRole::SmallStrong, .color = color};
        const float width =
            std::min(ui::text_width(view.ui, value, strong) + 1, line.rest.width / 2);
        const ui::Rect end = line.right(width);
        ui::label(view.ui, line.rest, view.say(check_name_of(result.line)),
                  {.role = ui::TextRole::BodyStrong});
        ui::label(view.ui, end, value, strong, ui::Align::End);
        if (result.cure) {
            inside.after(ui::space::xs)
                .paragraph(view.say(*result.cure), muted(view, ui::TextRole::Small));
        }
        const media::Desk& desk = view.model.studio.desk;
        const double over = std::ceil(model::music_too_loud_db(desk.check));
        if (result.line != CheckLine::MusicToVoice || over <= 0 ||
            desk.source == media::MusicSource::None) {
            return;
        }
        const std::string label = view.say(msg::CheckTurnDown{view.model.words->number(over, 0)});
        if (inside.after(ui::space::m)
                .button({.label = label, .kind = ui::ButtonKind::Outline, .key = "turn-down"},
                        ui::Fit::Content)) {
            view.want(model::intent::SetFader{model::intent::Fader::Music, desk.music_db - over});
        }
    });
}

void plain_line(const View& view, ui::Column& column, const CheckResult& result) {
    ui::Slices line = column.row(line_height_of_check, ui::space::m);
    const ui::Rect symbol = line.left(ui::size::icon);
    const float y = ui::centre_y(symbol) - ui::size::icon_inside / 2;
    if (result.verdict == CheckVerdict::Measuring) {
        ui::spinner(view.ui, ui::centre_x(symbol), ui::centre_y(symbol), spinner_of_line,
                    view.theme().muted);
    } else if (result.verdict == CheckVerdict::Well) {
        ui::draw_icon(view.ui, symbol.x, y, icon::check, ui::size::icon_inside,
                      view.theme().success);
    } else {
        ui::draw_icon(view.ui, symbol.x, y, icon::info, ui::size::icon_inside, view.theme().muted);
    }
    const std::string value = value_of(view, result);
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float width = std::min(ui::text_width(view.ui, value, quiet) + 1, line.rest.width / 2);
    ui::label(view.ui, line.right(width), value, quiet, ui::Align::End);
    ui::label(view.ui, line.rest, view.say(check_name_of(result.line)),
              {.role = ui::TextRole::Body});
    if (result.verdict == CheckVerdict::Unknown && result.cure) {
        column.after(0).paragraph(view.say(*result.cure), muted(view, ui::TextRole::Caption));
    }
}

}  // namespace

void check_lines(const View& view, ui::Column& column, const std::vector<CheckResult>& results) {
    ui::IdScope scope(view.ui, "lines");
    const auto looks =
        static_cast<std::int64_t>(std::count_if(results.begin(), results.end(), wants_a_look));
    const auto wells = static_cast<std::int64_t>(
        std::count_if(results.begin(), results.end(),
                      [](const CheckResult& one) { return one.verdict == CheckVerdict::Well; }));
    const bool done = view.model.studio.desk.check.phase == media::CheckPhase::Done;
    if (looks > 0) {
        column.heading(view.say(msg::CheckToLook{looks}), check_level,
                       {.role = ui::TextRole::Section}, 2);
    } else if (done) {
        column.heading(view.say(msg::check_all_well), check_level, {.role = ui::TextRole::Section},
                       1);
    }
    for (const CheckResult& result : results) {
        if (!wants_a_look(result)) continue;
        column.after(check_card_gap);
        cure_card(view, column, result);
    }
    if (wells > 0 && looks > 0) {
        column.label(view.say(msg::CheckWell{wells}), muted(view, ui::TextRole::SmallStrong));
    }
    column.after(looks > 0 ? ui::space::s : ui::space::m);
    for (const CheckResult& result : results) {
        if (wants_a_look(result)) continue;
        plain_line(view, column, result);
        column.after(0);
    }
}

std::string check_remark(const View& view, const std::vector<CheckResult>& results) {
    const CheckState& check = view.model.studio.desk.check;
    if (check.at_ms <= 0) return std::string(view.say(msg::check_intro));
    const UtcTime at{std::chrono::milliseconds(check.at_ms)};
    view.wake_at_minute(at);
    const std::string time = view.model.words->time(at, model::TimeStyle::Relative);
    const bool well = std::all_of(results.begin(), results.end(), [](const CheckResult& one) {
        return one.verdict == CheckVerdict::Well || one.verdict == CheckVerdict::Unknown;
    });
    return well ? view.say(msg::CheckAtWell{time}) : view.say(msg::CheckAt{time});
}

}  // namespace lsl::views
