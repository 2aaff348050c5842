#include "server/services/accounts/passwords/password_match.h"

#include <string>
#include <utility>

#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/passwords/popular_passwords.h"
#include "server/services/accounts/passwords/prepared_password.h"
#include "shared/domain/account.h"
#include "shared/domain/guessable.h"

namespace lsl::services {
namespace {

constexpr std::size_t longest_code_point = 4;  // bytes in UTF-8 (RFC 3629)

Result<bool> is_right(Passwords& passwords, const std::optional<store::Account>& account,
                      std::string_view password, std::string_view address) {
    // No account has a longer one: not worth hashing.
    if (password.size() > domain::max_password_characters * longest_code_point) return false;
    const bool has_one = account && !account->password_hash.empty();
    const std::string& hash = has_one ? account->password_hash : passwords.dummy_hash();
    const bool verified = LSL_TRY(passwords.verify(hash, password, site_key(address)));
    return has_one && verified;
}

}  // namespace

Result<PasswordMatch> match_password(Passwords& passwords,
                                     const std::optional<store::Account>& account,
                                     std::string_view typed, std::string_view address) {
    const std::string password = prepared_password(typed);
    if (LSL_TRY(is_right(passwords, account, password, address))) return PasswordMatch{true, false};
    // Hashes of former versions are of what was typed.
    if (password == typed) return PasswordMatch{};
    const bool right = LSL_TRY(is_right(passwords, account, typed, address));
    return PasswordMatch{right, right};
}

Result<void> check_new_password(std::string_view password, std::string_view email,
                                std::string_view display_name, std::string_view field) {
    auto allowed = domain::check_password(password);
    if (allowed && (is_popular_password(password) || domain::is_simple_pattern(password) ||
                    domain::is_about(password, email, display_name))) {
        allowed = make_error(ErrorCode::InvalidInput, "password_weak",
                             "This password is among the first that others would try. Choose "
                             "another one.");
    }
    if (!allowed) allowed.error().field = field;
    return allowed;
}

}  // namespace lsl::services
