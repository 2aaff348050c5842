#pragma once

#include <string>
#include <vector>

#include "server/services/accounts.h"
#include "server/services/enrollments.h"
#include "server/services/streams.h"

namespace lsl::services {

struct DemoLogin {
    std::string email;
    std::string password;
};

/// Fills an empty database with a handful of believable classes and two viewers, so that the first
/// look shows something; nothing is done (and an empty list returned) when there is a class or
/// user already. The logins are printed at start.
Result<std::vector<DemoLogin>> fill_demo(store::Database& database, const Clock& clock,
                                         Accounts& accounts, Streams& streams,
                                         Enrollments& enrollments);

/// The logins of the demo viewers that exist in this database, for the printout of later starts.
std::vector<DemoLogin> demo_logins(store::Database& database);

}  // namespace lsl::services
