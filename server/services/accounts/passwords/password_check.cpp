#include "server/services/accounts/passwords/password_check.h"

#include <string>

#include "server/services/accounts/passwords/password_match.h"
#include "server/store/people/users_store.h"

namespace lsl::services {
namespace {

constexpr RateLimit wrong_passwords{10, std::chrono::minutes(15)};

}  // namespace

Result<void> PasswordCheck::require(UserId user, std::string_view password,
                                    std::string_view address, std::string_view field) {
    const auto account = LSL_TRY(database_.read(
        [&](store::Connection& reader) { return store::UsersStore(reader).find(user); }));
    // Counts as wrong from its beginning: many at once do not slip through.
    const std::string key = user.to_string();
    LSL_TRY(wrong_.take(key, wrong_passwords));
    const auto match = match_password(passwords_, account, password, address);
    if (!match || match->right) wrong_.give_back(key);
    if (!match) return match.error();
    if (match->right) return {};
    Error error = make_error(ErrorCode::Forbidden, "wrong_password", "This is not your password.");
    error.field = field;
    return error;
}

}  // namespace lsl::services
