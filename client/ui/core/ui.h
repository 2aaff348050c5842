#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "client/ui/core/interaction.h"
#include "client/ui/core/motion.h"
#include "client/ui/core/semantic_builder.h"
#include "client/ui/core/semantics.h"
#include "client/ui/core/tokens.h"
#include "client/ui/paint/images.h"
#include "client/ui/text/rasterizer.h"
#include "client/ui/text/texts.h"

struct ImDrawList;
struct ImGuiContext;

namespace lsl::ui {

class Glyphs;
class Shadows;

enum class Breakpoint : std::uint8_t { Phone, Tablet, Desktop };  ///< < 600, < 1024, above

struct Insets {
    float top = 0, right = 0, bottom = 0, left = 0;
};

/// The world as it is in this frame. Lengths are CSS pixels; Ui::frame() has them divided by
/// `zoom`, so that views lay out as on a smaller screen, and all that leaves the Ui is in CSS
/// pixels again.
struct FrameInput {
    float width = 0, height = 0;  ///< viewport
    float density = 1;            ///< device pixels per CSS pixel
    float zoom = 1;               ///< the person's text size against the usual: all grows with it
    Insets safe_area;
    float keyboard = 0;  ///< what a soft keyboard hides at the bottom
    float scroll_y = 0;
    double now = 0;  ///< seconds, monotonic
    ThemeKind theme = ThemeKind::Dark;
    std::optional<SystemColors> forced_colors;  ///< instead of the theme
    PointerKind pointer = PointerKind::Mouse;
    bool reduced_motion = false;
    Texts texts;
    bool right_to_left = false;  ///< the whole layout mirrored, see Ui::mirrored
};

/// Where the platform is to show a video, under the canvas.
struct VideoPlace {
    std::string key;
    Rect rect;
    bool fixed = false;
    float radius = 0;
    bool operator==(const VideoPlace&) const = default;
};

struct FrameOutput {
    SemanticTree tree;
    std::vector<VideoPlace> videos;
    float page_height = 0;
    Cursor cursor = Cursor::Default;
    bool paint_again = false;        ///< something moves: the next frame at once
    double wake_at = Motion::never;  ///< otherwise a frame at this time (seconds, FrameInput::now)
    std::optional<Id> focus;         ///< move the DOM focus there
    std::optional<float> scroll_to;  ///< page coordinate to bring to the top
};

/// What views draw with: the frame's facts and the parts that widgets work on. One object for the
/// life of the app; it owns the ImGui context, whose IO takes pointer and wheel events in viewport
/// coordinates. One thread.
///
/// Everything is laid out in page coordinates; drawing subtracts the scroll position, except inside
/// a LayerScope of a layer above the page, which is laid out in viewport coordinates and painted
/// over the page whenever it is drawn (layers above the page among each other in the order of
/// drawing). What is off screen is not drawn, but stays in the semantic tree.
///
/// For languages written from the right, views lay out as for those from the left, and everything
/// that leaves the Ui (vertices, clip rectangles, nodes, videos) or enters it (the pointer) is
/// mirrored. What must not be, such as letters and pictures, is drawn in a PhysicalScope.
///
/// More than twenty functions, because it is the one context that every widget and view is drawn
/// with, and most of them tell a fact of the frame in a line. What has a state of its own is a part
/// with its own class: `motion`, `semantics`, `interaction`, glyphs, shadows.
class Ui {
  public:
    Ui(TextRasterizer& rasterizer, ImageSource& images);
    ~Ui();
    Ui(const Ui&) = delete;
    Ui& operator=(const Ui&) = delete;

    /// Between begin and end the views run. end() leaves the draw data in ImGui::GetDrawData().
    void begin(const FrameInput& input);
    FrameOutput end();
    /// Events wait that one frame could not take (a press and its release, say): run another frame.
    bool input_pending() const;
    /// A better font arrived, or textures were lost.
    void drop_glyphs();

    // Facts
    const FrameInput& frame() const { return frame_; }
    const Theme& theme() const {
        return forced_theme_ ? *forced_theme_ : lsl::ui::theme(frame_.theme);
    }
    double now() const { return frame_.now; }
    bool mirrored() const { return frame_.right_to_left; }
    /// The same place, counted from the other side of the screen when mirrored.
    Rect physical(const Rect& on_screen) const;
    float mirror_width() const { return mirror_width_; }
    const Texts& texts() const { return frame_.texts; }
    float width() const { return frame_.width; }
    float height() const { return frame_.height; }
    Breakpoint breakpoint() const;
    bool phone() const { return breakpoint() == Breakpoint::Phone; }
    int columns() const;           ///< cards side by side: 1, 2, 3, 4
    float side_margin() const;     ///< 16 or 32
    float top_bar_height() const;  ///< 56 or 64, with the safe area
    float tab_bar_height() const;  ///< phones: 68 with the safe area; else 0
    /// A notice of that height stands under the top bar in this frame: pages begin below it.
    void push_pages_down(float height) { pushed_down_ = height; }
    float page_top() const { return top_bar_height() + pushed_down_; }
    /// The same for pages without a top bar.
    float screen_top() const { return frame_.safe_area.top + pushed_down_; }

    // Identity: hashes over the stack of scopes, so that rows may repeat labels.
    Id id(std::string_view name) const;
    Id claim(
        std::string_view name);  ///< the same, but another one when it was claimed in this frame
    void push_id(std::string_view name);
    void push_id(std::int64_t number);
    void pop_id();

    // Coordinates
    Layer layer() const { return layer_; }
    bool fixed() const { return layer_ != Layer::Page; }
    Rect on_screen(const Rect& rect) const;
    bool visible(const Rect& rect) const;  ///< on screen, with some margin for shadows
    void extend_page(float bottom);        ///< the page reaches at least to there

    // Wishes
    void move_focus(Id id) { focus_wish_ = id; }
    void scroll_to(float page_y) { scroll_wish_ = page_y; }
    void announce(std::string_view text);  ///< said once by screen readers, nothing drawn
    void show_video(std::string_view key, const Rect& rect, float radius);
    void tooltip(const Rect& anchor, std::string_view text);  ///< while the pointer rests there

    /// A number kept from frame to frame while it is asked for, such as last frame's height.
    float& kept(Id key, float first);

    /// A control: hit test with at least 44 x 44 px, hover cursor, queued activation.
    Press control(Id id, const Rect& rect, bool disabled = false, Cursor cursor = Cursor::Pointer);
    /// How far the browser has scrolled a node with a `scroll_height`.
    float scrolled(Id id) const { return interaction.scroll(id) / zoom_; }
    /// Adds the node; fills in `fixed` and, for controls, a rectangle of at least 44 x 44 px.
    Id node(Node node);

    // Parts
    Motion motion;
    SemanticBuilder semantics;
    Interaction interaction;
    Glyphs& glyphs() { return *glyphs_; }
    Shadows& shadows() { return *shadows_; }
    ImageSource& images() { return images_; }
    ImDrawList* draw_list() const;
    float opacity() const { return opacity_; }

  private:
    friend class LayerScope;
    friend class OpacityScope;
    friend class ScrollScope;
    void draw_tooltip();
    void mirror(FrameOutput& out) const;

    struct Kept {
        float value = 0;
        std::uint32_t frame = 0;
    };
    struct Tooltip {
        Rect anchor;  ///< viewport coordinates
        std::string text;
        double since = 0;
        bool wanted = false;  ///< in this frame
    };

    ImGuiContext* context_ = nullptr;
    ImageSource& images_;
    std::unique_ptr<Glyphs> glyphs_;
    std::unique_ptr<Shadows> shadows_;
    FrameInput frame_;
    std::vector<Id> id_stack_;
    std::unordered_set<Id> claimed_;
    std::unordered_map<Id, Kept> kept_;
    std::vector<VideoPlace> videos_;
    Tooltip tooltip_;
    std::string said_;  ///< to screen readers, until then
    double said_until_ = 0;
    bool said_in_frame_ = false;
    std::optional<Id> focus_wish_;
    std::optional<float> scroll_wish_;
    std::optional<Theme> forced_theme_;
    float zoom_ = 1;
    float mirror_width_ = 0;  ///< in whole device pixels, so that edges stay sharp
    float pushed_down_ = 0;
    float page_height_ = 0;
    float opacity_ = 1;
    Layer layer_ = Layer::Page;
    float layer_scroll_ = 0;            ///< of the ScrollScopes around
    std::optional<Rect> layer_window_;  ///< what it shows: outside nothing is hit
    std::uint32_t frame_count_ = 0;
};

/// The smallest rectangle around `rect` of at least 44 x 44 px, same centre.
Rect touch_target(const Rect& rect);

}  // namespace lsl::ui
