#include "client/views/console/sound_cards.h"

#include "client/views/wording.h"

#include <string>
#include <utility>
#include <vector>

namespace lsl::views {

namespace {

using media::SoundKind;

constexpr float card_meter_height = 20, cards_from = 620;
/// The heading above the cards.
constexpr int cards_level = 2;

struct SoundWords {
    SoundKind kind;
    msg::Plain name, text;
    char32_t symbol;
};
constexpr SoundWords sounds[] = {
    {SoundKind::Dance, msg::sound_dance, msg::sound_dance_text, icon::music},
    {SoundKind::Talk, msg::sound_talk, msg::sound_talk_text, icon::mic},
    {SoundKind::Line, msg::sound_line, msg::sound_line_text, icon::sliders_horizontal},
};

/// What the browser does although nobody asked: "noise removal · level control".
std::string still_done(const View& view) {
    const media::Desk& desk = view.model.studio.desk;
    const auto when = [&](bool on, msg::Plain what) {
        return on ? std::string(view.say(what)) : std::string();
    };
    return joined({when(desk.echo, msg::sound_echo), when(desk.noise, msg::sound_noise),
                   when(desk.gain, msg::sound_gain)});
}

struct CardRemark {
    std::string text;
    ui::Tone tone = ui::Tone::Neutral;
};

/// Of the sound that is chosen: whether the browser does it.
CardRemark truth(const View& view) {
    const media::Desk& desk = view.model.studio.desk;
    const std::int64_t clips = view.model.studio.capture.clips;
    if (desk.refused && desk.kind == SoundKind::Talk) {
        return {std::string(view.say(msg::sound_less)), ui::Tone::Warning};
    }
    if (desk.refused) return {view.say(msg::SoundStill{still_done(view)}), ui::Tone::Warning};
    if (clips > 0) return {view.say(msg::SoundClips{clips}), ui::Tone::Danger};
    if (!desk.known) return {std::string(view.say(msg::sound_untold))};
    if (desk.kind != SoundKind::Talk && desk.channels == 1) {
        return {std::string(view.say(msg::sound_mono)), ui::Tone::Warning};
    }
    return {std::string(view.say(msg::sound_as_asked)), ui::Tone::Success};
}

/// Of the others: what was measured, or is heard from a device of its own.
CardRemark measured(const View& view, const media::SoundCard& card) {
    if (card.clips > 0) return {view.say(msg::SoundClips{card.clips}), ui::Tone::Danger};
    if (!card.measured) return {std::string(view.say(msg::sound_not_yet))};
    return {card.live ? std::string() : std::string(view.say(msg::sound_before))};
}

void card_meter(const View& view, ui::Column& column, const media::SoundCard& card, bool chosen,
                std::string_view said) {
    const model::Capture& capture = view.model.studio.capture;
    const auto side = [](std::string_view name, double level, double held) {
        return ui::MeterSide{name, static_cast<float>(level), static_cast<float>(held)};
    };
    const std::int64_t clips = chosen ? capture.clips : 0;
    const std::string count = clips > 0 ? view.say(msg::StageClipped{clips}) : std::string();
    const ui::StereoMeter spec{
        .name = said,
        .left = chosen ? side(view.say(msg::stage_left), capture.left.level, capture.left.held)
                       : side(view.say(msg::stage_left), card.left, card.left_held),
        .right = chosen ? side(view.say(msg::stage_right), capture.right.level, capture.right.held)
                        : side(view.say(msg::stage_right), card.right, card.right_held),
        .clip = view.say(msg::stage_clip),
        .clip_count = count};
    if (ui::stereo_meter(view.ui, column.take(card_meter_height), spec)) {
        view.want(model::intent::ForgetClips{});
    }
}

/// Line-in has a device of its own.
void line_device(const View& view, ui::Column& column) {
    const model::Studio& studio = view.model.studio;
    ui::TextField spec;
    spec.label = view.say(msg::sound_line_device);
    spec.field.name = "line-device";
    if (studio.desk.line_device.empty()) {
        spec.field.options.push_back({"", std::string(view.say(msg::sound_choose_line))});
    }
    for (const media::MediaDevice& device : studio.capture.microphones) {
        spec.field.options.push_back({device.id, device.label});
    }
    std::string chosen = studio.desk.line_device;
    if (ui::select_field(column, spec, chosen).changed && !chosen.empty()) {
        view.want(model::intent::ChooseLineDevice{chosen});
    }
}

void sound_card(const View& view, ui::Column& column, const SoundWords& words) {
    const media::Desk& desk = view.model.studio.desk;
    const bool chosen = desk.kind == words.kind;
    const media::SoundCard* found = desk.card_of(words.kind);
    const media::SoundCard shown = found != nullptr ? *found : media::SoundCard{};
    ui::IdScope scope(view.ui, static_cast<std::int64_t>(words.kind));
    column.panel("sound", [&](ui::Column& inside) {
        const ui::ToggleButton button{
            .label = view.say(words.name), .icon = words.symbol, .on = chosen, .key = "choose"};
        const bool open = view.model.studio.capture.phase == model::CapturePhase::Open;
        // Without a device of its own there is nothing to switch to.
        const bool lacks_device = words.kind == SoundKind::Line && desk.line_device.empty();
        ui::ToggleButton spec = button;
        spec.disabled = !open || lacks_device;
        if (ui::toggle_button(view.ui, inside.take(ui::size::button), spec) && !chosen) {
            view.want(model::intent::ChooseSound{words.kind});
        }
        inside.after(ui::space::s)
            .paragraph(view.say(words.text), muted(view, ui::TextRole::Small));
        const CardRemark remark = chosen ? truth(view) : measured(view, shown);
        inside.after(ui::space::m);
        card_meter(view, inside, shown, chosen,
                   remark.text.empty() ? view.say(words.name) : std::string_view(remark.text));
        if (!remark.text.empty()) {
            const ui::Color color = remark.tone == ui::Tone::Neutral
                                        ? view.theme().muted
                                        : ui::tone_color(view.ui, remark.tone);
            inside.after(ui::space::s)
                .paragraph(remark.text, {.role = ui::TextRole::Small, .color = color});
        }
        if (words.kind == SoundKind::Line && open) {
            inside.after(ui::space::m);
            line_device(view, inside);
        }
    });
}

}  // namespace

void sound_cards(const View& view, ui::Column& column) {
    ui::IdScope scope(view.ui, "sounds");
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::sound_title));
    column.heading(view.say(msg::sound_title), cards_level, {.role = ui::TextRole::Section}, 1);
    column.after(ui::space::m);
    if (column.width() < cards_from) {
        for (const SoundWords& words : sounds) sound_card(view, column, words);
        return;
    }
    std::vector<ui::Column> parts = column.split({1, 1, 1}, ui::space::l);
    for (std::size_t i = 0; i < parts.size(); ++i) sound_card(view, parts[i], sounds[i]);
    column.join(parts);
}

}  // namespace lsl::views
