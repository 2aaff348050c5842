#pragma once

#include <string>
#include <string_view>

#include "client/ui/core/ui.h"

namespace lsl::ui {

struct TextField {
    std::string_view label;
    Field field;                ///< name, type, autocomplete, error … as HTML names them
    std::string_view hint;      ///< under the field while there is no error
    std::string_view prefix;    ///< painted inside, before the text: "◆"
    std::string_view suffix;    ///< painted inside, at the end: "min"
    char32_t icon = 0;          ///< painted inside, before the text
    bool label_hidden = false;  ///< the label is only said
    bool multiline = false;
    float multiline_height = 92;
    bool disabled = false;
    float reserve_end = 0;  ///< keep free inside at the end, e.g. for a button of the caller's
};

struct FieldResult {
    Id id = 0;
    Rect box;          ///< the frame
    float height = 0;  ///< all of it, label and message included
    bool changed = false;
    bool focused = false;
};

/// Draws label, frame, hint or error, and emits the semantic field that the DOM fills with a real,
/// visible input: padding 0 14 px (multiline 11 14), 15/1.45 text. Text typed there arrives through
/// Interaction::edit and is put into `value`.
FieldResult text_field(Ui& ui, float x, float y, float width, const TextField& spec,
                       std::string& value);
/// The frame that text_field will draw.
Rect field_box(float x, float y, float width, const TextField& spec);
/// Height that text_field will take.
float text_field_height(Ui& ui, float width, const TextField& spec);

/// A choice among spec.field.options (the DOM's own select); `value` is an option's value.
FieldResult select_field(Ui& ui, float x, float y, float width, const TextField& spec,
                         std::string& value);

/// A button that looks like a field, for a file to choose: shows `chosen` or the placeholder.
/// Returns pressed; the caller has the platform open its dialog.
bool file_field(Ui& ui, float x, float y, float width, const TextField& spec,
                std::string_view chosen);

/// A value to copy, shown as dots until revealed when `secret`. `copied` turns the button into
/// "Copied"; set it for a while after the platform has confirmed.
struct CopyResult {
    float height = 0;
    bool copy = false;
};
CopyResult copy_field(Ui& ui, float x, float y, float width, std::string_view label,
                      std::string_view value, bool secret, bool& revealed, bool copied);

}  // namespace lsl::ui
