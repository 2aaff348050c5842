#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "client/ui/core/surface.h"
#include "client/ui/layout/layout.h"
#include "client/ui/text/text.h"
#include "client/ui/widgets/button.h"
#include "client/ui/widgets/field.h"
#include "client/ui/widgets/states.h"

namespace lsl::ui {

/// How wide a button is: as its column, or as its own words need.
enum class Fit : std::uint8_t { Column, Content };

/// Things under one another. Each call places one thing below the last, `gap` apart; after() asks
/// for another distance to the next thing alone. Nothing is left behind the last one, so that what
/// holds the column decides about its own padding. Lengths are CSS pixels, by the tokens in
/// namespace space.
///
///     Column column(ui, x, y, width);
///     column.heading(title, 2, {TextRole::Section});
///     column.after(space::s).paragraph(text);
///     if (column.button({.label = "Save"})) …
class Column {
  public:
    Column(Ui& ui, float x, float y, float width, float gap = space::l);

    /// The next thing comes this far below the last one.
    Column& after(float distance);
    /// Things between here and there were placed by somebody else; the next one comes below.
    void until(float bottom);

    Rect take(float height) { return take(width_, height); }
    Rect take(float width, float height, Align align = Align::Start);
    /// A line of things beside one another, taken from both of its ends.
    Slices row(float height, float gap = space::s) { return Slices(take(height), gap); }
    void heading(std::string_view text, int level, const TextStyle& style, int max_lines = 2);
    void paragraph(std::string_view text, const TextStyle& style = {}, int max_lines = 0,
                   Align align = Align::Start);
    /// One line, shortened to fit.
    void label(std::string_view text, const TextStyle& style, Align align = Align::Start);
    /// True when it was pressed.
    bool button(const Button& button, Fit fit = Fit::Column, Align align = Align::Start);
    /// A card around a column of its own; its height is the one that its content had in the frame
    /// before. `content` is called with that inner column.
    template <class Content>
    void panel(std::string_view key, const Content& content, float least_height = 0);

    /// From where the next thing would come, at most that wide. It places nothing here: see
    /// until().
    Column part(float most_width) const;
    /// Columns beside one another that start where the next thing would come, with these shares of
    /// the width. join() goes on below the longest of them.
    std::vector<Column> split(std::initializer_list<float> shares, float gap = space::l) const;
    void join(const std::vector<Column>& parts);

    Ui& ui() const { return *ui_; }
    float x() const { return x_; }
    float width() const { return width_; }
    float right() const { return x_ + width_; }
    float next() const { return bottom_ + pending_; }  ///< where the next thing would come
    float bottom() const { return bottom_; }           ///< where the last thing ended

  private:
    Ui* ui_;
    float x_, width_, bottom_, gap_;
    float pending_ = 0;  ///< between the last thing and the next one
};

/// The card behind Column::panel, for as long as its content is drawn.
class PanelFrame {
  public:
    PanelFrame(Ui& ui, std::string_view key, const Rect& place, float least_height);
    /// Returns the card's bottom edge; remembers its height for the next frame.
    float finish();

    Column column;  ///< within the card's padding

  private:
    Ui& ui_;
    Id key_;
    float top_, least_height_;
};

template <class Content>
void Column::panel(std::string_view key, const Content& content, float least_height) {
    PanelFrame frame(*ui_, key, {x_, next(), width_, 0}, least_height);
    content(frame.column);
    until(frame.finish());
}

// Widgets as the next thing of a column.
FieldResult text_field(Column& column, const TextField& spec, std::string& value);
FieldResult select_field(Column& column, const TextField& spec, std::string& value);
bool file_field(Column& column, const TextField& spec, std::string_view chosen);
/// Where a button of the caller's stands inside the field that comes next, at its end (its spec
/// reserves the room).
Rect field_end(const Column& column, const TextField& spec);
/// True when the value is to be copied.
bool copy_field(Column& column, std::string_view label, std::string_view value, bool secret,
                bool& revealed, bool copied);
void banner(Column& column, Tone tone, std::string_view text);
bool empty_state(Column& column, const EmptyState& state);
bool error_state(Column& column, std::string_view title, std::string_view text,
                 std::string_view action = {});
void skeleton(Column& column, float width, float height, float radius = radius::badge);
/// A page's content: under the top bar, within margins, at most `max_width` wide, centred.
class Page : public Column {
  public:
    /// `padding_top` below 0: the usual one.
    explicit Page(Ui& ui, float max_width = size::page_max_content, float padding_top = -1);
    /// Tells the document how high the page is, with room for the tab bar.
    void end(float padding_bottom = size::page_end);
};

}  // namespace lsl::ui
