#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/model/class_fields.h"
#include "client/model/field_errors.h"
#include "client/model/practice.h"

namespace lsl::model {

/// Signing in and creating an account share what was typed.
struct SignInDraft {
    std::string email, password, display_name;
    bool password_shown = false;
    FieldErrors errors;
};
/// The same rules as the server's, all fields. True when nothing is wrong.
bool check_sign_in(SignInDraft& draft);
bool check_account(SignInDraft& draft);
/// The password alone.
bool check_new_password(SignInDraft& draft);

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
};

/// The practice panel.
struct PracticeDraft {
    std::optional<Stretch> dragged;  ///< the loop, while one of its ends is held
    Stretch window;                  ///< what the ruler shows
    bool speeds_open = false;        ///< the ladder, on a phone on its side
};

struct SearchDraft {
    std::string text;
    double due =
        0;  ///< seconds of the frame clock: sent then, once nothing more is typed; 0 = it is
};

struct ConsoleDraft {
    bool token_shown = false;
    bool encoder_open = false;  ///< "Use another encoder"
};

struct Drafts {
    SignInDraft sign_in;
    StudioSignInDraft studio_sign_in;
    ClassDraft new_class;
    ClassDraft changed_class;
    std::string expected_viewers = "50";  ///< for the estimate of a new class's cost
    PlayerDraft player;
    PracticeDraft practice;
    ConsoleDraft console;
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
