#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::domain {

/// A person with an account. The password hash is the store's and the services' business alone.
struct User {
    UserId id;
    std::string email;  ///< as typed; compared without case. Empty: the studio's owner without one
    std::string display_name;
    UtcTime created_at;
    std::optional<UtcTime> email_verified_at;  ///< when the address was shown to be theirs
};

inline constexpr std::size_t min_password_characters = 8;
inline constexpr std::size_t max_password_characters = 256;
inline constexpr std::size_t max_email_characters = 254;

/// The same sentences in the form and from the server.
Result<void> check_email(std::string_view email);
Result<void> check_password(std::string_view password);
Result<void> check_display_name(std::string_view name);

}  // namespace lsl::domain
