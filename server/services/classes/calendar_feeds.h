#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/classes/streams.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/studio_class.h"
#include "shared/wire/account_api.h"

namespace lsl::services {

/// Which classes a calendar shows.
enum class CalendarKind : std::uint8_t {
    Own,     ///< those that a person has a place in
    Taught,  ///< those that they teach or help with
};

/// A person's classes as a calendar that other programs fetch by an address that nobody can guess
/// (RFC 5545). It holds for as long as the person does not ask for another one, and needs no
/// session; the database does not know it. Thread-safe.
class CalendarFeeds {
  public:
    static Result<CalendarFeeds> open(store::Database& database, const Clock& clock,
                                      std::string public_url);

    Result<api::CalendarAddress> address(const Person& person, CalendarKind kind);
    /// Another address; the one from before leads nowhere.
    Result<api::CalendarAddress> rotate(const Person& person, CalendarKind kind);
    /// The calendar behind an address: what is ahead, and what was in the last 30 days. `name` is
    /// the last part of its path. NotFound.
    Result<CalendarFile> read(std::string_view name);

  private:
    CalendarFeeds(store::Database& database, const Clock& clock, std::string public_url,
                  std::string key)
        : database_(&database),
          clock_(&clock),
          public_url_(std::move(public_url)),
          key_(std::move(key)) {}

    struct Reader {
        UserId user;
        CalendarKind kind;
        std::int64_t number;
    };
    std::string secret_of(const Reader& reader) const;
    std::optional<Reader> reader_of(std::string_view secret) const;
    api::CalendarAddress address_of(const Reader& reader) const;
    Result<std::vector<domain::StudioClass>> classes_of(store::Connection& connection,
                                                        const Reader& reader) const;

    store::Database* database_;
    const Clock* clock_;
    std::string public_url_;
    std::string key_;
};

}  // namespace lsl::services
