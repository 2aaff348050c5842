#include "client/views/account/qr_picture.h"

#include <algorithm>
#include <cmath>

namespace lsl::views {

namespace {

constexpr float most_qr_side = 240;
constexpr int quiet_modules = 4;  ///< on each side, ISO/IEC 18004 6.3.8
// Dark on light in every theme: cameras want it so.
constexpr ui::Color qr_paper = ui::rgb(0xFFFFFF), qr_ink = ui::rgb(0x000000);

/// The dark modules of a row, each run of them in one piece.
void qr_row(const View& view, const std::string& row, float x, float y, float module) {
    for (std::size_t at = row.find('1'); at != std::string::npos; at = row.find('1', at)) {
        const std::size_t end = std::min(row.find('0', at), row.size());
        ui::fill(
            view.ui,
            {x + static_cast<float>(at) * module, y, static_cast<float>(end - at) * module, module},
            qr_ink);
        at = end;
    }
}

}  // namespace

void qr_picture(const View& view, ui::Column& column, const std::vector<std::string>& rows,
                std::string_view name) {
    if (rows.empty()) return;
    ui::Ui& ui = view.ui;
    const auto modules = static_cast<float>(rows.size() + 2 * quiet_modules);
    // Whole pixels, so that no edge is blurred.
    const float density = std::max(1.0f, ui.frame().density);
    const float module =
        std::max(1.0f, std::floor(std::min(most_qr_side, column.width()) * density / modules)) /
        density;
    const float side = module * modules;
    const ui::Rect place = column.take(side, side, ui::Align::Centre);
    ui.node({.id = ui.claim(name),
             .role = ui::Role::Image,
             .name = std::string(name),
             .rect = place,
             .lettering = ui::unpainted});
    // Never mirrored: not every camera reads that.
    const ui::PhysicalScope physical(ui);
    const ui::Rect paper = ui.physical(place);
    ui::fill(ui, paper, qr_paper, ui::radius::badge);
    const float inset = module * quiet_modules;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        qr_row(view, rows[i], paper.x + inset, paper.y + inset + static_cast<float>(i) * module,
               module);
    }
}

}  // namespace lsl::views
