#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/model/practice.h"
#include "client/model/room/moderation_draft.h"
#include "client/model/studio/class_fields.h"
#include "client/model/studio/field_errors.h"
#include "shared/base/id.h"
#include "shared/wire/chat_rows.h"

namespace lsl::model {

/// Signing in and creating an account share what was typed.
struct SignInDraft {
    std::string email, password, display_name;
    std::string code;  ///< after the password
    bool password_shown = false;
    bool recovering = false;   ///< `code` is a recovery code
    bool wants_focus = false;  ///< the code's field, or coming back from it the password's
    FieldErrors errors;
};
/// The same rules as the server's, all fields. True when nothing is wrong.
bool check_sign_in(SignInDraft& draft);
bool check_account(SignInDraft& draft);
/// The code alone.
bool check_code(SignInDraft& draft);
/// The password alone.
bool check_new_password(SignInDraft& draft);

/// The dialogs of the settings share what was typed: the password is asked for in each of them.
struct AccountDraft {
    std::string email, password, new_password;
    std::string passkey_name, code;
    bool wants_focus = false;            ///< the code's field
    bool calendar_shown = false;         ///< the address of one's classes, a secret
    bool taught_calendar_shown = false;  ///< likewise
    FieldErrors errors;                  ///< by the names that the requests have for the fields
};
bool check_password_change(AccountDraft& draft);
bool check_email_change(AccountDraft& draft);
bool check_deletion(AccountDraft& draft);
/// The password alone.
bool check_present_password(AccountDraft& draft);
bool check_passkey(AccountDraft& draft);
bool check_passkey_name(AccountDraft& draft);
bool check_code(AccountDraft& draft);
/// An address to send a link to.
bool check_forgotten(SignInDraft& draft);

struct StudioSignInDraft {
    std::string token;
    FieldErrors errors;
};
bool check_studio_sign_in(StudioSignInDraft& draft);

/// An invitation to a class's team. Roles as domain::staff_role_name has them.
struct InviteDraft {
    std::string email, role = "moderator";
    FieldErrors errors;
};
/// Without an address whoever has the link may come.
bool check_invite(InviteDraft& draft);

/// Tokens for a person, as they are typed.
struct GrantDraft {
    std::string email, tokens, reason;
    FieldErrors errors;
};
bool check_grant(GrantDraft& draft);

/// What only the view under the person's fingers knows.
struct PlayerDraft {
    double last_activity = 0;  ///< seconds of the frame clock: controls hide after it
    bool pointer_over = false;
    bool help_open = false;         ///< the list of keys
    std::optional<double> seeking;  ///< position under the finger while dragging
    bool volume_open = false;
    bool settings_open = false;
    bool statistics_open = false;
    bool controls_shown = false;  ///< over the picture, in the frame before
    /// Of "once more": at the start or end, at the top or bottom of the picture.
    bool again_at_start = false, again_at_top = true;
    bool again_moved = false;  ///< by the finger that holds it
    /// Of the picture, per cent: as seen last, since when, and as screen readers heard last.
    std::int64_t zoom_seen = 100, zoom_said = 100;
    double zoom_since = 0;  ///< seconds of the frame clock
};

/// The practice panel.
struct PracticeDraft {
    std::optional<Stretch> dragged;  ///< the loop, while one of its ends is held
    Stretch window;                  ///< what the ruler shows
    bool speeds_open = false;        ///< the ladder, on a phone on its side
};

/// What is under the person's fingers in the room of a class.
struct ChatDraft {
    std::string text;
    bool as_question = false;
    bool as_announcement = false;  ///< of the team
    std::optional<MessageId> reply_to;
    bool wants_focus = false;  ///< the field: what is written next is an answer
    bool queued = false;       ///< goes by itself when the next one may
    int end_wish = 1;  ///< counts what leads back to the newest message; ui::Node::follow_end
    std::int64_t read_to = 0;   ///< the last message that stood on the screen
    std::int64_t told_to = -1;  ///< the last one that screen readers heard of; -1: not known yet
    double tell_after = 0;      ///< seconds of the frame clock: no sooner than then
    std::optional<MessageId> open;  ///< the row whose buttons are out
    std::optional<MessageId> menu;  ///< the row whose menu is
    wire::ReactionCounts taps;      ///< not sent yet
    double taps_due = 0;            ///< seconds of the frame clock; 0 = there are none
    bool reactions_open = false, pins_open = false, tools_open = false, hidden = false;
    bool sheet_open = false;  ///< over the stage of a phone
};

struct SearchDraft {
    std::string text;
    double due =
        0;  ///< seconds of the frame clock: sent then, once nothing more is typed; 0 = it is
};

struct ConsoleDraft {
    bool token_shown = false;
    bool encoder_open = false;           ///< "Use another encoder"
    std::optional<MessageId> answering;  ///< the open question whose field is out
    std::string answer;
    std::optional<ChapterId> renaming;  ///< the chapter whose field is out
    std::string chapter;                ///< its new name
    bool leave_asked = false;           ///< something is red, and the person was asked about it
};

struct Drafts {
    SignInDraft sign_in;
    AccountDraft account;
    StudioSignInDraft studio_sign_in;
    ClassDraft new_class;
    ClassDraft changed_class;
    std::string expected_viewers = "50";  ///< for the estimate of a new class's cost
    PlayerDraft player;
    PracticeDraft practice;
    ConsoleDraft console;
    ChatDraft chat;
    ModerationDraft moderation;
    InviteDraft invite;
    GrantDraft grant;
    std::string changed_role;  ///< in the dialog ChangeRole
    SearchDraft search;
    bool account_menu_open = false;
    bool language_menu_open = false;
    int studio_tab = 0;
    bool gallery_switch = false;
};

}  // namespace lsl::model
