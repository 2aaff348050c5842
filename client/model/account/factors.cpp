#include "client/model/drafts.h"
#include "shared/domain/text_rules.h"

namespace lsl::model {

namespace {

constexpr std::size_t longest_passkey_name = 64;  ///< bytes, as the server has it

void judge_present_password(AccountDraft& draft) {
    if (draft.password.empty()) draft.errors.set("password", "Enter your password.");
}

void judge_code(const std::string& code, FieldErrors& errors) {
    if (domain::trimmed(code).empty()) errors.set("code", "Enter the code.");
}

void judge_passkey_name(AccountDraft& draft) {
    const auto name = domain::trimmed(draft.passkey_name);
    if (name.empty() || name.size() > longest_passkey_name) {
        draft.errors.set("name", "Write a name of at most 64 characters.");
    }
}

}  // namespace

bool check_code(SignInDraft& draft) {
    draft.errors.clear();
    judge_code(draft.code, draft.errors);
    return draft.errors.empty();
}

bool check_present_password(AccountDraft& draft) {
    draft.errors.clear();
    judge_present_password(draft);
    return draft.errors.empty();
}

bool check_passkey(AccountDraft& draft) {
    draft.errors.clear();
    judge_passkey_name(draft);
    judge_present_password(draft);
    return draft.errors.empty();
}

bool check_passkey_name(AccountDraft& draft) {
    draft.errors.clear();
    judge_passkey_name(draft);
    return draft.errors.empty();
}

bool check_code(AccountDraft& draft) {
    draft.errors.clear();
    judge_code(draft.code, draft.errors);
    return draft.errors.empty();
}

}  // namespace lsl::model
