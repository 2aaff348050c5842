#include "server/http/edge/message.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace lsl::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_valid_encoding(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte <= ' ' || byte == 0x7f) return false;
        if (text[i] != '%') continue;
        if (i + 2 >= text.size()) return false;
        const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return false;
        i += 2;
    }
    return true;
}

void parse_query(std::string_view text, Request& request) {
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        request.query.emplace_back(
            percent_decoded(pair.substr(0, equals), true),
            equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1), true));
    }
}

}  // namespace

bool lists_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (equal_ignoring_case(trimmed(list.substr(0, comma)), token)) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

Error malformed_request(std::string message) {
    return make_error(ErrorCode::Malformed, "malformed_request", std::move(message));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Request::header(std::string_view name) const {
    for (const Header& header : headers) {
        if (equal_ignoring_case(header.name, name)) return header.value;
    }
    return {};
}

bool Request::has_header(std::string_view name) const { return count_headers(name) > 0; }

std::size_t Request::count_headers(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        headers.begin(), headers.end(),
        [&](const Header& header) { return equal_ignoring_case(header.name, name); }));
}

std::string_view Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) return value;
    }
    return {};
}

bool Request::has_parameter(std::string_view name) const {
    return std::any_of(query.begin(), query.end(),
                       [&](const auto& parameter) { return parameter.first == name; });
}

std::string_view Request::bearer() const {
    constexpr std::string_view scheme = "bearer ";
    const std::string_view value = header("Authorization");
    if (value.size() <= scheme.size()) return {};
    if (!equal_ignoring_case(value.substr(0, scheme.size()), scheme)) return {};
    const std::size_t start = value.find_first_not_of(' ', scheme.size());
    return start == std::string_view::npos ? std::string_view() : value.substr(start);
}

std::string_view Request::cookie(std::string_view name) const {
    for (const Header& header : headers) {
        if (!equal_ignoring_case(header.name, "Cookie")) continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            std::string_view pair = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
            if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
                return pair.substr(name.size() + 1);
            }
        }
    }
    return {};
}

void take_absolute_form(Request& request) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        const std::string_view target = request.target;
        if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        const std::string_view rest = target.substr(scheme.size());
        const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
        const std::string host(rest.substr(0, end));
        // One Host is required all the same; where there is none or more, that is the fault.
        for (Header& header : request.headers) {
            if (equal_ignoring_case(header.name, "Host")) header.value = host;
        }
        std::string_view tail = rest.substr(end);
        if (tail.starts_with('/')) tail.remove_prefix(1);
        std::string path = "/";
        path += tail;
        request.target = std::move(path);
        return;
    }
}

Result<void> parse_target(Request& request) {
    const std::string_view target = request.target;
    if (!target.starts_with('/') || !is_valid_encoding(target)) {
        return malformed_request("The request's address is malformed.");
    }
    const std::size_t question = target.find('?');
    std::string_view path =
        target.substr(1, question == std::string_view::npos ? question : question - 1);
    request.path.clear();
    request.query.clear();
    if (path.ends_with('/')) path.remove_suffix(1);
    while (!path.empty()) {
        const std::string_view segment = path.substr(0, path.find('/'));
        request.path.push_back(percent_decoded(segment, false));
        path.remove_prefix(std::min(path.size(), segment.size() + 1));
    }
    if (question != std::string_view::npos) parse_query(target.substr(question + 1), request);
    return {};
}

std::string percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
            hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

void Response::set(std::string_view name, std::string value) {
    std::erase_if(headers,
                  [&](const Header& header) { return equal_ignoring_case(header.name, name); });
    add(name, std::move(value));
}

void Response::add(std::string_view name, std::string value) {
    headers.push_back({std::string(name), std::move(value)});
}

std::string_view Response::header(std::string_view name) const {
    for (const Header& header : headers) {
        if (equal_ignoring_case(header.name, name)) return header.value;
    }
    return {};
}

std::uint64_t Response::body_size() const {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* fixed = std::get_if<StaticBytes>(&body)) return fixed->bytes.size();
    if (const auto* slice = std::get_if<FileSlice>(&body)) return slice->length;
    return 0;
}

Response text_response(int status, std::string_view content_type, std::string body) {
    Response response;
    response.status = status;
    response.add("Content-Type", std::string(content_type));
    response.body = std::move(body);
    return response;
}

Response redirect(std::string location, int status) {
    Response response;
    response.status = status;
    response.add("Location", std::move(location));
    return response;
}

std::string http_date(UtcTime time) {
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
        clock.seconds().count());
}

}  // namespace lsl::http
