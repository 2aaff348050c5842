#include "client/views/search_field.h"

namespace lsl::views {

namespace {
constexpr double search_pause = 0.3;  ///< seconds without typing, after which the search is sent
}

std::optional<std::string> search_field(const View& view, ui::Column& column,
                                        std::string_view label, std::string_view placeholder) {
    ui::Ui& ui = view.ui;
    model::SearchDraft& draft = view.drafts.search;
    ui::TextField spec{.label = label, .icon = icon::search, .label_hidden = true};
    spec.field.type = "search";
    spec.field.name = "q";
    spec.field.placeholder = placeholder;
    spec.field.autocomplete = "off";
    if (ui::text_field(column, spec, draft.text).changed) draft.due = ui.now() + search_pause;
    if (draft.due > ui.now()) {
        view.wake_in(draft.due - ui.now());
    } else if (draft.due > 0) {
        draft.due = 0;
        return draft.text;
    }
    return std::nullopt;
}

}  // namespace lsl::views
