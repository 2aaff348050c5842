#include "server/services/accounts/email_addresses.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "server/services/accounts/passwords/password_match.h"
#include "server/services/accounts/passwords/prepared_password.h"
#include "server/services/accounts/secrets.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/notices/mails_store.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/people/audit_store.h"
#include "server/store/people/sessions_store.h"
#include "server/store/people/users_store.h"
#include "shared/domain/account.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {
namespace {

using std::chrono::hours;
using store::TokenPurpose;

constexpr RateLimit forgotten_of_a_site{20, std::chrono::minutes(15)};
constexpr std::int64_t resent_in_an_hour = 3;
constexpr std::int64_t changes_in_an_hour = 5;
constexpr std::string_view asked_again = "again";  // a payload, beside that of registering

Error token_not_valid() {
    return make_error(ErrorCode::Gone, "token_not_valid",
                      "This link has been used, or is too old. Ask for another one.");
}

Error mail_off() {
    return make_error(ErrorCode::Conflict, "mail_off", "This studio's server sends no mail.");
}

Error too_many_mails() {
    Error error = make_error(ErrorCode::TooMany, "too_many_requests",
                             "That was often enough for now. Look for the mails that came.");
    error.retry_after_seconds = 3600;
    return error;
}

}  // namespace

EmailAddresses::EmailAddresses(const Parts& parts, std::int64_t welcome_tokens)
    : parts_(parts), welcome_tokens_(welcome_tokens), forgotten_(parts.clock) {}

Result<store::MailToken> EmailAddresses::usable(
    store::Connection& connection, std::string_view token,
    std::initializer_list<TokenPurpose> purposes) const {
    auto found =
        LSL_TRY(store::MailTokensStore(connection).find(sha256_hex(token), parts_.clock.utc()));
    if (!found || std::find(purposes.begin(), purposes.end(), found->purpose) == purposes.end()) {
        return token_not_valid();
    }
    return *found;
}

/// Strangers who try tokens out are none of the writer's business.
Result<void> EmailAddresses::look_at(std::string_view token,
                                     std::initializer_list<TokenPurpose> purposes) const {
    const auto found = parts_.database.read(
        [&](store::Connection& reader) { return usable(reader, token, purposes); });
    if (!found) return found.error();
    return {};
}

Result<void> EmailAddresses::verify(std::string_view token) {
    LSL_TRY(look_at(token, {TokenPurpose::Confirm, TokenPurpose::Change}));
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        const auto found =
            LSL_TRY(usable(tx, token, {TokenPurpose::Confirm, TokenPurpose::Change}));
        if (found.purpose == TokenPurpose::Change) {
            LSL_TRY(take_address(tx, found));
        } else {
            LSL_TRY(
                store::UsersStore(tx).note_verified(found.user, found.email, parts_.clock.utc()));
            LSL_TRY(note(tx, found.user, "email_confirmed"));
        }
        LSL_TRY(store::MailTokensStore(tx).remove(found.user, found.purpose));
        return welcome(tx, found.user);
    });
}

/// From the old address to the one that the token was sent to.
Result<void> EmailAddresses::take_address(store::Connection& tx, const store::MailToken& token) {
    store::UsersStore users(tx);
    store::MailTokensStore tokens(tx);
    const UtcTime now = parts_.clock.utc();
    const auto account = LSL_TRY(users.find(token.user));
    const auto holder = LSL_TRY(users.find_by_email(token.email));
    const bool taken = (holder && holder->user.id != token.user) ||
                       LSL_TRY(tokens.is_reserved(token.email, token.user, now));
    if (!account || taken) return token_not_valid();
    LSL_TRY(users.set_email(token.user, token.email, now));
    // Links to the old address are worth nothing, but for the one that brings it back.
    LSL_TRY(tokens.remove(token.user, TokenPurpose::Confirm));
    LSL_TRY(tokens.remove(token.user, TokenPurpose::Reset));
    LSL_TRY(note(tx, token.user, "email_changed"));
    // Nobody has shown that an unconfirmed one is theirs: it may be a stranger's.
    if (!account->user.email_verified_at) return {};
    return parts_.mails.put(tx, MailKind::Undo, token.user, account->user.email);
}

Result<void> EmailAddresses::welcome(store::Connection& tx, UserId user) {
    if (welcome_tokens_ == 0) return {};
    store::WalletStore wallet(tx);
    // Once, whatever is confirmed later.
    if (LSL_TRY(wallet.has_welcome(user))) return {};
    LSL_TRY(wallet.move({.id = new_id<WalletEntryId>(parts_.clock),
                         .user_id = user,
                         .delta = welcome_tokens_,
                         .reason = domain::WalletReason::Signup,
                         .created_at = parts_.clock.utc()},
                        std::nullopt));
    return {};
}

Result<void> EmailAddresses::resend(const Person& person) {
    if (!parts_.mails.on()) return mail_off();
    const UserId user = person.user.id;
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        const UtcTime now = parts_.clock.utc();
        const auto lately = LSL_TRY(store::MailsStore(tx).count(user, enum_name(MailKind::Confirm),
                                                                now - hours(1), asked_again));
        if (lately >= resent_in_an_hour) return too_many_mails();
        return parts_.mails.put(tx, MailKind::Confirm, user, person.user.email, asked_again);
    });
}

Result<void> EmailAddresses::forgot(std::string_view email, std::string_view address) {
    LSL_TRY(forgotten_.take(site_key(address), forgotten_of_a_site));
    const std::string typed = domain::trimmed(email);
    // Nothing that could be anybody's: no account has it.
    if (!parts_.mails.on() || !domain::check_email(typed)) return {};
    // Whose it is is asked when the mail is made: here the work is one row for everybody.
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        return parts_.mails.put(tx, MailKind::Forgot, std::nullopt, typed);
    });
}

Result<void> EmailAddresses::reset(const api::ResetPassword::Request& request,
                                   std::string_view address) {
    const auto find_account = [&](store::Connection& reader) -> Result<store::Account> {
        const auto token = LSL_TRY(usable(reader, request.token, {TokenPurpose::Reset}));
        auto found = LSL_TRY(store::UsersStore(reader).find(token.user));
        if (!found) return token_not_valid();
        return *found;
    };
    const auto account = LSL_TRY(parts_.database.read(find_account));
    LSL_TRY(check_new_password(request.password, account.user.email, account.user.display_name,
                               "password"));
    const std::string hash =
        LSL_TRY(parts_.passwords.hash(prepared_password(request.password), site_key(address)));
    const UserId user = account.user.id;
    const auto done = parts_.database.write([&](store::Connection& tx) -> Result<void> {
        const auto token = LSL_TRY(usable(tx, request.token, {TokenPurpose::Reset}));
        store::UsersStore users(tx);
        LSL_TRY(users.set_password_hash(user, hash));
        LSL_TRY(users.note_verified(user, token.email, parts_.clock.utc()));
        LSL_TRY(store::MailTokensStore(tx).remove(user, TokenPurpose::Reset));
        LSL_TRY(store::MailTokensStore(tx).remove(user, TokenPurpose::Confirm));
        LSL_TRY(end_sessions(tx, user));
        LSL_TRY(welcome(tx, user));
        LSL_TRY(note(tx, user, "password_reset"));
        return parts_.mails.put(tx, MailKind::Password, user, account.user.email);
    });
    if (done) parts_.hub.disconnect_user(user);
    return done;
}

Result<void> EmailAddresses::change(const Person& person, const api::ChangeEmail::Request& request,
                                    std::string_view address) {
    if (!parts_.mails.on()) return mail_off();
    LSL_TRY(domain::check_email(request.email));
    const UserId user = person.user.id;
    LSL_TRY(parts_.check.require(user, request.password, address, "password"));
    const std::string email = domain::trimmed(request.email);
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        const UtcTime now = parts_.clock.utc();
        store::MailsStore mails(tx);
        // Both kinds are a row of this person's, so that the answer never depends on the address.
        const auto lately = LSL_TRY(mails.count(user, enum_name(MailKind::Change), now - hours(1)));
        if (lately >= changes_in_an_hour) return too_many_mails();
        LSL_TRY(store::MailTokensStore(tx).remove(user, TokenPurpose::Change));
        LSL_TRY(parts_.mails.put(tx, MailKind::Change, user, email));
        return {};
    });
}

Result<void> EmailAddresses::undo(std::string_view token) {
    LSL_TRY(look_at(token, {TokenPurpose::Undo}));
    UserId user;
    const auto done = parts_.database.write([&](store::Connection& tx) -> Result<void> {
        const auto found = LSL_TRY(usable(tx, token, {TokenPurpose::Undo}));
        store::UsersStore users(tx);
        const auto holder = LSL_TRY(users.find_by_email(found.email));
        if (holder && holder->user.id != found.user) return token_not_valid();
        LSL_TRY(users.set_email(found.user, found.email, parts_.clock.utc()));
        LSL_TRY(store::MailTokensStore(tx).remove_all_of(found.user));
        LSL_TRY(end_sessions(tx, found.user));
        LSL_TRY(note(tx, found.user, "email_change_undone"));
        user = found.user;
        return {};
    });
    if (done) parts_.hub.disconnect_user(user);
    return done;
}

Result<void> EmailAddresses::end_sessions(store::Connection& tx, UserId user) {
    LSL_TRY(store::PushSubscriptionsStore(tx).remove_of_other_logins(user, {}));
    return store::SessionsStore(tx).remove_all_of(user);
}

Result<void> EmailAddresses::note(store::Connection& tx, UserId user, std::string action) {
    return store::AuditStore(tx).add({.at = parts_.clock.utc(),
                                      .actor = user,
                                      .action = std::move(action),
                                      .person = user,
                                      .stream_id = std::nullopt,
                                      .subject = {},
                                      .reason = {}});
}

}  // namespace lsl::services
