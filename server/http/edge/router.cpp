#include "server/http/edge/router.h"

#include <algorithm>

namespace lsl::http {
namespace {

bool is_variable(const std::string& segment) { return segment.starts_with('{'); }

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& wanted, const std::string& given) {
                          return is_variable(wanted) ? !given.empty() : wanted == given;
                      });
}

bool has_variables(const std::vector<std::string>& pattern) {
    return std::any_of(pattern.begin(), pattern.end(), is_variable);
}

}  // namespace

void Router::add(Route route) {
    route.rule = api::find_rule(route.method, route.pattern);
    Request parsed;
    parsed.target = route.pattern;
    Entry entry{std::move(route), {}};
    if (parse_target(parsed)) entry.segments = std::move(parsed.path);
    const auto place = has_variables(entry.segments)
                           ? entries_.end()
                           : std::find_if(entries_.begin(), entries_.end(), [](const Entry& other) {
                                 return has_variables(other.segments);
                             });
    entries_.insert(place, std::move(entry));
}

Router::Match Router::find(const Request& request) const {
    Match match;
    const std::string& wanted = request.method == "HEAD" ? "GET" : request.method;
    for (const Entry& entry : entries_) {
        if (!matches(entry.segments, request.path)) continue;
        match.allow.push_back(entry.route.method);
        if (entry.route.method == "GET") match.allow.emplace_back("HEAD");
        if (match.route != nullptr || entry.route.method != wanted) continue;
        match.route = &entry.route;
        for (std::size_t i = 0; i < entry.segments.size(); ++i) {
            if (is_variable(entry.segments[i])) match.ids.push_back(request.path[i]);
        }
    }
    std::sort(match.allow.begin(), match.allow.end());
    match.allow.erase(std::unique(match.allow.begin(), match.allow.end()), match.allow.end());
    return match;
}

}  // namespace lsl::http
