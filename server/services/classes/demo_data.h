#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "server/services/accounts/accounts.h"
#include "server/services/classes/streams.h"
#include "server/services/enrollments/enrollments.h"

namespace lsl::services {

struct DemoLogin {
    std::string email;
    std::string password;
};

/// Which passwords the demo viewers get.
enum class DemoPasswords : std::uint8_t {
    Known,   ///< those in the source: nobody but this machine's users can come here
    Random,  ///< made once for this data folder
};

/// What the demo is made with.
struct DemoParts {
    store::Database& database;
    const Clock& clock;
    Accounts& accounts;
    Streams& streams;
    Enrollments& enrollments;
    std::filesystem::path recordings;  ///< the folder of recordings
};

/// Fills an empty database with a handful of believable classes and two viewers, so that the first
/// look shows something; nothing is done (and an empty list returned) when there is a class or
/// user already. The logins are printed at start. Where this server carries the media there is also
/// a class of yesterday with its replay, and a workout in the catalogue; both play a film that is
/// made here.
Result<std::vector<DemoLogin>> fill_demo(const DemoParts& parts, DemoPasswords passwords);

/// Before a data folder is shown to others: demo viewers that still have the passwords in the
/// source get random ones, and their sessions end.
Result<void> close_known_demo_logins(store::Database& database, const Clock& clock,
                                     Passwords& passwords);

/// The logins of the demo viewers that exist in this database, for the printout of later starts.
std::vector<DemoLogin> demo_logins(store::Database& database);

}  // namespace lsl::services
