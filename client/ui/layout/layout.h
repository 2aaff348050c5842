#pragma once

#include <vector>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

class Ui;

constexpr float right(const Rect& r) { return r.x + r.width; }
constexpr float bottom(const Rect& r) { return r.y + r.height; }
constexpr float centre_x(const Rect& r) { return r.x + r.width / 2; }
constexpr float centre_y(const Rect& r) { return r.y + r.height / 2; }
constexpr bool contains(const Rect& r, float x, float y) {
    return x >= r.x && y >= r.y && x < right(r) && y < bottom(r);
}
constexpr bool overlap(const Rect& a, const Rect& b) {
    return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}
constexpr Rect moved(const Rect& r, float x, float y) {
    return {r.x + x, r.y + y, r.width, r.height};
}
/// Smaller by the given amounts (larger when negative).
constexpr Rect inset(const Rect& r, float horizontal, float vertical) {
    return {r.x + horizontal, r.y + vertical, r.width - 2 * horizontal, r.height - 2 * vertical};
}
constexpr Rect inset(const Rect& r, float all) { return inset(r, all, all); }
Rect united(const Rect& a, const Rect& b);
Rect intersection(const Rect& a, const Rect& b);  ///< of no size when they do not meet
/// A box of that size in the middle of `outer`.
Rect centred(const Rect& outer, float width, float height);
/// A box of that width in proportion.
constexpr Rect with_aspect(float x, float y, float width, float aspect = 16.0f / 9.0f) {
    return {x, y, width, width / aspect};
}

/// Takes pieces off a rectangle's sides; each take leaves the rest (minus the gap) in `rest`.
class Slices {
  public:
    explicit Slices(const Rect& area, float gap = 0) : rest(area), gap_(gap) {}

    Rect left(float width);
    Rect right(float width);
    Rect top(float height);
    Rect bottom(float height);

    Rect rest;

  private:
    float gap_;
};

/// Things under one another: take() gives the next box and moves on.
class Stack {
  public:
    Stack(float left, float top, float wide, float gap = 0)
        : x(left), y(top), width(wide), gap_(gap) {}

    Rect take(float height);  ///< a box of the full width, then the gap
    void skip(float height) { y += height; }
    float end() const { return y - (any_ ? gap_ : 0); }  ///< bottom of the last box

    float x, y, width;

  private:
    float gap_;
    bool any_ = false;
};

/// Things beside one another, vertically centred in `height`.
class Row {
  public:
    Row(float left, float top, float high, float gap) : x(left), y(top), height(high), gap_(gap) {}

    Rect take(float width) { return take(width, height); }
    Rect take(float width, float own_height);

    float x, y, height;

  private:
    float gap_;
};

/// Columns of equal width; every row is as high as told.
class Grid {
  public:
    Grid(float x, float y, float width, int columns, float gap);

    float cell_width() const { return cell_; }
    /// The next cell; the row's height is the highest of its cells.
    Rect cell(float height);
    float end() const { return row_bottom_; }
    /// The cell of that number, counted from 0, where all rows are equally high. Moves nothing.
    Rect cell_at(int number, float height) const;

  private:
    float x_, y_, cell_, gap_, row_bottom_;
    int columns_, next_ = 0;
};

/// Which lines of a long column are to be made: those on the screen, and so many around it that
/// Tab, a screen reader and find in page go on from there. They change some lines at a time, since
/// each change is one of the mirror. `step`: from one line's top to the next one's.
struct Lines {
    int first = 0, last = 0;  ///< last: one past
};
Lines lines_in_reach(const Ui& ui, float top, float step, int count);

/// A page of that width has two columns: where both have room, and on a tablet that lies, which has
/// no height for one below the other. A phone that lies has no width for it.
bool side_by_side(const Ui& ui, float width);

/// `parts` boxes of equal width side by side.
std::vector<Rect> columns(const Rect& area, int parts, float gap);

}  // namespace lsl::ui
