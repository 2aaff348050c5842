#include "client/ui/widgets/overlay.h"

#include <algorithm>
#include <vector>

#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/pressable.h"
#include "icons.h"

namespace lsl::ui {

namespace {

constexpr float dialog_padding = 24, close_side = 36;
constexpr float tap_slop = 12;  // a finger is never quite still
constexpr float unknown = -1;

void overlay_surface(Ui& ui, const Rect& box, float radius) {
    const Theme& t = ui.theme();
    fill(ui, box, t.surface, radius);
    if (t.dark() || t.lined()) stroke(ui, box, t.line, radius);
}

/// Where a dialog lies that is `whole` high: a sheet at the bottom, a card in the middle.
Rect dialog_frame(const Ui& ui, bool sheet, float wanted_width, float whole) {
    const float seen = ui.height() - ui.frame().keyboard;
    const float least_gap = sheet ? ui.frame().safe_area.top + space::xxl : 2 * space::l;
    const float height = std::min(whole, std::max(seen - least_gap, 120.0f));
    const float wide = sheet ? ui.width() : std::min(wanted_width, ui.width() - 2 * space::l);
    const float top = sheet ? seen - height : std::max(space::l, (seen - height) / 2);
    return {(ui.width() - wide) / 2, top, wide, height};
}

constexpr float menu_padding = 6, menu_row = 44, menu_symbol = 18, menu_text_x = 14;

/// True when it was pressed. `shift`: the texts of all entries stand behind icons.
bool menu_entry(Ui& ui, const MenuItem& item, const Rect& cell, bool shift) {
    const Id id = ui.claim(item.text);
    const Feel touch = feel(ui, id, cell, item.disabled);
    Node node = control_node(id, item.text, item.href, cell);
    node.disabled = item.disabled;
    node.selected = item.selected;
    node.lettering =
        lettering({TextRole::Nav}, menu_text_x + (shift ? menu_symbol + 10 : 0),
                  item.href.empty() ? 0 : (cell.height - line_height(TextRole::Nav)) / 2);
    NodeScope entry(ui, Role::ListItem, {}, cell);
    ui.node(std::move(node));
    const Theme& t = ui.theme();
    fill(ui, cell, t.hover.faded(touch.hover), radius::control - 2);
    OpacityScope faded(ui, item.disabled ? 0.45f : 1.0f);
    const Color ink = item.danger ? t.danger : t.text;
    float at = cell.x + menu_text_x;
    if (shift) {
        draw_icon(ui, at, centre_y(cell) - menu_symbol / 2, item.icon, menu_symbol,
                  item.danger ? ink : t.muted);
        at += menu_symbol + 10;
    }
    const TextStyle style{TextRole::Nav, ink};
    draw_text(ui, at, centre_y(cell) - line_height(style.role) / 2,
              ellipsized(ui, item.text, style, right(cell) - at), style);
    if (item.selected) {
        draw_icon(ui, right(cell) - menu_text_x - menu_symbol + 4, centre_y(cell) - menu_symbol / 2,
                  icon::check, menu_symbol, t.accent);
    }
    if (touch.press.focused) focus_ring(ui, inset(cell, 3), radius::control - 4);
    return touch.press.clicked;
}

}  // namespace

Dialog::Dialog(Ui& ui, const DialogSpec& spec)
    : column(ui, 0, 0, 0), ui_(ui), spec_(spec), layer_(ui, Layer::Overlay), id_(ui, spec.key) {
    ui_.semantics.open_root();
    sheet_ = spec.sheet_on_phone && ui.phone();
    const float content = ui.kept(ui.id("height"), unknown);
    const bool measured = content != unknown;
    const float title = space::xxl + space::l;
    const float safe_bottom = sheet_ ? ui.frame().safe_area.bottom : 0;
    const float whole = 2 * dialog_padding + title + std::max(content, 0.0f) + safe_bottom;
    frame_ = dialog_frame(ui, sheet_, spec.width, whole);
    const float wide = frame_.width, height = frame_.height;
    appeared_ = ui.motion.appear(ui.id("appear"), sheet_ ? duration::page : duration::quick);
    if (!measured) {
        ui.motion.keep_painting();
        appeared_ = 0;
    }

    const Rect screen{0, 0, ui.width(), ui.height()};
    layer_.block(screen);
    {
        OpacityScope fade(ui, appeared_);
        fill(ui, screen, ui.theme().scrim);
    }
    // A tap beside it is the way out; a finger that slides there only wanted to scroll.
    const Press beside = ui.control(ui.id("beside"), screen, !measured, Cursor::Default);
    layer_.block(frame_);
    dismissed_ = spec.dismissable && (ui.interaction.take_escape() ||
                                      (beside.clicked && ui.interaction.travel() <= tap_slop));
    if (!sheet_) opacity_.emplace(ui, appeared_);
    const float slide = (1 - appeared_) * (sheet_ ? height : 12.0f);
    transform_.emplace(ui, frame_, sheet_ ? 1.0f : 0.97f + 0.03f * appeared_, 0.0f, slide);
    const bool scrolls = whole > height;
    const Id node = ui.claim("dialog");
    node_.emplace(ui, Node{.id = node,
                           .role = Role::Dialog,
                           .name = std::string(spec.title),
                           .rect = frame_,
                           .scroll_height = scrolls ? whole : 0});
    if (!measured) {
        ui.move_focus(node_->id());
        ui.interaction.set_scroll(node, 0);
    }

    const float corner = radius::hero;
    const Rect card = sheet_ ? Rect{frame_.x, frame_.y, wide, height + corner} : frame_;
    shadow(ui, card, corner, ui.theme().overlay_shadow);
    overlay_surface(ui, card, corner);
    if (scrolls) scroll_.emplace(ui, frame_, ui.scrolled(node));
    const float left = frame_.x + dialog_padding, top_edge = frame_.y + dialog_padding;
    const float room = wide - 2 * dialog_padding;
    heading(ui, left, top_edge, room - (spec.dismissable ? close_side : 0), spec.title, 2,
            {TextRole::Section}, 1);
    if (spec.dismissable && icon_button(ui,
                                        {right(frame_) - dialog_padding - close_side + 8,
                                         top_edge - 5, close_side, close_side},
                                        {.icon = icon::x, .name = ui.texts().close})) {
        dismissed_ = true;
    }
    content_top_ = top_edge + title;
    column = Column(ui, left, content_top_, room);
}

Dialog::~Dialog() {
    scroll_.reset();
    node_.reset();
    transform_.reset();
    opacity_.reset();
    ui_.semantics.close_root();
}

bool Dialog::finish() {
    ui_.kept(ui_.id("height"), unknown) = column.bottom() - content_top_;
    return dismissed_;
}

Answer decide(Column& column, const Button& confirm, const Button& cancel) {
    constexpr float spinner_room = 20;
    Ui& ui = column.ui();
    Button yes = confirm;
    if (yes.kind == ButtonKind::Danger) yes.submits = false;
    const float wide = button_width(ui, yes) + spinner_room, narrow = button_width(ui, cancel);
    Answer answer = Answer::None;
    column.after(space::xxl);
    if (wide + narrow + space::m > column.width()) {
        if (column.button(yes)) answer = Answer::Confirm;
        if (column.after(space::m).button(cancel)) answer = Answer::Cancel;
        return answer;
    }
    Slices row = column.row(size::button, space::m);
    const Rect end = row.right(wide), beside = row.right(narrow);
    if (button(ui, end, yes)) answer = Answer::Confirm;  // said first
    if (button(ui, beside, cancel)) answer = Answer::Cancel;
    return answer;
}

Answer ask(Ui& ui, const Question& question) {
    Dialog dialog(ui, {.key = question.key, .title = question.title, .width = 420});
    Column& column = dialog.column;
    column.paragraph(question.text, {TextRole::Body, ui.theme().muted});
    const Button confirm{.label = question.confirm,
                         .kind = question.danger ? ButtonKind::Danger : ButtonKind::Accent,
                         .busy = question.busy};
    const Button cancel{.label = question.cancel.empty() ? ui.texts().cancel : question.cancel,
                        .kind = ButtonKind::Outline};
    Answer answer = decide(column, confirm, cancel);
    if (dialog.finish()) answer = Answer::Cancel;
    return answer;
}

std::optional<std::size_t> menu(Ui& ui, std::string_view key, const Rect& anchor,
                                std::span<const MenuItem> items, bool& open, MenuSide side) {
    if (!open) return std::nullopt;
    const Rect from = ui.on_screen(anchor);
    float text_wide = 0;
    bool any_icon = false, any_tick = false;
    for (const MenuItem& item : items) {
        text_wide = std::max(text_wide, text_width(ui, item.text, {TextRole::Nav}));
        any_icon = any_icon || item.icon != 0;
        any_tick = any_tick || item.selected;
    }
    const float needed = text_wide + 2 * menu_text_x + 2 * menu_padding +
                         (any_icon ? menu_symbol + 10 : 0) + (any_tick ? menu_symbol + 10 : 0);
    const float width = std::min(std::max(180.0f, needed), ui.width() - 2 * space::s);
    const float height = menu_row * static_cast<float>(items.size()) + 2 * menu_padding;
    const bool no_room_below = bottom(from) + height + space::s > ui.height();
    const bool above = (side == MenuSide::Above || no_room_below) && from.y > height;
    const bool at_right = from.x + width > ui.width() - space::s;
    // Also of what has been scrolled out of sight.
    const float lowest = std::max(ui.height() - height - space::s, space::s);
    const float y = std::clamp(above ? from.y - height - 6 : bottom(from) + 6, space::s, lowest);
    const Rect box{std::max(space::s, at_right ? right(from) - width : from.x), y, width, height};

    LayerScope layer(ui, Layer::Overlay);
    IdScope scope(ui, key);
    layer.block(box);
    const bool elsewhere = ui.interaction.pressed_outside(box, Layer::Overlay) &&
                           ui.interaction.pressed_outside(from, Layer::Overlay);
    if (elsewhere || ui.interaction.take_escape()) open = false;
    const float appeared = ui.motion.appear(ui.id("appear"), duration::quick);
    OpacityScope fade(ui, appeared);
    TransformScope slide(ui, box, 1, 0, (1 - appeared) * (above ? 6.0f : -6.0f));
    std::optional<std::size_t> chosen;
    {
        NodeScope list(ui, Role::List, ui.texts().menu, box);
        shadow(ui, box, radius::picture, ui.theme().overlay_shadow);
        overlay_surface(ui, box, radius::picture);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Rect cell{box.x + menu_padding,
                            box.y + menu_padding + menu_row * static_cast<float>(i),
                            width - 2 * menu_padding, menu_row};
            if (menu_entry(ui, items[i], cell, any_icon)) chosen = i;
        }
    }
    if (chosen) open = false;
    return chosen;
}

namespace {

struct ToastLayout {
    float text_room = 0, width = 0, height = 0, action_width = 0;
};

constexpr float toast_radius = 14, toast_padding = 14, toast_max = 440, toast_icon = 20,
                toast_close = 32;

ToastLayout measure(Ui& ui, const Toast& toast) {
    ToastLayout l;
    const float widest = std::min(toast_max, ui.width() - 2 * space::l);
    l.action_width = toast.action.empty()
                         ? 0
                         : button_width(ui, {.label = toast.action, .size = ButtonSize::Small}) + 4;
    const float fixed = 2 * toast_padding + toast_icon + 10 + toast_close + l.action_width;
    const float natural = text_width(ui, toast.text, {TextRole::Body});
    l.text_room = std::min(natural + 1, widest - fixed);
    l.width = l.text_room + fixed;
    const float text = text_height(ui, toast.text, {TextRole::Body}, l.text_room, 4);
    l.height = std::max(52.0f, text + 2 * toast_padding);
    return l;
}

char32_t toast_symbol(Tone tone) {
    return tone == Tone::Success   ? icon::circle_check
           : tone == Tone::Danger  ? icon::circle_alert
           : tone == Tone::Warning ? icon::triangle_alert
                                   : icon::info;
}

std::optional<ToastEvent> draw_toast(Ui& ui, const Toast& toast, const ToastLayout& l,
                                     const Rect& box) {
    overlay_surface(ui, box, toast_radius);
    const Role role = toast.tone == Tone::Danger ? Role::Alert : Role::Status;
    NodeScope node(ui, role, toast.text, box);
    draw_icon(ui, box.x + toast_padding, centre_y(box) - toast_icon / 2, toast_symbol(toast.tone),
              toast_icon, tone_color(ui, toast.tone));
    const float text_x = box.x + toast_padding + toast_icon + 10;
    const std::vector<std::string> lines =
        wrapped(ui, toast.text, {TextRole::Body}, l.text_room, 4);
    float y = centre_y(box) - line_height(TextRole::Body) * static_cast<float>(lines.size()) / 2;
    for (const std::string& line : lines) {
        draw_text(ui, text_x, y, line, {TextRole::Body});
        y += line_height(TextRole::Body);
    }
    std::optional<ToastEvent> event;
    const float controls = right(box) - 10;
    if (!toast.action.empty() &&
        button(ui,
               {controls - toast_close - l.action_width, centre_y(box) - 19, l.action_width,
                size::button_small},
               {.label = toast.action, .kind = ButtonKind::Ghost, .size = ButtonSize::Small})) {
        event = ToastEvent{toast.key, true};
    }
    if (icon_button(ui, {controls - toast_close, centre_y(box) - 16, toast_close, toast_close},
                    {.icon = icon::x, .name = ui.texts().close, .icon_size = 18})) {
        event = ToastEvent{toast.key, false};
    }
    return event;
}

}  // namespace

std::optional<ToastEvent> toasts(Ui& ui, std::span<const Toast> list, ToastEdge edge) {
    LayerScope layer(ui, Layer::Toast);
    struct Placed {
        ToastLayout layout;
        Rect box;
        float appeared;
    };
    std::vector<Placed> placed(list.size());
    const bool at_top = edge == ToastEdge::Top;
    const float margin = ui.phone() ? space::m : space::xxl;
    float free_edge =
        at_top ? ui.frame().safe_area.top + margin : ui.height() - ui.tab_bar_height() - margin;
    for (std::size_t i = list.size(); i-- > 0;) {
        IdScope scope(ui, static_cast<std::int64_t>(list[i].key));
        Placed& p = placed[i];
        p.layout = measure(ui, list[i]);
        const float target = at_top ? free_edge : free_edge - p.layout.height;
        const float top = ui.motion.toward(ui.id("place"), target, duration::quick);
        p.appeared = ui.motion.appear(ui.id("appear"), duration::quick);
        const float slide = (1 - p.appeared) * (at_top ? -space::l : space::l);
        p.box = {(ui.width() - p.layout.width) / 2, top + slide, p.layout.width, p.layout.height};
        const float step = p.layout.height + space::s;
        free_edge += at_top ? step : -step;
    }
    for (const Placed& p : placed) {  // all shadows first: none may fall on a neighbour
        OpacityScope fade(ui, p.appeared);
        shadow(ui, p.box, toast_radius, ui.theme().overlay_shadow);
    }
    ui.semantics.open_root();
    std::optional<ToastEvent> event;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].until > ui.now()) ui.motion.wake_at(list[i].until);
        IdScope scope(ui, static_cast<std::int64_t>(list[i].key));
        layer.block(placed[i].box);
        OpacityScope fade(ui, placed[i].appeared);
        if (auto happened = draw_toast(ui, list[i], placed[i].layout, placed[i].box)) {
            event = happened;
        }
    }
    ui.semantics.close_root();
    return event;
}

}  // namespace lsl::ui
