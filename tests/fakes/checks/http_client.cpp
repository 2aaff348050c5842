#include "tests/fakes/checks/http_client.h"

#include <httplib.h>

namespace lsl::fakes {

Answer call(const std::string& method, const std::string& url, const Headers& headers,
            const std::string& body, const std::string& ca_file) {
    const auto path = url.find('/', url.find("://") + 3);
    httplib::Client client(url.substr(0, path));
    client.set_read_timeout(4);
    if (!ca_file.empty()) client.set_ca_cert_path(ca_file);
    httplib::Request request;
    request.method = method;
    request.path = url.substr(path);
    for (const auto& [name, value] : headers) request.headers.emplace(name, value);
    request.body = body;
    const auto result = client.send(request);
    if (!result) return {};
    Answer answer{.status = result->status, .body = result->body};
    for (const auto& [name, value] : result->headers) answer.headers[name] = value;
    return answer;
}

}  // namespace lsl::fakes
