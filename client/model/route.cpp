#include "client/model/route.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace lsl::model {

namespace {

struct FixedPath {
    Page page;
    std::string_view path;
};

constexpr std::array<FixedPath, 17> fixed_paths = {{
    {Page::Classes, "/streams"},
    {Page::Workouts, "/workouts"},
    {Page::SignIn, "/login"},
    {Page::Account, "/account"},
    {Page::Settings, "/settings"},
    {Page::Notices, "/notices"},
    {Page::ForgotPassword, "/forgot"},
    {Page::StudioSignIn, "/instructor/login"},
    {Page::StudioClasses, "/instructor/streams"},
    {Page::StudioCreate, "/instructor/streams/create"},
    {Page::StudioFigures, "/instructor/figures"},
    {Page::Invitation, "/invitation"},
    {Page::ConfirmEmail, "/confirm"},
    {Page::ResetPassword, "/reset"},
    {Page::UndoEmail, "/undo-email"},
    {Page::Unsubscribe, "/unsubscribe"},
    {Page::Gallery, "/gallery"},
}};

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high && low) {
                out += static_cast<char>(*high * 16 + *low);
                i += 2;
                continue;
            }
        }
        out += text[i] == '+' ? ' ' : text[i];
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view plain = "-_.~/";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool letter =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || plain.find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

/// The value of `name` in a query, or nothing. A name without "=" has an empty value.
std::optional<std::string> query_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        const auto equals = pair.find('=');
        if (pair.substr(0, equals) == name) {
            if (equals == std::string_view::npos) return std::string();
            return percent_decoded(pair.substr(equals + 1));
        }
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return std::nullopt;
}

/// Only paths of this site may be returned to: "//host" and "/\host" name another one, and so
/// does "/\t/host", since browsers leave tabs and line ends out (URL Standard 4.4).
std::string safe_next(std::optional<std::string> next) {
    if (!next || next->size() < 2 || next->front() != '/') return {};
    if ((*next)[1] == '/' || (*next)[1] == '\\') return {};
    for (const char c : *next) {
        if (static_cast<unsigned char>(c) < ' ') return {};
    }
    return std::move(*next);
}

/// What the server makes tokens of; anything else would change the path that it goes into.
std::string safe_token(std::string_view text) {
    constexpr std::size_t longest = 128;
    for (const char c : text) {
        const bool letter =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && c != '-' && c != '_') return {};
    }
    return text.size() > longest ? std::string() : std::string(text);
}

std::string query_of(const ClassFilter& filter) {
    std::string query;
    const auto add = [&](const char* name, const std::string& value) {
        if (value.empty()) return;
        if (!query.empty()) query += '&';
        query += name + percent_encoded(value);
    };
    add("q=", filter.search);
    add("style=", filter.style);
    add("level=", filter.level);
    return query;
}

std::optional<Uuid> id_between(std::string_view path, std::string_view before,
                               std::string_view after) {
    if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
    if (path.size() < before.size() + after.size()) return std::nullopt;
    return Uuid::parse(path.substr(before.size(), path.size() - before.size() - after.size()));
}

}  // namespace

Route parse_route(std::string_view url) {
    const auto hash = url.find('#');
    const std::string_view fragment = hash == std::string_view::npos ? "" : url.substr(hash + 1);
    url = url.substr(0, hash);
    const auto mark = url.find('?');
    std::string_view path = url.substr(0, mark);
    const std::string_view query = mark == std::string_view::npos ? "" : url.substr(mark + 1);
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    if (path.empty() || path == "/") path = "/streams";

    for (const FixedPath& fixed : fixed_paths) {
        if (path != fixed.path) continue;
        Route route = page(fixed.page);
        if (route.page == Page::Classes) {
            if (query_value(query, "mine")) return page(Page::MyClasses);
            route.filter = {.search = query_value(query, "q").value_or(""),
                            .style = query_value(query, "style").value_or(""),
                            .level = query_value(query, "level").value_or("")};
        }
        if (route.page == Page::SignIn || route.page == Page::StudioSignIn) {
            route.next = safe_next(query_value(query, "next"));
            if (!route.next.empty() && !fragment.empty()) {
                route.next.append("#").append(safe_token(fragment));
            }
        }
        if (route.page == Page::Invitation || is_mail_link(route.page)) {
            route.token = safe_token(fragment);
        }
        if (route.page == Page::Workouts) route.search = query_value(query, "q").value_or("");
        if (route.page == Page::StudioFigures) {
            route.search = query_value(query, "period").value_or("");
        }
        if (route.page == Page::SignIn && query_value(query, "create")) {
            route.page = Page::CreateAccount;
        }
        return route;
    }
    if (const auto id = id_between(path, "/streams/", "/watch")) return watch_page({*id});
    if (const auto id = id_between(path, "/workouts/", "")) return workout_page({*id});
    if (const auto id = id_between(path, "/instructor/streams/", "/broadcast")) {
        return broadcast_page({*id});
    }
    if (const auto id = id_between(path, "/instructor/streams/", "/check")) {
        return check_page({*id});
    }
    if (const auto id = id_between(path, "/instructor/streams/", "/people")) {
        return people_page({*id});
    }
    if (const auto id = id_between(path, "/instructor/streams/", "/figures")) {
        return figures_page({*id});
    }
    return page(Page::NotFound);
}

std::string live_frame_of(StreamId id, std::int64_t moment) {
    return "/api/streams/" + id.to_string() + "/frame.jpg?at=" + std::to_string(moment);
}

std::string url_of(const Route& route) {
    const auto hash = std::min(route.next.find('#'), route.next.size());
    const std::string fragment = route.next.substr(hash);
    const std::string next = route.next.empty()
                                 ? std::string()
                                 : "next=" + percent_encoded(route.next.substr(0, hash)) + fragment;
    const auto with = [](std::string path, const std::string& query) {
        return query.empty() ? path : path + "?" + query;
    };
    switch (route.page) {
        case Page::Classes: return with("/streams", query_of(route.filter));
        case Page::MyClasses: return "/streams?mine";
        case Page::Watch: return "/streams/" + route.stream.to_string() + "/watch";
        case Page::StudioBroadcast:
            return "/instructor/streams/" + route.stream.to_string() + "/broadcast";
        case Page::StudioCheck: return "/instructor/streams/" + route.stream.to_string() + "/check";
        case Page::StudioPeople:
            return "/instructor/streams/" + route.stream.to_string() + "/people";
        case Page::ClassFigures:
            return "/instructor/streams/" + route.stream.to_string() + "/figures";
        case Page::Workout: return "/workouts/" + route.workout.to_string();
        case Page::Workouts:
            return with("/workouts",
                        route.search.empty() ? "" : "q=" + percent_encoded(route.search));
        case Page::StudioFigures:
            return with("/instructor/figures",
                        route.search.empty() ? "" : "period=" + percent_encoded(route.search));
        case Page::SignIn: return with("/login", next);
        case Page::CreateAccount: return "/login?create" + (next.empty() ? "" : "&" + next);
        case Page::StudioSignIn: return with("/instructor/login", next);
        case Page::NotFound: return "/not-found";
        default: break;
    }
    for (const FixedPath& fixed : fixed_paths) {
        if (fixed.page != route.page) continue;
        return std::string(fixed.path) + (route.token.empty() ? "" : "#" + route.token);
    }
    return "/streams";
}

Route sign_in_from(const Route& from) {
    if (from.page == Page::SignIn || from.page == Page::CreateAccount) return from;
    Route route = page(Page::SignIn);
    const bool first_page = from.page == Page::Classes && from.filter.empty();
    const bool is_left_for_good = from.page == Page::NotFound || from.page == Page::ForgotPassword;
    if (!first_page && !is_left_for_good) route.next = url_of(from);
    return route;
}

Route studio_sign_in_from(const Route& from) {
    if (from.page == Page::StudioSignIn) return from;
    Route route = page(Page::StudioSignIn);
    if (from.page != Page::StudioClasses) route.next = url_of(from);
    return route;
}

std::optional<StreamId> class_behind(const Route& sign_in) {
    if (sign_in.next.empty()) return std::nullopt;
    const Route behind = parse_route(sign_in.next);
    return behind.page == Page::Watch ? std::optional(behind.stream) : std::nullopt;
}

bool is_studio(const Route& route) {
    switch (route.page) {
        case Page::StudioSignIn:
        case Page::StudioClasses:
        case Page::StudioCreate:
        case Page::StudioBroadcast:
        case Page::StudioCheck:
        case Page::StudioPeople:
        case Page::StudioFigures:
        case Page::ClassFigures: return true;
        default: return false;
    }
}

bool needs_viewer(Page page) {
    return page == Page::MyClasses || page == Page::Account || page == Page::Settings ||
           page == Page::Notices;
}

bool needs_instructor(Page page) {
    return page == Page::StudioClasses || page == Page::StudioCreate ||
           page == Page::StudioBroadcast || page == Page::StudioCheck ||
           page == Page::StudioPeople || page == Page::StudioFigures || page == Page::ClassFigures;
}

}  // namespace lsl::model
