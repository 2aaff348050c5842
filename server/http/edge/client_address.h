#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"

namespace lsl::http {

using IsTrustedProxy = std::function<bool(std::string_view address)>;

/// The peer, or, when that is a trusted proxy, the nearest address in X-Forwarded-For that is none.
std::string client_address(const Request& request, const IsTrustedProxy& trusted);

/// An entry of X-Forwarded-For as an address in its one usual form: "203.0.113.7",
/// "203.0.113.7:4711", "2001:db8::1", "[2001:db8::1]:4711". Nothing for what is no address, such
/// as "unknown".
std::optional<std::string> forwarded_address(std::string_view entry);

/// A proxy of this machine or its network says where the request is from, and nobody told us to
/// believe it: most likely TRUSTED_PROXIES was forgotten.
bool is_unheard_proxy(const Request& request, const IsTrustedProxy& trusted);

}  // namespace lsl::http
