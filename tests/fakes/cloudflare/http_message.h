#pragma once

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lsl::fakes {

/// Header names compare without case.
struct HeaderOrder {
    bool operator()(const std::string& a, const std::string& b) const {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(),
            [](unsigned char x, unsigned char y) { return std::tolower(x) < std::tolower(y); });
    }
};
using Headers = std::map<std::string, std::string, HeaderOrder>;

struct HttpRequest {
    std::string method;
    std::string path;  ///< percent-decoded
    std::map<std::string, std::string> query;
    Headers headers;
    std::string body;
    std::optional<std::string> file_part;  ///< "file" of a multipart form

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
    std::string parameter(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? std::string() : found->second;
    }
};

struct HttpResponse {
    int status = 200;
    std::string type;
    std::string body;
    Headers headers;
    std::optional<std::filesystem::path> file;  ///< instead of the body; ranges are served
    bool cut = false;                           ///< the connection ends in the middle of the body
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// "/a/b/c" → {"a", "b", "c"}
inline std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        if (end > 0) segments.emplace_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return segments;
}

inline HttpResponse plain(int status, std::string text) {
    return {.status = status, .type = "text/plain", .body = std::move(text)};
}

}  // namespace lsl::fakes
