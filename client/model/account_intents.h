#pragma once

#include <string>

// What a person wants of their own account, on the page of settings and before signing in.

namespace lsl::model::intent {

struct SendPasswordLink {};     ///< to the address in the draft of signing in
struct ConfirmAddressAgain {};  ///< by another mail
struct AskToChangePassword {};
struct ConfirmChangePassword {};  ///< by the draft
struct AskToChangeEmail {};
struct ConfirmChangeEmail {};  ///< by the draft
struct EndSession {
    std::string id;  ///< of a sign-in; "others": all but this one
};
struct AskToRenewCalendar {};  ///< another address for one's classes as a calendar
struct ConfirmRenewCalendar {};
struct ExportAccount {};
struct AskToDeleteAccount {};
struct ConfirmDeleteAccount {};  ///< by the password in the draft

}  // namespace lsl::model::intent
