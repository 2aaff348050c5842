#pragma once

#include <string>

#include "shared/base/result.h"

namespace lsl::bench {

struct HttpReply {
    int status = 0;
    std::string body;
};

/// One request to http://host:port/path; a GET when there is no content type. `token` goes as a
/// bearer unless it is empty. Unavailable when nobody answers.
Result<HttpReply> ask(const std::string& url, const std::string& content_type = "",
                      const std::string& body = "", const std::string& token = "");

}  // namespace lsl::bench
