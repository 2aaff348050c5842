#include "client/model/drafts.h"

#include "shared/domain/account.h"
#include "shared/domain/text_rules.h"
#include "shared/domain/wallet.h"

namespace lsl::model {

bool check_sign_in(SignInDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("email", domain::check_email(draft.email));
    if (draft.password.empty()) draft.errors.set("password", "Enter your password.");
    return draft.errors.empty();
}

bool check_account(SignInDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("displayName", domain::check_display_name(draft.display_name));
    draft.errors.judge("email", domain::check_email(draft.email));
    draft.errors.judge("password", domain::check_password(draft.password));
    return draft.errors.empty();
}

bool check_new_password(SignInDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("password", domain::check_password(draft.password));
    return draft.errors.empty();
}

bool check_password_change(AccountDraft& draft) {
    draft.errors.clear();
    if (draft.password.empty()) draft.errors.set("oldPassword", "Enter your password.");
    draft.errors.judge("newPassword", domain::check_password(draft.new_password));
    return draft.errors.empty();
}

bool check_email_change(AccountDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("email", domain::check_email(draft.email));
    if (draft.password.empty()) draft.errors.set("password", "Enter your password.");
    return draft.errors.empty();
}

bool check_deletion(AccountDraft& draft) {
    draft.errors.clear();
    if (draft.password.empty()) draft.errors.set("password", "Enter your password.");
    return draft.errors.empty();
}

bool check_forgotten(SignInDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("email", domain::check_email(draft.email));
    return draft.errors.empty();
}

bool check_studio_sign_in(StudioSignInDraft& draft) {
    draft.errors.clear();
    if (domain::trimmed(draft.token).empty()) {
        draft.errors.set("token", "Enter the studio's access token.");
    }
    return draft.errors.empty();
}

bool check_invite(InviteDraft& draft) {
    draft.errors.clear();
    if (!domain::trimmed(draft.email).empty()) {
        draft.errors.judge("email", domain::check_email(draft.email));
    }
    return draft.errors.empty();
}

bool check_grant(GrantDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("email", domain::check_email(draft.email));
    draft.errors.judge("tokens",
                       domain::check_granted_tokens(whole_number(draft.tokens).value_or(0)));
    draft.errors.judge("reason", domain::check_grant_reason(draft.reason));
    return draft.errors.empty();
}

}  // namespace lsl::model
