#include "tests/bench/http_post.h"

#include <httplib.h>

namespace lsl::bench {

Result<HttpReply> ask(const std::string& url, const std::string& content_type,
                      const std::string& body, const std::string& token) {
    const std::size_t path = url.find('/', url.find("//") + 2);
    if (path == std::string::npos) return internal_error("not a URL: " + url);
    httplib::Client client(url.substr(0, path));
    client.set_read_timeout(30);
    httplib::Headers headers;
    if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
    const std::string target = url.substr(path);
    const auto answer = content_type.empty() ? client.Get(target, headers)
                                             : client.Post(target, headers, body, content_type);
    if (!answer) return internal_error("no answer from " + url.substr(0, path));
    return HttpReply{answer->status, answer->body};
}

}  // namespace lsl::bench
