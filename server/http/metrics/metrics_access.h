#pragma once

#include <string_view>

#include "server/http/edge/message.h"

namespace lsl::http {

/// Figures are for whoever runs the server: on the machine itself, or with METRICS_TOKEN as Bearer
/// from anywhere (`token` empty: from nowhere else). A proxy on this machine brings the world along
/// and is not the machine: it says so by X-Forwarded-For and the like, or by a public Host.
bool may_read_metrics(const Request& request, std::string_view token);

}  // namespace lsl::http
