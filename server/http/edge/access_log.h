#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"
#include "shared/base/time.h"

namespace lsl::http {

/// Takes one line without its end; called from several threads.
using LogSink = std::function<void(std::string_view line)>;

/// Writes lines to stderr, each in one piece.
LogSink stderr_log();

/// One request as a line of name=value pairs. Routes stand for their addresses, which may hold
/// secrets; queries, headers and bodies are never in it.
std::string access_line(UtcTime now, const Request& request, std::string_view route,
                        const Response& response, std::chrono::microseconds took);

}  // namespace lsl::http
