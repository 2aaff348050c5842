#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "client/ui/core/scopes.h"
#include "client/ui/core/surface.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/column.h"

namespace lsl::ui {

struct DialogSpec {
    std::string_view key;
    std::string_view title;
    float width = 440;
    bool sheet_on_phone = true;  ///< slides up from the bottom there
    bool dismissable = true;     ///< by Escape, a press outside, or the cross
};

/// A modal dialog while it lives. What doesn't fit the screen (less a soft keyboard) scrolls in it.
/// Draw its content between construction and finish():
///
///     if (draft.confirm_end) {
///         Dialog dialog(ui, {.key = "end", .title = "End the class?"});
///         dialog.column.paragraph("…");
///         if (dialog.finish()) draft.confirm_end = false;
///     }
class Dialog {
  public:
    Dialog(Ui& ui, const DialogSpec& spec);
    ~Dialog();
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;

    /// True: the person wants it closed.
    bool finish();

    Column column;  ///< of the content, viewport coordinates

  private:
    Ui& ui_;
    DialogSpec spec_;
    LayerScope layer_;
    IdScope id_;
    Rect frame_;
    float content_top_ = 0;
    float appeared_ = 1;
    bool sheet_ = false;
    bool dismissed_ = false;
    std::optional<OpacityScope> opacity_;
    std::optional<TransformScope> transform_;
    std::optional<NodeScope> node_;
    std::optional<ScrollScope> scroll_;
};

/// What was pressed at the end of a dialog.
enum class Answer : std::uint8_t { None, Confirm, Cancel };

/// The two buttons at the end of every dialog and form, in one order everywhere: what confirms
/// stands last, at the end of the line, or first where both do not fit beside one another. The
/// Enter key in a field never does what is dangerous.
Answer decide(Column& column, const Button& confirm, const Button& cancel);

/// The usual question: text and two buttons. `danger` colours the confirming one.
struct Question {
    std::string_view key, title, text, confirm;
    std::string_view cancel;  ///< empty = "Cancel"
    bool danger = false;
    bool busy = false;
};
Answer ask(Ui& ui, const Question& question);

struct MenuItem {
    std::string_view text;
    char32_t icon = 0;
    std::string_view href;  ///< a link
    bool danger = false;
    bool disabled = false;
    bool selected = false;  ///< ticked
};

enum class MenuSide : std::uint8_t { Below, Above };

/// A menu beside `anchor` (same layer as the caller's), on the side asked for if there is room;
/// closes on a choice, Escape or a press outside. Returns the index chosen.
std::optional<std::size_t> menu(Ui& ui, std::string_view key, const Rect& anchor,
                                std::span<const MenuItem> items, bool& open,
                                MenuSide side = MenuSide::Below);

struct Toast {
    std::uint32_t key = 0;  ///< stable while it is shown
    std::string text;
    Tone tone = Tone::Neutral;
    std::string action;  ///< a button's label, or none
    double until = 0;    ///< seconds of FrameInput::now; the app removes it then
};
struct ToastEvent {
    std::uint32_t key = 0;
    bool action = false;  ///< its button was pressed; else it was closed
};
/// Stacked at the bottom (above the tab bar on phones). Asks for a frame when the next one runs
/// out.
enum class ToastEdge : std::uint8_t { Bottom, Top };
std::optional<ToastEvent> toasts(Ui& ui, std::span<const Toast> toasts,
                                 ToastEdge edge = ToastEdge::Bottom);

}  // namespace lsl::ui
