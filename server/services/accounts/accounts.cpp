#include "server/services/accounts/accounts.h"

#include "server/services/accounts/popular_passwords.h"
#include "server/services/accounts/prepared_password.h"
#include "server/services/accounts/secrets.h"
#include "server/store/email_key.h"
#include "server/store/sessions_store.h"
#include "server/store/staff_store.h"
#include "server/store/wallet_store.h"
#include "shared/domain/guessable.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using std::chrono::minutes;

constexpr minutes registration_window{15};
constexpr std::size_t shortest_secret = 16;
constexpr std::size_t longest_code_point = 4;  // bytes in UTF-8 (RFC 3629)

Error wrong_credentials(std::string message) {
    return make_error(ErrorCode::Unauthenticated, "wrong_credentials", std::move(message));
}

Error email_taken() {
    Error error = make_error(ErrorCode::Conflict, "email_taken",
                             "There is an account with this e-mail address. Sign in instead.");
    error.field = "email";
    return error;
}

/// One that is among the first to be tried: by its commonness, its pattern or whose it is.
Result<void> check_not_guessable(const api::Register::Request& request) {
    if (!is_popular_password(request.password) && !domain::is_simple_pattern(request.password) &&
        !domain::is_about(request.password, request.email, request.displayName)) {
        return {};
    }
    Error error = make_error(ErrorCode::InvalidInput, "password_weak",
                             "This password is among the first that others would try. Choose "
                             "another one.");
    error.field = "password";
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
      sign_ins_(clock),
      registrations_(clock) {}

Result<LoggedIn> Accounts::register_viewer(const api::Register::Request& request,
                                           const Visit& visit) {
    LSL_TRY(domain::check_email(request.email));
    LSL_TRY(domain::check_password(request.password));
    LSL_TRY(domain::check_display_name(request.displayName));
    LSL_TRY(check_not_guessable(request));
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
        if (LSL_TRY(store::UsersStore(tx).find_by_email(user.email))) return email_taken();
        LSL_TRY(store::UsersStore(tx).insert(user, *hashed));
        const domain::WalletEntry welcome{.id = new_id<WalletEntryId>(clock_),
                                          .user_id = user.id,
                                          .delta = options_.signup_tokens,
                                          .reason = domain::WalletReason::Signup,
                                          .created_at = user.created_at};
        const auto balance = LSL_TRY(store::WalletStore(tx).move(welcome, std::nullopt));
        return let_in(tx, user, balance.value_or(0), visit);
    });
}

Result<LoggedIn> Accounts::login(const api::Login::Request& request, const Visit& visit) {
    const std::string email = store::email_key(request.email);
    const auto account = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return store::UsersStore(reader).find_by_email(email); }));
    const auto device = account ? devices_.find(visit.device, account->user.id) : std::nullopt;
    const auto attempt = LSL_TRY(sign_ins_.begin(email, visit.address, device));

    const std::string password = prepared_password(request.password);
    auto right = is_right(account, password, visit);
    // Hashes of former versions are of what was typed.
    const bool tries_as_typed = right && !*right && password != request.password;
    if (tries_as_typed) right = is_right(account, request.password, visit);
    if (!right || *right) sign_ins_.forgive(attempt);
    if (!right) return right.error();
    if (!*right) return wrong_credentials("The e-mail address or the password is not right.");

    std::string better_hash;
    if (tries_as_typed || passwords_.needs_rehash(account->password_hash)) {
        // Not now is fine: the next login will do it.
        auto made = passwords_.hash(password, site_key(visit.address));
        if (made) better_hash = std::move(*made);
    }
    return database_.write([&](store::Connection& tx) -> Result<LoggedIn> {
        if (!better_hash.empty()) {
            LSL_TRY(store::UsersStore(tx).set_password_hash(account->user.id, better_hash));
        }
        const auto balance = LSL_TRY(store::WalletStore(tx).balance(account->user.id));
        return let_in(tx, account->user, balance, visit);
    });
}

/// The same work whether or not there is such an account.
Result<bool> Accounts::is_right(const std::optional<store::Account>& account,
                                std::string_view password, const Visit& visit) {
    // No account has a longer one: not worth hashing.
    if (password.size() > domain::max_password_characters * longest_code_point) return false;
    const bool has_one = account && !account->password_hash.empty();
    const std::string& hash = has_one ? account->password_hash : passwords_.dummy_hash();
    const bool verified = LSL_TRY(passwords_.verify(hash, password, site_key(visit.address)));
    return has_one && verified;
}

Result<LoggedIn> Accounts::let_in(store::Connection& tx, const domain::User& user,
                                  std::int64_t balance, const Visit& visit) {
    return LoggedIn{
        .session = {.user = wire::user_row(user), .token_balance = balance},
        .session_token = LSL_TRY(open_session(tx, user.id, visit.session, std::nullopt)),
        .device = devices_.noted(visit.device, user.id)};
}

Result<std::string> Accounts::open_session(store::Connection& tx, UserId user,
                                           std::string_view replaced,
                                           std::optional<std::string> credential) {
    store::SessionsStore sessions(tx);
    const UtcTime now = clock_.utc();
    if (!replaced.empty()) LSL_TRY(sessions.remove(sha256_hex(replaced)));
    std::string token = random_secret();
    const auto lifetime = credential ? instructor_session_lifetime : viewer_session_lifetime;
    LSL_TRY(sessions.insert({.token_hash = sha256_hex(token),
                             .user = user,
                             .credential = std::move(credential),
                             .created_at = now,
                             .expires_at = now + lifetime}));
    return token;
}

void Accounts::logout(std::string_view session_token) {
    const auto person = person_of(session_token);
    if (!person) return;
    static_cast<void>(database_.write([&](store::Connection& tx) {
        return store::SessionsStore(tx).remove(sha256_hex(session_token));
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
        return open_session(tx, *owner, visit.session, owner_credential());
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
