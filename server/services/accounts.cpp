#include "server/services/accounts.h"

#include "server/services/secrets.h"
#include "server/store/sessions_store.h"
#include "server/store/users_store.h"
#include "server/store/wallet_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

using std::chrono::minutes;

constexpr RateLimit wrong_per_account{20, minutes(15)};
constexpr RateLimit wrong_per_address{100, minutes(15)};
constexpr RateLimit new_per_address{2000, minutes(15)};
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

LoggedIn logged_in(const domain::User& user, std::int64_t balance, std::string token) {
    return {.session = {.user = {user.id, user.email, user.display_name}, .token_balance = balance},
            .session_token = std::move(token)};
}

/// An attempt to get in. It counts as a wrong one from its beginning, so that many at once do not
/// slip through, and is forgiven when it turns out right.
class LoginAttempt {
  public:
    LoginAttempt(RateLimits& limits, const std::string& account, const std::string& address)
        : limits_(limits),
          account_("login-account:" + account),
          address_("login-address:" + address_key(address)) {}

    Result<void> begin() {
        // Wrong attempts of others must not lock out an address that has made none.
        const bool failing = limits_.count(address_, wrong_per_address.within) > 0;
        LSL_TRY(limits_.take(address_, wrong_per_address));
        counted_ = limits_.take(account_, wrong_per_account);
        if (!counted_ && failing) {
            limits_.give_back(address_);
            return counted_;
        }
        return {};
    }
    void forgive() {
        limits_.give_back(address_);
        if (counted_) limits_.give_back(account_);
    }

  private:
    RateLimits& limits_;
    const std::string account_;
    const std::string address_;
    Result<void> counted_;
};

}  // namespace

Accounts::Accounts(store::Database& database, const Clock& clock, EventHub& hub, RateLimits& limits,
                   Passwords& passwords, AccountsOptions options)
    : database_(database),
      clock_(clock),
      hub_(hub),
      limits_(limits),
      passwords_(passwords),
      options_(std::move(options)) {}

Result<LoggedIn> Accounts::register_viewer(const api::Register::Request& request,
                                           const Visit& visit) {
    LSL_TRY(domain::check_email(request.email));
    LSL_TRY(domain::check_password(request.password));
    LSL_TRY(domain::check_display_name(request.displayName));
    LSL_TRY(limits_.take("register:" + address_key(visit.address), new_per_address));

    const std::string hash = LSL_TRY(passwords_.hash(request.password));
    const domain::User user{.id = new_id<UserId>(clock_),
                            .email = domain::trimmed(request.email),
                            .display_name = domain::trimmed(request.displayName),
                            .created_at = clock_.utc()};
    return database_.write([&](store::Connection& tx) -> Result<LoggedIn> {
        if (LSL_TRY(store::UsersStore(tx).find_by_email(user.email))) return email_taken();
        LSL_TRY(store::UsersStore(tx).insert(user, hash));
        const domain::WalletEntry welcome{.id = new_id<WalletEntryId>(clock_),
                                          .user_id = user.id,
                                          .delta = options_.signup_tokens,
                                          .reason = domain::WalletReason::Signup,
                                          .created_at = user.created_at};
        const auto balance = LSL_TRY(store::WalletStore(tx).move(welcome, std::nullopt));
        std::string token = LSL_TRY(open_session(tx, user.id, visit.session));
        return logged_in(user, balance.value_or(0), std::move(token));
    });
}

Result<LoggedIn> Accounts::login(const api::Login::Request& request, const Visit& visit) {
    LoginAttempt attempt(limits_, domain::normalized_email(request.email), visit.address);
    LSL_TRY(attempt.begin());

    const auto account = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::UsersStore(reader).find_by_email(request.email);
    }));
    const std::string& hash = account ? account->password_hash : passwords_.dummy_hash();
    const auto verified = passwords_.verify(hash, request.password);
    if (!verified) {
        attempt.forgive();
        return verified.error();
    }
    if (!account || !*verified) {
        return wrong_credentials("The e-mail address or the password is not right.");
    }
    attempt.forgive();

    std::string better_hash;
    if (passwords_.needs_rehash(account->password_hash)) {
        // Not now is fine: the next login will do it.
        if (auto made = passwords_.hash(request.password)) better_hash = std::move(*made);
    }
    return database_.write([&](store::Connection& tx) -> Result<LoggedIn> {
        store::UsersStore users(tx);
        if (!better_hash.empty()) {
            LSL_TRY(users.set_password_hash(account->user.id, better_hash));
        }
        std::string token = LSL_TRY(open_session(tx, account->user.id, visit.session));
        const auto balance = LSL_TRY(store::WalletStore(tx).balance(account->user.id));
        return logged_in(account->user, balance, std::move(token));
    });
}

Result<std::string> Accounts::open_session(store::Connection& tx, std::optional<UserId> user,
                                           std::string_view replaced) {
    store::SessionsStore sessions(tx);
    const UtcTime now = clock_.utc();
    LSL_TRY(sessions.remove_expired(now));
    if (!replaced.empty()) LSL_TRY(sessions.remove(sha256_hex(replaced)));
    std::string token = random_secret();
    store::SessionRow session{.token_hash = sha256_hex(token),
                              .user = user,
                              .credential = std::nullopt,
                              .created_at = now,
                              .expires_at = now + viewer_session_lifetime};
    if (!user) {
        session.credential = instructor_credential();
        session.expires_at = now + instructor_session_lifetime;
    }
    LSL_TRY(sessions.insert(session));
    return token;
}

void Accounts::logout(std::string_view session_token) {
    const auto viewer = viewer_of(session_token);
    if (!viewer) return;
    static_cast<void>(database_.write([&](store::Connection& tx) {
        return store::SessionsStore(tx).remove(sha256_hex(session_token));
    }));
    hub_.disconnect_user(viewer->user.id);
}

std::optional<Viewer> Accounts::viewer_of(std::string_view session_token) {
    if (session_token.empty()) return std::nullopt;
    using Found = std::optional<Viewer>;
    const auto found = database_.read([&](store::Connection& reader) -> Result<Found> {
        const auto session =
            LSL_TRY(store::SessionsStore(reader).find(sha256_hex(session_token), clock_.utc()));
        if (!session || !session->user) return Found();
        const auto account = LSL_TRY(store::UsersStore(reader).find(*session->user));
        if (!account) return Found();
        return Found(Viewer{account->user, account->token_balance});
    });
    return found ? *found : std::nullopt;
}

Result<std::string> Accounts::instructor_login(std::string_view access_token, const Visit& visit) {
    LoginAttempt attempt(limits_, "(instructor)", visit.address);
    LSL_TRY(attempt.begin());
    const bool usable = options_.instructor_access_token.size() >= shortest_secret;
    if (!same_secret(access_token, options_.instructor_access_token) || !usable) {
        return wrong_credentials("This access token is not right.");
    }
    attempt.forgive();
    return database_.write(
        [&](store::Connection& tx) { return open_session(tx, std::nullopt, visit.session); });
}

void Accounts::instructor_logout(std::string_view session_token) {
    if (!is_instructor(session_token)) return;
    static_cast<void>(database_.write([&](store::Connection& tx) {
        return store::SessionsStore(tx).remove(sha256_hex(session_token));
    }));
    hub_.disconnect_instructors();
}

bool Accounts::is_instructor(std::string_view session_token) {
    if (session_token.empty()) return false;
    const auto session = database_.read([&](store::Connection& reader) {
        return store::SessionsStore(reader).find(sha256_hex(session_token), clock_.utc());
    });
    return session && *session && (*session)->credential &&
           same_secret(*(*session)->credential, instructor_credential());
}

std::string Accounts::instructor_credential() const {
    return sha256_hex("instructor session of " + options_.instructor_access_token);
}

Result<void> Accounts::require_cron(std::string_view bearer) const {
    const bool usable = options_.cron_secret.size() >= shortest_secret;
    if (same_secret(bearer, options_.cron_secret) && usable) return {};
    return make_error(ErrorCode::Unauthenticated, "unauthenticated",
                      "This needs the right secret in the Authorization header.");
}

}  // namespace lsl::services
