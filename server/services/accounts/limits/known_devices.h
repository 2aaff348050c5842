#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

inline constexpr std::chrono::days known_device_lifetime{180};
/// One browser may be used by a family.
inline constexpr std::size_t most_accounts_of_a_device = 5;

/// A browser that somebody signed in with keeps a note of it, which only this server can have made.
/// With it the wrong guesses of others never lock the person out. It is no key: the password is
/// asked for all the same. A note says when it was made and for which account, the latter by its
/// MAC alone, so that nobody reads out of a shared computer who uses it. Thread-safe.
class KnownDevices {
  public:
    static Result<KnownDevices> open(store::Database& database, const Clock& clock);

    /// The name of the note that `notes`, as the browser sent them, have for this account.
    std::optional<std::string> find(std::string_view notes, UserId user) const;
    /// `notes` with a new one for this account in the first place.
    std::string noted(std::string_view notes, UserId user) const;

  private:
    KnownDevices(const Clock& clock, std::string key) : clock_(&clock), key_(std::move(key)) {}
    /// The random name inside, when the note was made here for this account not too long ago.
    std::optional<std::string> read(std::string_view note, UserId user) const;
    std::string mac_of(std::string_view made_and_name, UserId user) const;

    const Clock* clock_;
    std::string key_;
};

}  // namespace lsl::services
