#include "server/services/accounts/accounts.h"

#include "server/services/accounts/device_words.h"
#include "server/services/accounts/passwords/password_match.h"
#include "server/services/accounts/passwords/prepared_password.h"
#include "server/services/accounts/secrets.h"
#include "server/services/mail/mail_texts.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/people/audit_store.h"
#include "server/store/people/email_key.h"
#include "server/store/people/mail_tokens_store.h"
#include "server/store/people/second_factors_store.h"
#include "server/store/people/sessions_store.h"
#include "server/store/people/sign_in_challenges_store.h"
#include "server/store/people/staff_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using std::chrono::minutes;

constexpr minutes registration_window{15};
constexpr std::size_t shortest_secret = 16;

Error wrong_credentials(std::string message) {
    return make_error(ErrorCode::Unauthenticated, "wrong_credentials", std::move(message));
}

Error email_taken() {
    Error error = make_error(ErrorCode::Conflict, "email_taken",
                             "There is an account with this e-mail address. Sign in instead.");
    error.field = "email";
    return error;
}

}  // namespace

Accounts::Accounts(store::Database& database, const Clock& clock, EventHub& hub,
                   Passwords& passwords, KnownDevices devices, AccountsOptions options)
    : database_(database),
      clock_(clock),
      hub_(hub),
      passwords_(passwords),
      devices_(std::move(devices)),
      options_(std::move(options)),
      sessions_(database, clock, hub),
      sign_ins_(clock),
      registrations_(clock) {}

Result<LoggedIn> Accounts::register_viewer(const api::Register::Request& request,
                                           const Visit& visit) {
    LSL_TRY(domain::check_email(request.email));
    LSL_TRY(domain::check_password(request.password));
    LSL_TRY(domain::check_display_name(request.displayName));
    LSL_TRY(check_new_password(request.password, request.email, request.displayName, "password"));
    const std::string site = site_key(visit.address);
    LSL_TRY(registrations_.take(site, RateLimit{options_.new_per_address, registration_window}));

    const auto hashed = passwords_.hash(prepared_password(request.password), site);
    if (!hashed) {
        registrations_.give_back(site);
        return hashed.error();
    }
    const domain::User user{.id = new_id<UserId>(clock_),
                            .email = domain::trimmed(request.email),
                            .display_name = domain::trimmed(request.displayName),
                            .created_at = clock_.utc()};
    return database_.write([&](store::Connection& tx) -> Result<LoggedIn> {
        const auto balance = LSL_TRY(make_account(tx, user, *hashed, visit));
        return let_in(tx, user, balance, visit);
    });
}

Result<std::int64_t> Accounts::make_account(store::Connection& tx, const domain::User& user,
                                            const std::string& password_hash, const Visit& visit) {
    store::UsersStore users(tx);
    const bool taken =
        LSL_TRY(users.find_by_email(user.email)).has_value() ||
        LSL_TRY(store::MailTokensStore(tx).is_reserved(user.email, std::nullopt, clock_.utc()));
    if (taken) return email_taken();
    LSL_TRY(users.insert(user, password_hash));
    const std::string language = mail_language(visit.languages);
    if (!language.empty()) LSL_TRY(users.set_language(user.id, language));
    if (options_.mails) {
        LSL_TRY(options_.mails->put(tx, MailKind::Confirm, user.id, user.email));
    }
    if (options_.welcome_when_confirmed) return std::int64_t{0};
    const domain::WalletEntry welcome{.id = new_id<WalletEntryId>(clock_),
                                      .user_id = user.id,
                                      .delta = options_.signup_tokens,
                                      .reason = domain::WalletReason::Signup,
                                      .created_at = user.created_at};
    return LSL_TRY(store::WalletStore(tx).move(welcome, std::nullopt)).value_or(0);
}

Result<LoggedIn> Accounts::login(const api::Login::Request& request, const Visit& visit) {
    const std::string email = store::email_key(request.email);
    const auto account = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return store::UsersStore(reader).find_by_email(email); }));
    const auto device = account ? devices_.find(visit.device, account->user.id) : std::nullopt;
    const auto attempt = LSL_TRY(sign_ins_.begin(email, visit.address, device));

    const auto match = match_password(passwords_, account, request.password, visit.address);
    if (!match || match->right) sign_ins_.forgive(attempt);
    if (!match) return match.error();
    if (!match->right) return wrong_credentials("The e-mail address or the password is not right.");

    std::string better_hash;
    if (match->as_typed || passwords_.needs_rehash(account->password_hash)) {
        // Not now is fine: the next login will do it.
        auto made = passwords_.hash(prepared_password(request.password), site_key(visit.address));
        if (made) better_hash = std::move(*made);
    }
    const bool more = LSL_TRY(wants_second_factor(account->user.id));
    return database_.write([&](store::Connection& tx) -> Result<LoggedIn> {
        if (!better_hash.empty()) {
            LSL_TRY(store::UsersStore(tx).set_password_hash(account->user.id, better_hash));
        }
        if (more) {
            LoggedIn asked;
            asked.second_factor = LSL_TRY(ask_second_factor(tx, account->user.id));
            return asked;
        }
        const auto balance = LSL_TRY(store::WalletStore(tx).balance(account->user.id));
        return let_in(tx, account->user, balance, visit);
    });
}

Result<LoggedIn> Accounts::admit(store::Connection& tx, UserId user, const Visit& visit) {
    const auto account = LSL_TRY(store::UsersStore(tx).find(user));
    if (!account) return not_found("There is no such account.");
    return let_in(tx, account->user, account->token_balance, visit);
}

Result<bool> Accounts::wants_second_factor(UserId user) {
    return database_.read([&](store::Connection& reader) -> Result<bool> {
        const auto factor = LSL_TRY(store::SecondFactorsStore(reader).find(user));
        return factor && factor->confirmed_at;
    });
}

Result<std::string> Accounts::ask_second_factor(store::Connection& tx, UserId user) {
    store::SignInChallengesStore challenges(tx);
    const UtcTime now = clock_.utc();
    LSL_TRY(challenges.remove_expired(now));
    std::string token = random_secret();
    LSL_TRY(challenges.insert({.hash = sha256_hex(token),
                               .purpose = std::string(for_second_factor),
                               .user = user,
                               .user_handle = {},
                               .expires_at = now + second_factor_lifetime}));
    return token;
}

Result<LoggedIn> Accounts::let_in(store::Connection& tx, const domain::User& user,
                                  std::int64_t balance, const Visit& visit) {
    return LoggedIn{.session = {.user = wire::user_row(user), .token_balance = balance},
                    .session_token = LSL_TRY(sessions_.open(tx, user.id, visit, std::nullopt)),
                    .device = devices_.noted(visit.device, user.id)};
}

void Accounts::logout(std::string_view session_token) {
    const auto person = person_of(session_token);
    if (!person) return;
    const std::string login = sha256_hex(session_token);
    static_cast<void>(database_.write([&](store::Connection& tx) -> Result<void> {
        // The next person at this browser must not read on its screen what is the last one's.
        LSL_TRY(store::PushSubscriptionsStore(tx).remove_of_login(person->user.id, login));
        return store::SessionsStore(tx).remove(login);
    }));
    hub_.disconnect_user(person->user.id);
    if (domain::studio_role(person->roles)) hub_.disconnect_instructors();
}

std::optional<Person> Accounts::person_of(std::string_view session_token) {
    if (session_token.empty()) return std::nullopt;
    using Found = std::optional<Person>;
    const auto found = database_.read([&](store::Connection& reader) -> Result<Found> {
        const auto session =
            LSL_TRY(store::SessionsStore(reader).find(sha256_hex(session_token), clock_.utc()));
        if (!session || !counts(*session)) return Found();
        auto account = LSL_TRY(store::UsersStore(reader).find(session->user));
        if (!account) return Found();
        auto roles = LSL_TRY(store::StaffStore(reader).roles_of(session->user));
        if (!LoginSessions::is_in_use(*session, !roles.empty(), clock_.utc())) return Found();
        sessions_.note_use(*session);
        return Found(Person{std::move(account->user), account->token_balance, session->token_hash,
                            std::move(roles)});
    });
    return found ? *found : std::nullopt;
}

bool Accounts::counts(const store::SessionRow& session) const {
    return !session.credential || same_secret(*session.credential, owner_credential());
}

Result<std::string> Accounts::owner_login(std::string_view access_token, const Visit& visit) {
    // Looked at first: the guesses of others never refuse the right one. It is too long to be
    // guessed; counting keeps the log and the machine quiet.
    const bool usable = options_.instructor_access_token.size() >= shortest_secret;
    if (!same_secret(access_token, options_.instructor_access_token) || !usable) {
        LSL_TRY(sign_ins_.begin("(instructor)", visit.address, std::nullopt));
        return wrong_credentials("This access token is not right.");
    }
    return database_.write([&](store::Connection& tx) -> Result<std::string> {
        const auto owner = LSL_TRY(store::StaffStore(tx).owner());
        if (!owner) return internal_error("the studio has no owner");
        if (!options_.access_token_login && LSL_TRY(store::StaffStore(tx).owner_may_sign_in())) {
            return make_error(ErrorCode::Forbidden, "access_token_off",
                              "The access token is switched off here. Sign in with your account.");
        }
        LSL_TRY(store::AuditStore(tx).add({.at = clock_.utc(),
                                           .actor = *owner,
                                           .action = "access_token_used",
                                           .person = std::nullopt,
                                           .stream_id = std::nullopt,
                                           .subject = device_words(visit.user_agent),
                                           .reason = {}}));
        return sessions_.open(tx, *owner, visit, owner_credential());
    });
}

Result<void> Accounts::forget_former_access_tokens() {
    return database_.write([&](store::Connection& tx) {
        return store::SessionsStore(tx).remove_other_credentials(owner_credential());
    });
}

std::string Accounts::owner_credential() const {
    return sha256_hex("instructor session of " + options_.instructor_access_token);
}

Result<void> Accounts::require_cron(std::string_view bearer) const {
    const bool usable = options_.cron_secret.size() >= shortest_secret;
    if (same_secret(bearer, options_.cron_secret) && usable) return {};
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "This needs the right secret in the Authorization header.");
}

}  // namespace lsl::services
