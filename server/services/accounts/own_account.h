#pragma once

#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/accounts/login_sessions.h"
#include "server/services/accounts/passwords/password_check.h"
#include "server/services/accounts/passwords/passwords.h"
#include "server/services/events/event_hub.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/account_api.h"

namespace lsl::services {

/// What people do with their own account: another password, all of it as a file, the end of it.
/// Thread-safe.
class OwnAccount {
  public:
    struct Parts {
        store::Database& database;
        const Clock& clock;
        EventHub& hub;
        Passwords& passwords;
        PasswordCheck& check;
        OutgoingMails mails;
    };
    explicit OwnAccount(const Parts& parts) : parts_(parts) {}

    /// The caller's other sessions end. Errors as of PasswordCheck; InvalidInput with
    /// `newPassword`.
    Result<void> change_password(const Person& person, const api::ChangePassword::Request& request,
                                 std::string_view address);
    /// The caller's account, or the owner's where there is none. `sessions` are listed by the
    /// caller.
    Result<api::ExportAccount::Response> export_of(const Caller& caller, LoginSessions& sessions);
    /// Errors as of PasswordCheck; Conflict `last_owner`.
    Result<void> remove(const Person& person, std::string_view password, std::string_view address);

  private:
    Result<void> erase(store::Connection& tx, const Person& person);
    Result<void> leave_classes(store::Connection& tx, UserId user);

    const Parts parts_;
};

}  // namespace lsl::services
