#include "client/views/pages.h"

#include "client/views/team/role_words.h"

#include <string>

namespace lsl::views {

namespace {

constexpr float offer_width = 460;

void way_on(const View& view, ui::Column& column, std::string_view label, const model::Route& to,
            ui::ButtonKind kind = ui::ButtonKind::Accent) {
    const std::string href = model::url_of(to);
    if (column.button(
            {.label = label, .kind = kind, .size = ui::ButtonSize::Large, .href = href})) {
        view.go(to);
    }
}

/// Nothing to answer here: what happened, and the way on.
void without_offer(const View& view, ui::Column& column, std::string_view title,
                   std::string_view text) {
    const model::Route classes = model::page(model::Page::Classes);
    const std::string href = model::url_of(classes);
    unseen_title(view, title, column);
    if (ui::empty_state(column, {.icon = icon::ticket,
                                 .title = title,
                                 .text = text,
                                 .action = view.say(msg::common_browse_classes),
                                 .href = href})) {
        view.go(classes);
    }
}

void offer_refused(const View& view, ui::Column& column, const Error& error) {
    if (error.code == ErrorCode::NotFound) {
        return without_offer(view, column, view.say(msg::invitation_gone),
                             view.say(msg::invitation_gone_text));
    }
    if (error.code == ErrorCode::Gone) {
        return without_offer(view, column, view.say(msg::invitation_gone), view.explain(error));
    }
    if (error.code != ErrorCode::Forbidden) {
        unseen_title(view, view.say(msg::invitation_title), column);
        return failed_list(view, column, view.say(msg::invitation_unshown), error);
    }
    unseen_title(view, view.say(msg::invitation_not_yours), column);
    if (ui::empty_state(column, {.icon = icon::circle_user,
                                 .title = view.say(msg::invitation_not_yours),
                                 .text = view.explain(error),
                                 .action = view.say(msg::invitation_other_account),
                                 .href = {}})) {
        view.want(model::intent::SignOut{model::sign_in_from(view.model.route)});
    }
}

/// The class and the role, the same before and after the answer.
void about_offer(const View& view, ui::Column& column, const wire::InvitationOffer& offer) {
    const std::string_view role = role_name(view, offer.role);
    column.after(ui::space::l).paragraph(offer.title, {.role = ui::TextRole::CardTitle}, 2);
    column.after(0).paragraph(
        view.model.words->time(offer.scheduled_start_time, model::TimeStyle::Day),
        muted(view, ui::TextRole::Small));
    column.after(ui::space::l)
        .paragraph(view.say(msg::InvitationYourRole{role}), {.role = ui::TextRole::BodyStrong});
    column.after(ui::space::xxs).paragraph(role_text(view, offer.role), muted(view));
    column.after(ui::space::xl);
}

void offer_accepted(const View& view, ui::Column& column, const wire::InvitationOffer& offer) {
    column.heading(view.say(msg::invitation_accepted), 1, {.role = ui::TextRole::PageTitle});
    about_offer(view, column, offer);
    if (domain::may(offer.role, domain::StaffAction::RunClass)) {
        way_on(view, column, view.say(msg::watch_open_console),
               model::broadcast_page(offer.stream_id));
        column.after(ui::space::m);
        return way_on(view, column, view.say(msg::invitation_to_class),
                      model::watch_page(offer.stream_id), ui::ButtonKind::Outline);
    }
    way_on(view, column, view.say(msg::invitation_to_class), model::watch_page(offer.stream_id));
}

void sign_in_first(const View& view, ui::Column& column) {
    const model::Route sign_in = model::sign_in_from(view.model.route);
    model::Route create = sign_in;
    create.page = model::Page::CreateAccount;
    way_on(view, column, view.say(msg::invitation_sign_in), sign_in);
    column.after(ui::space::m);
    way_on(view, column, view.say(msg::sign_in_create_an_account), create, ui::ButtonKind::Outline);
    column.after(ui::space::m)
        .paragraph(view.say(msg::invitation_come_back), muted(view, ui::TextRole::Small));
}

void yes_or_no(const View& view, ui::Column& column) {
    const model::Submission& answering = view.model.invitation.answering;
    if (answering.error) {
        ui::banner(column, ui::Tone::Danger, view.explain(*answering.error));
        column.after(ui::space::m);
    }
    if (column.button({.label = view.say(msg::invitation_accept),
                       .size = ui::ButtonSize::Large,
                       .busy = answering.busy})) {
        view.want(model::intent::AcceptInvitation{});
    }
    if (column.after(ui::space::m)
            .button({.label = view.say(msg::invitation_decline),
                     .kind = ui::ButtonKind::Outline,
                     .size = ui::ButtonSize::Large,
                     .disabled = answering.busy})) {
        view.want(model::intent::DeclineInvitation{});
    }
}

void offer_asked(const View& view, ui::Column& column, const wire::InvitationOffer& offer) {
    column.heading(view.say(msg::InvitationFrom{offer.invited_by}), 1,
                   {.role = ui::TextRole::PageTitle});
    about_offer(view, column, offer);
    // The studio's owner, who came by the access token, may answer too.
    if (view.model.signed_in() || view.model.staff()) {
        yes_or_no(view, column);
    } else {
        sign_in_first(view, column);
    }
    const std::string until = view.model.words->time(offer.expires_at, model::TimeStyle::Day);
    column.after(ui::space::m)
        .paragraph(view.say(msg::InvitationUntil{until}), muted(view, ui::TextRole::Small));
}

void offer_card(const View& view, ui::Column& column, const wire::InvitationOffer& offer) {
    column.panel("invitation", [&](ui::Column& inside) {
        const float height = ui::with_aspect(0, 0, inside.width()).height;
        ui::picture(view.ui, inside.take(height), offer.thumbnail_url.value_or(""), offer.title,
                    ui::radius::inside);
        inside.after(ui::space::xl);
        if (offer.accepted) {
            offer_accepted(view, inside, offer);
        } else {
            offer_asked(view, inside, offer);
        }
    });
}

}  // namespace

void invitation_page(const View& view) {
    const model::Invitation& invitation = view.model.invitation;
    ui::Page page(view.ui, offer_width);
    if (invitation.declined) {
        without_offer(view, page, view.say(msg::invitation_declined),
                      view.say(msg::invitation_declined_text));
    } else if (invitation.offer.failed()) {
        offer_refused(view, page, *invitation.offer.error);
    } else if (invitation.offer.ready()) {
        offer_card(view, page, *invitation.offer.value);
    } else {
        unseen_title(view, view.say(msg::invitation_title), page);
        ui::skeleton(page, page.width(), page.width(), ui::radius::card);
    }
    page.end();
}

}  // namespace lsl::views
