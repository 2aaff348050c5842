#include "client/ui/core/ui.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

#include "client/ui/core/imgui_frame.h"
#include "client/ui/core/scopes.h"
#include "client/ui/layout/layout.h"
#include "client/ui/paint/paint.h"
#include "client/ui/paint/shadows.h"
#include "client/ui/text/glyphs.h"
#include "client/ui/text/text.h"

namespace lsl::ui {

namespace {

constexpr float phone_below = 600, tablet_below = 1024;
constexpr float two_columns = 600, three_columns = 840, four_columns = 1120;
constexpr float off_screen_margin = 64;  ///< what throws a shadow is drawn a little beyond the edge
constexpr float least_zoom = 0.5f, most_zoom = 4;
constexpr double said_for = 4;  ///< seconds that an announcement stays where readers find it

Interaction::Pointer pointer_now(PointerKind kind, float zoom) {
    const ImGuiIO& io = ImGui::GetIO();
    return {.x = io.MousePos.x / zoom,
            .y = io.MousePos.y / zoom,
            .down = io.MouseDown[0],
            .pressed = io.MouseClicked[0],
            .released = io.MouseReleased[0],
            .kind = kind};
}

void mirror_list(ImDrawList& list, float width) {
    for (ImDrawVert& vertex : list.VtxBuffer) vertex.pos.x = width - vertex.pos.x;
    for (ImDrawCmd& command : list.CmdBuffer) {
        const float left = width - command.ClipRect.z;
        command.ClipRect.z = width - command.ClipRect.x;
        command.ClipRect.x = left;
    }
}

void to_css_pixels(FrameOutput& out, float zoom) {
    const auto grow = [zoom](Rect& r) {
        r = {r.x * zoom, r.y * zoom, r.width * zoom, r.height * zoom};
    };
    for (Node& node : out.tree) {
        grow(node.rect);
        node.scroll_height *= zoom;
        Lettering& text = node.lettering;
        for (float* length : {&text.size, &text.line, &text.tracking, &text.left, &text.top}) {
            *length *= zoom;
        }
    }
    for (VideoPlace& video : out.videos) {
        grow(video.rect);
        video.radius *= zoom;
    }
    out.page_height *= zoom;
    if (out.scroll_to) *out.scroll_to *= zoom;
}

}  // namespace

Rect touch_target(const Rect& rect) {
    return centred(rect, std::max(rect.width, size::touch), std::max(rect.height, size::touch));
}

Ui::Ui(TextRasterizer& rasterizer, ImageSource& images)
    : context_(make_imgui_context()),
      images_(images),
      glyphs_(std::make_unique<Glyphs>(rasterizer)),
      shadows_(std::make_unique<Shadows>()) {}

Ui::~Ui() { destroy_imgui_context(context_); }

void Ui::begin(const FrameInput& input) {
    frame_ = input;
    zoom_ = std::clamp(input.zoom, least_zoom, most_zoom);
    frame_.width = std::max(input.width, 1.0f) / zoom_;
    frame_.height = std::max(input.height, 1.0f) / zoom_;
    frame_.density = input.density * zoom_;
    frame_.safe_area = {input.safe_area.top / zoom_, input.safe_area.right / zoom_,
                        input.safe_area.bottom / zoom_, input.safe_area.left / zoom_};
    frame_.keyboard = input.keyboard / zoom_;
    forced_theme_.reset();
    if (input.forced_colors) forced_theme_ = forced_theme(*input.forced_colors);
    frame_.scroll_y = std::round(input.scroll_y * input.density) / frame_.density;

    mirror_width_ = std::round(frame_.width * frame_.density) / frame_.density;
    begin_imgui_frame(*context_, frame_.width, frame_.height, frame_.density);
    glyphs_->begin(context_->IO.Fonts, frame_.density);

    motion.begin(input.now, input.reduced_motion);
    semantics.begin();
    Interaction::Pointer pointer = pointer_now(input.pointer, zoom_);
    if (mirrored()) pointer.x = mirror_width_ - pointer.x;
    interaction.begin(pointer, input.now);
    ++frame_count_;
    id_stack_.assign(1, 0x5a17u);
    claimed_.clear();
    videos_.clear();
    tooltip_.wanted = false;
    focus_wish_.reset();
    scroll_wish_.reset();
    page_height_ = 0;
    pushed_down_ = 0;
    opacity_ = 1;
    layer_ = Layer::Page;
    layer_scroll_ = 0;
    layer_window_.reset();
}

FrameOutput Ui::end() {
    draw_tooltip();
    // One element that is always there: a reader speaks of what changes in it, and not at all of
    // one that comes and goes. Emptied after a while, so that the same words can be said again.
    if (now() >= said_until_) said_.clear();
    if (!said_.empty()) motion.wake_at(said_until_);
    node({.id = claim("announcement"), .role = Role::Status, .name = said_, .fixed = true});
    said_in_frame_ = false;
    interaction.end();
    motion.end();
    std::erase_if(kept_, [this](const auto& entry) { return entry.second.frame != frame_count_; });
    if (mirrored()) {
        for (ImDrawList* list : {ImGui::GetBackgroundDrawList(), ImGui::GetForegroundDrawList()}) {
            mirror_list(*list, mirror_width_);
        }
    }
    end_imgui_frame(*context_);

    FrameOutput out;
    out.tree = semantics.end();
    out.videos = std::move(videos_);
    out.page_height = page_height_;
    out.cursor = interaction.cursor();
    out.paint_again = motion.painting() || interaction.stale();
    out.wake_at = motion.next_wake();
    out.focus = focus_wish_;
    out.scroll_to = scroll_wish_;
    if (mirrored()) mirror(out);
    if (zoom_ != 1) to_css_pixels(out, zoom_);
    return out;
}

void Ui::mirror(FrameOutput& out) const {
    for (Node& node : out.tree) node.rect = physical(node.rect);
    for (VideoPlace& video : out.videos) video.rect = physical(video.rect);
}

Rect Ui::physical(const Rect& rect) const {
    if (!mirrored()) return rect;
    return {mirror_width_ - rect.x - rect.width, rect.y, rect.width, rect.height};
}

bool Ui::input_pending() const { return context_->InputEventsQueue.Size > 0; }

void Ui::drop_glyphs() { glyphs_->clear(); }

Breakpoint Ui::breakpoint() const {
    return frame_.width < phone_below    ? Breakpoint::Phone
           : frame_.width < tablet_below ? Breakpoint::Tablet
                                         : Breakpoint::Desktop;
}

int Ui::columns() const {
    return frame_.width >= four_columns    ? 4
           : frame_.width >= three_columns ? 3
           : frame_.width >= two_columns   ? 2
                                           : 1;
}

float Ui::side_margin() const { return phone() ? space::l : space::xxxl; }

float Ui::top_bar_height() const {
    return (phone() ? size::top_bar_phone : size::top_bar) + frame_.safe_area.top;
}

float Ui::tab_bar_height() const { return phone() ? size::tab_bar + frame_.safe_area.bottom : 0; }

Id Ui::id(std::string_view name) const {
    return ImHashStr(name.data(), name.size(), id_stack_.back());
}

Id Ui::claim(std::string_view name) {
    Id claimed = id(name);
    while (claimed == 0 || !claimed_.insert(claimed).second) {
        claimed = ImHashData(&claimed, sizeof claimed, id_stack_.back());
    }
    return claimed;
}

void Ui::push_id(std::string_view name) { id_stack_.push_back(id(name)); }

void Ui::push_id(std::int64_t number) {
    id_stack_.push_back(ImHashData(&number, sizeof number, id_stack_.back()));
}

void Ui::pop_id() { id_stack_.pop_back(); }

Rect Ui::on_screen(const Rect& rect) const {
    return moved(rect, 0, -layer_scroll_ - (fixed() ? 0 : frame_.scroll_y));
}

bool Ui::visible(const Rect& rect) const {
    return overlap(on_screen(rect), inset({0, 0, frame_.width, frame_.height}, -off_screen_margin));
}

void Ui::extend_page(float bottom_edge) { page_height_ = std::max(page_height_, bottom_edge); }

void Ui::announce(std::string_view text) {
    if (said_in_frame_) {
        said_.append(" ").append(text);
    } else {
        said_ = text;
    }
    said_in_frame_ = true;
    said_until_ = now() + said_for;
}

void Ui::show_video(std::string_view key, const Rect& rect, float radius) {
    videos_.push_back({std::string(key), rect, fixed(), radius});
}

void Ui::tooltip(const Rect& anchor, std::string_view text) {
    const Rect place = on_screen(anchor);
    if (tooltip_.text != text || tooltip_.anchor != place) {
        tooltip_.since = now();
        tooltip_.text = text;
        tooltip_.anchor = place;
    }
    tooltip_.wanted = true;
}

void Ui::draw_tooltip() {
    if (!tooltip_.wanted) {
        tooltip_.text.clear();
        return;
    }
    const double due = tooltip_.since + duration::tooltip;
    if (now() < due) {
        motion.wake_at(due);
        return;
    }
    LayerScope layer(*this, Layer::Toast);
    const TextStyle style{TextRole::Caption, theme().background};
    const float width = text_width(*this, tooltip_.text, style) + 2 * space::m;
    const float height = 30;
    const Rect& anchor = tooltip_.anchor;
    const float x = std::clamp(centre_x(anchor) - width / 2, space::s,
                               std::max(space::s, frame_.width - width - space::s));
    const bool above = bottom(anchor) + height + space::m > frame_.height;
    const Rect box{x, above ? anchor.y - height - space::s : bottom(anchor) + space::s, width,
                   height};
    OpacityScope fade(*this, motion.appear(id("tooltip"), duration::press));
    fill(*this, box, theme().text, radius::badge);
    draw_text(*this, box.x + space::m, box.y + (height - line_height(style.role)) / 2,
              tooltip_.text, style);
}

float& Ui::kept(Id key, float first) {
    const auto [entry, is_new] = kept_.try_emplace(key, Kept{first, frame_count_});
    entry->second.frame = frame_count_;
    return entry->second.value;
}

Press Ui::control(Id id, const Rect& rect, bool disabled, Cursor cursor) {
    Rect target = on_screen(touch_target(rect));
    if (layer_window_) target = intersection(target, *layer_window_);
    if (!disabled) return interaction.control(id, target, layer_, cursor);
    interaction.block(target, layer_);  // a press on it must not reach the card beneath
    return {};
}

Id Ui::node(Node node) {
    node.fixed = fixed();
    if (node.role == Role::Button || node.role == Role::Switch || node.role == Role::Tab ||
        node.role == Role::Slider) {
        node.rect = touch_target(node.rect);
    }
    return semantics.add(std::move(node));
}

ImDrawList* Ui::draw_list() const {
    return fixed() ? ImGui::GetForegroundDrawList() : ImGui::GetBackgroundDrawList();
}

}  // namespace lsl::ui
