#include "client/views/gallery/gallery.h"

#include "client/views/gallery/sections.h"

namespace lsl::views {
namespace gallery {

using namespace lsl::ui;

float section(Ui& ui, const ui::Page& page, float y, std::string_view title) {
    y += heading(ui, page.x(), y, page.width(), title, 2, {TextRole::Section}) + space::m;
    return y;
}

bool kept_flag(Ui& ui, std::string_view name, bool first) {
    return ui.kept(ui.id(name), first ? 1.0f : 0.0f) > 0;
}
void keep_flag(Ui& ui, std::string_view name, bool on) {
    ui.kept(ui.id(name), 0) = on ? 1.0f : 0.0f;
}

}  // namespace gallery

void gallery_page(ui::Ui& ui) {
    using namespace lsl::ui;
    IdScope scope(ui, "gallery");
    ui::Page page(ui);
    float y = page.next();
    y += heading(ui, page.x(), y, page.width(), "Gallery", 1, {TextRole::Display}) + space::xxl;
    y = gallery::type_section(ui, page, y);
    y = gallery::button_section(ui, page, y);
    y = gallery::card_section(ui, page, y);
    y = gallery::artwork_section(ui, page, y);
    y = gallery::field_section(ui, page, y);
    y = gallery::player_section(ui, page, y);
    y = gallery::progress_section(ui, page, y);
    y = gallery::message_section(ui, page, y);
    y = gallery::overlay_section(ui, page, y);
    y = gallery::icon_section(ui, page, y);
    page.until(y);
    page.end();
}

}  // namespace lsl::views
