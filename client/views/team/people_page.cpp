#include "client/views/pages.h"

#include "client/views/team/rights_table.h"
#include "client/views/team/role_field.h"
#include "client/views/team/role_words.h"
#include "client/views/wording.h"

#include <string>
#include <vector>

namespace lsl::views {

namespace {

using domain::StaffRole;

constexpr float team_face = 40, team_line_height = 64, phone_line_height = 80;
constexpr int people_waited_for = 3;

/// Somebody with a role, or an invitation, as a line shows it.
struct PersonLine {
    std::string key, name, detail;
    StaffRole role = StaffRole::Guest;
    bool waits = false;  ///< an invitation
    std::string email;   ///< known: another role, or a new link, can be offered
    Uuid who;
    bool removable = false;
    bool self = false;
};

bool manages(const View& view) {
    return view.model.may(domain::StaffAction::ManageStaff, view.model.route.stream);
}

PersonLine line_of(const View& view, const wire::StaffMember& member) {
    const auto& viewer = view.model.account.viewer;
    PersonLine line;
    line.key = member.user_id.to_string();
    line.name = member.display_name;
    line.role = member.role;
    line.who = member.user_id.uuid;
    line.self = viewer && viewer->user.id == member.user_id;
    const bool owner = member.role == StaffRole::Owner;
    const std::string since = view.say(
        msg::TeamJoined{view.model.words->time(member.accepted_at, model::TimeStyle::Day)});
    const std::string known = line.self ? std::string(view.say(msg::team_you)) : member.email;
    // Phones have room for one of them.
    const bool one = view.ui.phone() && !known.empty();
    line.detail = joined({known, owner || one ? std::string() : since});
    line.removable = !owner && (line.self || manages(view));
    if (line.removable && !line.self) line.email = member.email;
    return line;
}

PersonLine line_of(const View& view, const wire::InvitationRow& invitation) {
    PersonLine line;
    line.key = invitation.id.to_string();
    line.waits = true;
    line.role = invitation.role;
    line.who = invitation.id.uuid;
    line.email = invitation.email.value_or("");
    line.name = line.email.empty() ? std::string(view.say(msg::team_anyone)) : line.email;
    line.detail = view.say(
        msg::TeamUntil{view.model.words->time(invitation.expires_at, model::TimeStyle::Day)});
    line.removable = manages(view);
    return line;
}

ui::Button line_action(std::string_view label, std::string_view name, std::string_view key) {
    return {.label = label,
            .kind = ui::ButtonKind::Outline,
            .size = ui::ButtonSize::Small,
            .name = name,
            .key = key};
}

/// What can be done about a line: at the end of `place`, which keeps what is left, or on phones
/// from its start.
void line_actions(const View& view, ui::Slices& place, const PersonLine& line) {
    if (!line.removable) return;
    ui::Ui& ui = view.ui;
    const std::string_view remove = view.say(line.self    ? msg::team_leave
                                             : line.waits ? msg::team_take_back
                                                          : msg::team_remove);
    const std::string_view other =
        view.say(line.waits ? msg::team_new_link : msg::team_change_role);
    const std::string remove_name = view.say(msg::TeamActionFor{remove, line.name});
    const std::string other_name = view.say(msg::TeamActionFor{other, line.name});
    const ui::Button last = line_action(remove, remove_name, "remove");
    const ui::Button first = line_action(other, other_name, "other");
    const bool both = !line.email.empty();
    const float first_width = both ? ui::button_width(ui, first) : 0;
    const float last_width = ui::button_width(ui, last);
    const float gap = both ? ui::space::s : 0;
    ui::Slices row(ui.phone() ? place.rest : place.right(first_width + gap + last_width), gap);
    if (both && ui::button(ui, row.left(first_width), first)) {
        if (line.waits) {
            view.want(model::intent::InviteAgain{line.email, line.role});
        } else {
            view.want(model::intent::AskToChangeRole{line.email, line.name, line.role});
        }
    }
    if (ui::button(ui, row.left(last_width), last)) {
        view.want(model::intent::AskToRemove{line.who, line.waits ? "" : line.name, line.self});
    }
}

void line_face(const View& view, const ui::Rect& place, const PersonLine& line) {
    ui::Ui& ui = view.ui;
    const float x = ui::centre_x(place), y = ui::centre_y(place);
    if (!line.waits) return ui::avatar(ui, x, y, team_face, line.name);
    ui::disc(ui, x, y, team_face / 2, view.theme().surface2);
    const float side = ui::size::icon_inside;
    ui::draw_icon(ui, x - side / 2, y - side / 2, line.email.empty() ? icon::link : icon::user,
                  side, view.theme().muted);
}

/// Name and role, and what else there is to know: beside the role, on phones below it.
void line_words(const View& view, const ui::Rect& place, const PersonLine& line) {
    ui::Ui& ui = view.ui;
    const ui::TextStyle strong{.role = ui::TextRole::BodyStrong};
    const ui::TextStyle quiet = muted(view, ui::TextRole::Small);
    const float small = ui::line_height(quiet.role);
    const bool three = ui.phone() && !line.detail.empty();
    const float high = ui::line_height(strong.role) + (three ? 2 : 1) * small;
    ui::Column text(ui, place.x, ui::centre_y(place) - high / 2, place.width, 0);
    text.label(line.name, strong);
    const std::string role(role_name(view, line.role));
    const std::string shown =
        line.waits ? joined({role, std::string(view.say(msg::team_waiting))}) : role;
    const ui::TextStyle state{.role = ui::TextRole::SmallStrong,
                              .color = line.waits ? view.theme().warning : view.theme().text};
    if (ui.phone()) {
        text.label(shown, state);
        if (three) text.label(line.detail, quiet);
        return;
    }
    ui::Slices second = text.row(small, ui::space::s);
    ui::label(ui, second.left(ui::text_width(ui, shown, state)), shown, state);
    if (!line.detail.empty()) ui::label(ui, second.rest, line.detail, quiet);
}

/// The buttons are at the end, or on phones in a row of their own.
void person_line(const View& view, ui::Column& column, const PersonLine& line, bool last) {
    ui::Ui& ui = view.ui;
    const float top = ui.phone() && !line.detail.empty() ? phone_line_height : team_line_height;
    const bool own_row = ui.phone() && line.removable;
    const float below = own_row ? ui::size::button_small + ui::space::l : 0;
    const ui::Rect rect = column.after(0).take(top + below);
    ui::IdScope scope(ui, line.key);
    ui::NodeScope item(ui, ui::Role::ListItem, line.name, rect);
    ui::Slices inside({rect.x, rect.y, rect.width, top}, ui::space::m);
    const ui::Rect picture = inside.left(team_face);
    if (own_row) {
        ui::Slices row({rect.x, rect.y + top, rect.width, ui::size::button_small}, ui::space::s);
        line_actions(view, row, line);
    } else {
        ui::Slices end(ui::centred(inside.rest, inside.rest.width, ui::size::button_small),
                       ui::space::s);
        line_actions(view, end, line);
        inside.rest.width = end.rest.width;
    }
    line_face(view, picture, line);
    line_words(view, inside.rest, line);
    if (!last) ui::divider(ui, rect.x, ui::bottom(rect) - 1, rect.width);
}

void people_list(const View& view, ui::Column& column, const api::ListStaff::Response& people) {
    std::size_t left = people.staff.size() + people.invitations.size();
    const bool alone = left <= 1;
    column.panel("people", [&](ui::Column& inside) {
        ui::NodeScope node(view.ui, ui::Role::List, view.say(msg::team_people));
        for (const auto& one : people.staff) person_line(view, inside, line_of(view, one), !--left);
        for (const auto& one : people.invitations) {
            person_line(view, inside, line_of(view, one), !--left);
        }
    });
    if (!alone || !manages(view)) return;
    column.after(ui::space::xl);
    ui::empty_state(column, {.icon = icon::users,
                             .title = view.say(msg::team_alone),
                             .text = view.say(msg::team_alone_text)});
}

void people_part(const View& view, ui::Column& column) {
    const auto& loaded = view.model.studio.people;
    if (loaded.failed()) {
        return failed_list(view, column, view.say(msg::team_unshown), *loaded.error);
    }
    if (loaded.ready()) return people_list(view, column, *loaded.value);
    for (int i = 0; i < people_waited_for; ++i) {
        ui::skeleton(column, column.width(), team_line_height, ui::radius::card);
    }
}

void invite_form(const View& view, ui::Column& column) {
    model::InviteDraft& draft = view.drafts.invite;
    column.heading(view.say(msg::team_invite), 2, {.role = ui::TextRole::Section}, 1);
    column.after(ui::space::xs)
        .paragraph(view.say(msg::team_invite_text), muted(view, ui::TextRole::Small));
    ui::NodeScope form(view.ui, ui::Role::Form, view.say(msg::team_invite));
    ui::TextField email;
    email.label = view.say(msg::sign_in_email);
    email.hint = view.say(msg::team_email_hint);
    email.field.type = "email";
    email.field.name = "email";
    email.field.autocomplete = "off";
    email.field.input_mode = "email";
    email.field.error = view.explain(draft.errors, email.field.name);
    if (ui::text_field(column, email, draft.email).changed) draft.errors.clear();
    role_field(view, column, draft.role);
    if (column.after(ui::space::xl)
            .button({.label = view.say(msg::team_make_link),
                     .busy = view.model.studio.inviting.busy,
                     .submits = true})) {
        view.want(model::intent::Invite{});
    }
}

void people_head(const View& view, ui::Column& column) {
    ui::Ui& ui = view.ui;
    const StreamId id = view.model.route.stream;
    const model::Route back = model::page(model::Page::StudioClasses);
    const ui::TextRole role = ui::TextRole::Body;
    const ui::Rect line = column.take(ui::line_height(role));
    const float side = ui::size::icon_small;
    ui::draw_icon(ui, line.x, ui::centre_y(line) - side / 2, icon::chevron_left, side,
                  view.theme().muted);
    if (ui::link(ui, line.x + side + ui::space::xs, line.y, view.say(msg::common_your_classes),
                 model::url_of(back), true)) {
        view.go(back);
    }
    column.after(ui::space::s)
        .heading(view.say(msg::team_people), 1, {.role = ui::TextRole::Display});
    if (const wire::InstructorStream* row = view.model.studio.find(id)) {
        const auto start =
            view.model.words->time(model::start_of(row->stream), model::TimeStyle::Day);
        column.after(ui::space::xs).paragraph(joined({row->stream.title, start}), muted(view));
    }
    column.after(ui::space::xxl);
}

}  // namespace

void people_page(const View& view) {
    ui::Page page(view.ui);
    people_head(view, page);
    if (!manages(view)) {
        people_part(view, page);
        return page.end();
    }
    const auto rights = [&](ui::Column& column) {
        column.after(ui::space::xl).panel("rights", [&](ui::Column& inside) {
            rights_table(view, inside);
        });
    };
    const auto form = [&](ui::Column& column) {
        column.panel("invite", [&](ui::Column& inside) { invite_form(view, inside); });
    };
    if (ui::side_by_side(view.ui, page.width())) {
        const float main = page.width() - ui::size::side_panel - ui::space::xxl;
        std::vector<ui::Column> parts = page.split({main, ui::size::side_panel}, ui::space::xxl);
        people_part(view, parts.front());
        rights(parts.front());
        form(parts.back());
        page.join(parts);
    } else {
        people_part(view, page);
        page.after(ui::space::xl);
        form(page);
        rights(page);
    }
    page.end();
}

}  // namespace lsl::views
