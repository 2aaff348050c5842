#include "client/views/console/encoders.h"

#include <vector>

namespace lsl::views {

namespace {

constexpr float fold_padding = 14;  ///< of a button without a frame, before its symbol

/// Where the encoder sends to, and the key that it needs; the latter can be made anew.
void encoder_keys(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    // A hosted address is the key by itself.
    const domain::PublishAccess access = row.access.value_or(domain::PublishAccess());
    const bool keyed = !access.webrtc_token.empty();
    bool& token_shown = view.drafts.console.token_shown;
    bool shown = true;
    const bool pair = keyed && column.width() >= ui::from::copy_pair;
    std::vector<ui::Column> parts = pair ? column.split({1, 1}) : column.split({1});
    if (ui::copy_field(parts.front(), view.say(msg::console_whip_address), access.webrtc_url,
                       !keyed, keyed ? shown : token_shown, view.model.copied == "whip-address")) {
        view.want(model::intent::CopyText{"whip-address", access.webrtc_url});
    }
    if (keyed) {
        if (ui::copy_field(parts.back(), view.say(msg::console_token), access.webrtc_token, true,
                           token_shown, view.model.copied == "whip-token")) {
            view.want(model::intent::CopyText{"whip-token", access.webrtc_token});
        }
    }
    column.join(parts);
    if (keyed && column.after(ui::space::m)
                     .button({.label = view.say(msg::console_new_token),
                              .kind = ui::ButtonKind::Outline,
                              .size = ui::ButtonSize::Small},
                             ui::Fit::Content)) {
        view.want(model::intent::AskToRotate{row.stream.id});
    }
}

}  // namespace

void other_encoders(const View& view, ui::Column& column, const wire::InstructorStream& row) {
    ui::Ui& ui = view.ui;
    bool& open = view.drafts.console.encoder_open;
    ui::NodeScope region(ui, ui::Role::Region, view.say(msg::console_other_encoders));
    const ui::Button fold{.label = view.say(msg::console_other_encoders),
                          .kind = ui::ButtonKind::Ghost,
                          .icon = open ? icon::chevron_down : icon::chevron_right,
                          .description = view.say(msg::console_encoder_fold_text)};
    // Its symbol stands on the column's edge; the padding reaches beyond.
    const ui::Rect place = column.take(ui::button_width(ui, fold), ui::size::button);
    if (ui::button(ui, ui::moved(place, -fold_padding, 0), fold)) open = !open;
    if (!open) return;
    const auto content = [&](ui::Column& inside) {
        const bool keyed = row.access && !row.access->webrtc_token.empty();
        ui::Column intro = inside.part(ui::size::text_max);
        intro.paragraph(
            view.say(keyed ? msg::console_encoder_key_token : msg::console_encoder_key_address),
            muted(view));
        inside.until(intro.bottom());
        encoder_keys(view, inside, row);
        ui::Column hints = inside.part(ui::size::text_max);
        for (const msg::Plain hint :
             {msg::console_encoder_hint_obs, msg::console_encoder_hint_output,
              msg::console_encoder_hint_start}) {
            hints.paragraph(view.say(hint), muted(view, ui::TextRole::Small));
            hints.after(ui::space::s);
        }
        inside.until(hints.bottom());
    };
    column.after(ui::space::s).panel("encoders", content);
}

}  // namespace lsl::views
