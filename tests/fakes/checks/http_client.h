#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "tests/fakes/cloudflare/http_message.h"

namespace lsl::fakes {

struct Answer {
    int status = 0;  ///< 0: no whole answer came
    Headers headers;
    std::string body;

    nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

/// One request on a connection of its own; four seconds at most for the answer. TLS is verified
/// against `ca_file`.
Answer call(const std::string& method, const std::string& url, const Headers& headers = {},
            const std::string& body = "", const std::string& ca_file = "");

}  // namespace lsl::fakes
