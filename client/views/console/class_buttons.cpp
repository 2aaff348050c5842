#include "client/views/console/class_buttons.h"

#include <string>

namespace lsl::views {

void class_buttons(const View& view, ui::Slices& line, const domain::Stream& stream, bool narrow) {
    ui::Ui& ui = view.ui;
    const bool copied = view.model.copied == "class-link";
    const ui::Button copy{.label = view.say(copied ? msg::common_copied : msg::console_copy_link),
                          .kind = ui::ButtonKind::Outline,
                          .size = ui::ButtonSize::Small,
                          .key = "copy-link"};
    if (ui::button(ui, line.right(ui::button_width(ui, copy)), copy)) {
        view.want(model::intent::CopyText{
            "class-link", view.model.origin + model::url_of(model::watch_page(stream.id))});
    }
    if (stream.status != StreamStatus::Cancelled &&
        ui::icon_button(ui, line.right(ui::size::button_small),
                        {.icon = icon::pencil,
                         .name = view.say(msg::console_change),
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = ui::size::icon_inside,
                         .key = "edit"})) {
        view.want(model::intent::EditClass{stream.id});
    }
    // On narrow screens the list of classes leads there.
    if (narrow) return;
    const model::Route people = model::people_page(stream.id);
    const std::string href = model::url_of(people);
    if (ui::icon_button(ui, line.right(ui::size::button_small),
                        {.icon = icon::users,
                         .name = view.say(msg::team_people),
                         .kind = ui::IconButtonKind::Secondary,
                         .icon_size = ui::size::icon_inside,
                         .href = href,
                         .key = "people"})) {
        view.go(people);
    }
}

}  // namespace lsl::views
