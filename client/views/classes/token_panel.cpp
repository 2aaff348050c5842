#include "client/views/classes/token_panel.h"

namespace lsl::views {

bool wants_token_panel(const View& view) {
    const model::Model& m = view.model;
    return m.signup_tokens > 0 && m.account.presence == model::Presence::Out && !m.staff();
}

void token_panel(const View& view, ui::Column& column, float least_height) {
    ui::NodeScope region(view.ui, ui::Role::Region, view.say(msg::browse_tokens_title));
    column.panel(
        "tokens",
        [&](ui::Column& inside) {
            inside.heading(view.say(msg::browse_tokens_title), 2,
                           {.role = ui::TextRole::CardTitle});
            inside.after(ui::space::s)
                .paragraph(view.say(msg::BrowseTokensText{view.tokens(view.model.signup_tokens)}),
                           muted(view, ui::TextRole::Small));
            const model::Route create = model::page(model::Page::CreateAccount);
            const std::string href = model::url_of(create);
            if (inside.after(ui::space::l)
                    .button({.label = view.say(msg::browse_tokens_action),
                             .kind = ui::ButtonKind::Secondary,
                             .href = href})) {
                view.go(create);
            }
        },
        least_height);
}

}  // namespace lsl::views
