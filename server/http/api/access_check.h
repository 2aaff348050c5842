#pragma once

#include "server/http/api/services.h"
#include "server/http/api/sessions.h"
#include "server/http/edge/router.h"
#include "shared/base/result.h"

namespace lsl::http {

/// Holds a call against its route's rule of api::access_list, and notes in it who calls. Visitors
/// are Unauthenticated where somebody has to be signed in; staff routes are Forbidden by
/// domain::require_role, and NotFound for a class that there isn't.
Result<void> check_access(const Services& services, const Sessions& sessions, const Route& route,
                          Call& call);

}  // namespace lsl::http
