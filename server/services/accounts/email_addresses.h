#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/passwords/password_check.h"
#include "server/services/accounts/passwords/passwords.h"
#include "server/services/events/event_hub.h"
#include "server/services/mail/outgoing_mails.h"
#include "server/store/database.h"
#include "server/store/people/mail_tokens_store.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/account_api.h"

namespace lsl::services {

/// What links in mails do: confirm an address, change it and take that back, choose a new password.
/// Tokens work once; wrong, used and expired ones are all Gone `token_not_valid`. Thread-safe.
class EmailAddresses {
  public:
    struct Parts {
        store::Database& database;
        const Clock& clock;
        EventHub& hub;
        Passwords& passwords;
        PasswordCheck& check;
        OutgoingMails mails;
    };
    /// `welcome_tokens` are given at the confirmation; 0: they were given at registering.
    EmailAddresses(const Parts& parts, std::int64_t welcome_tokens);

    /// Confirms an address, or makes it the person's; then the former one gets a mail.
    Result<void> verify(std::string_view token);
    /// TooMany beyond three an hour; Conflict `mail_off`.
    Result<void> resend(const Person& person);
    /// The same whether or not there is such an account, in the same time. TooMany by address
    /// alone.
    Result<void> forgot(std::string_view email, std::string_view address);
    /// Every session ends, and the address is confirmed by it. A password that is refused
    /// (InvalidInput `password`) leaves the token usable.
    Result<void> reset(const api::ResetPassword::Request& request, std::string_view address);
    /// The same for an address that somebody has: its holder gets a mail. Errors as of
    /// PasswordCheck; InvalidInput `email`; TooMany; Conflict `mail_off`.
    Result<void> change(const Person& person, const api::ChangeEmail::Request& request,
                        std::string_view address);
    /// The address from before a change is back, and every session ends.
    Result<void> undo(std::string_view token);

  private:
    Result<store::MailToken> usable(store::Connection& connection, std::string_view token,
                                    std::initializer_list<store::TokenPurpose> purposes) const;
    Result<void> look_at(std::string_view token,
                         std::initializer_list<store::TokenPurpose> purposes) const;
    Result<void> take_address(store::Connection& tx, const store::MailToken& token);
    Result<void> welcome(store::Connection& tx, UserId user);
    Result<void> end_sessions(store::Connection& tx, UserId user);
    Result<void> note(store::Connection& tx, UserId user, std::string action);

    const Parts parts_;
    const std::int64_t welcome_tokens_;
    RateLimits forgotten_;
};

}  // namespace lsl::services
