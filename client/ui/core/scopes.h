#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "client/ui/core/ui.h"

namespace lsl::ui {

/// Ids inside are distinct from the same names elsewhere. Per row: IdScope scope(ui,
/// stream.id.value()).
class IdScope {
  public:
    IdScope(Ui& ui, std::string_view name) : ui_(ui) { ui_.push_id(name); }
    IdScope(Ui& ui, std::int64_t number) : ui_(ui) { ui_.push_id(number); }
    ~IdScope() { ui_.pop_id(); }
    IdScope(const IdScope&) = delete;
    IdScope& operator=(const IdScope&) = delete;

  private:
    Ui& ui_;
};

/// Viewport coordinates, over the page and over what was drawn before in such layers: bars,
/// dialogs, toasts. Layer::Page returns to page coordinates. It takes no pointer by itself: see
/// block().
class LayerScope {
  public:
    LayerScope(Ui& ui, Layer layer);
    ~LayerScope();
    LayerScope(const LayerScope&) = delete;
    LayerScope& operator=(const LayerScope&) = delete;

    /// What lies below gets no pointer in there.
    void block(const Rect& rect);

  private:
    Ui& ui_;
    Layer before_;
    float scroll_before_;
    std::optional<Rect> window_before_;
};

/// What is laid out inside is moved up by `scroll` and seen only in `window`, on top of what the
/// page or an area around it has been scrolled.
class ScrollScope {
  public:
    ScrollScope(Ui& ui, const Rect& window, float scroll);
    ~ScrollScope();
    ScrollScope(const ScrollScope&) = delete;
    ScrollScope& operator=(const ScrollScope&) = delete;

  private:
    Ui& ui_;
    float scroll_before_;
    std::optional<Rect> window_before_;
};

/// Children of one semantic container. Without a rectangle it gets the union of its children.
class NodeScope {
  public:
    NodeScope(Ui& ui, Role role, std::string_view name, const Rect& rect = {});
    NodeScope(Ui& ui, Node node);
    ~NodeScope();
    NodeScope(const NodeScope&) = delete;
    NodeScope& operator=(const NodeScope&) = delete;

    Id id() const { return id_; }

  private:
    Ui& ui_;
    Id id_;
};

/// Everything drawn inside is this much fainter (0…1, multiplied with the scope around it).
class OpacityScope {
  public:
    OpacityScope(Ui& ui, float opacity);
    ~OpacityScope();
    OpacityScope(const OpacityScope&) = delete;
    OpacityScope& operator=(const OpacityScope&) = delete;

  private:
    Ui& ui_;
    float before_;
};

/// Everything drawn inside is scaled about the middle of `rect` and moved; layout and hits are not.
class TransformScope {
  public:
    TransformScope(Ui& ui, const Rect& rect, float scale, float move_x = 0, float move_y = 0);
    ~TransformScope();
    TransformScope(const TransformScope&) = delete;
    TransformScope& operator=(const TransformScope&) = delete;

  private:
    Ui& ui_;
    Rect screen_;
    float scale_, move_x_, move_y_;
    int first_vertex_;
};

/// What is drawn inside is placed by Ui::physical and comes out as it is, not mirrored.
class PhysicalScope {
  public:
    explicit PhysicalScope(Ui& ui);
    ~PhysicalScope();
    PhysicalScope(const PhysicalScope&) = delete;
    PhysicalScope& operator=(const PhysicalScope&) = delete;

  private:
    Ui& ui_;
    int first_vertex_;
};

/// Nothing is drawn outside `rect`.
class ClipScope {
  public:
    ClipScope(Ui& ui, const Rect& rect);
    ~ClipScope();
    ClipScope(const ClipScope&) = delete;
    ClipScope& operator=(const ClipScope&) = delete;

  private:
    Ui& ui_;
};

}  // namespace lsl::ui
