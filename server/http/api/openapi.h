#pragma once

#include <string>
#include <string_view>

#include "server/http/api/sessions.h"
#include "server/http/edge/router.h"

namespace lsl::http {

/// The OpenAPI 3.1 document of everything that `routes` answers, made from the same descriptions
/// that read and write the bodies. `public_url` is the server's address, without a slash at the
/// end.
std::string openapi_document(const Router& routes, const Sessions& sessions,
                             std::string_view version, std::string_view public_url);

}  // namespace lsl::http
