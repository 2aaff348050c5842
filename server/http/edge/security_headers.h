#pragma once

#include <string_view>

#include "server/http/edge/message.h"

namespace lsl::http {

/// What every answer carries: Content-Security-Policy, nosniff, Referrer-Policy, COOP, CORP,
/// Permissions-Policy, and HSTS on https sites. Values that a handler set stay.
/// `media_origin` is where hosted media comes from; empty = nowhere.
void add_security_headers(Response& response, bool https, const std::string& media_origin);

}  // namespace lsl::http
