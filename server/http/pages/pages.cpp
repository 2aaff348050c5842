#include "server/http/pages/pages.h"

#include <span>
#include <utility>
#include <vector>

#include "server/http/api/call_parts.h"
#include "server/http/edge/conditional.h"
#include "server/http/edge/respond.h"
#include "server/http/events/listener.h"
#include "shared/wire/json/json.h"

namespace lsl::http {
namespace {

constexpr std::string_view site = "LeanSporty";  // ends each title, there as in the app
constexpr std::string_view pitch =
    "Live dance classes in your browser: watch with no delay, or come back to the replay for "
    "seven days.";

constexpr std::string_view template_without_bundle =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<!--meta-->\n"
    "<!--initial-data-->\n</head>\n<body>\n<p>This server was built without the web client. "
    "Build all of it with <code>./dev build</code>.</p>\n<!--fallback-->\n</body>\n</html>\n";

struct FixedPage {
    std::vector<std::string> path;
    std::string_view title;
    std::string_view description;
    bool indexed;
};

/// Pages whose meta data is the same for everybody.
const std::vector<FixedPage>& fixed_pages() {
    static const std::vector<FixedPage> pages{
        {{"streams"}, "Live dance classes", pitch, true},
        {{"workouts"}, "Workouts", "The best classes, to dance along whenever you like.", true},
        {{"login"}, "Sign in", "Sign in or create an account to join live dance classes.", true},
        {{"invitation"}, "Invitation", "Somebody wants you in their team.", false},
        {{"confirm"}, "Confirm your address", "By a link in a mail.", false},
        {{"reset"}, "Choose a new password", "By a link in a mail.", false},
        {{"undo-email"}, "Take the change back", "By a link in a mail.", false},
        {{"unsubscribe"}, "No more such mails", "By a link in a mail.", false},
        {{"account"}, "Account", "Your tokens and classes.", false},
        {{"settings"}, "Settings", "Your account and your devices.", false},
        {{"notices"}, "Notices", "What you were told.", false},
        {{"forgot"}, "Forgot your password?", "A link to a new one comes by mail.", false},
        {{"instructor", "login"}, "Studio sign-in", "For instructors.", false},
        {{"instructor", "streams"}, "Studio", "For instructors.", false},
        {{"instructor", "streams", "create"}, "New class", "For instructors.", false},
        {{"instructor", "figures"}, "Figures", "For instructors.", false},
    };
    return pages;
}

/// At most `most` code points, on one line.
std::string shortened(std::string_view text, std::size_t most) {
    std::string out;
    std::size_t count = 0;
    for (const char c : text) {
        const bool starts_character = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        if (starts_character && ++count > most) return out + "…";
        out += c == '\n' || c == '\t' ? ' ' : c;
    }
    return out;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    if (const std::size_t at = text.find(from); at != std::string::npos) {
        text.replace(at, from.size(), to);
    }
}

std::string meta_tags(const PageMeta& meta) {
    const std::string title = html_escaped(meta.title);
    const std::string description = html_escaped(meta.description);
    const std::string url = html_escaped(meta.canonical);
    std::string tags = "<title>" + title + " · " + std::string(site) + "</title>\n";
    const auto named = [&](std::string_view name, std::string_view value) {
        tags.append("<meta name=\"")
            .append(name)
            .append("\" content=\"")
            .append(value)
            .append("\">\n");
    };
    const auto property = [&](std::string_view name, std::string_view value) {
        tags.append("<meta property=\"").append(name).append("\" content=\"").append(value);
        tags += "\">\n";
    };
    named("description", description);
    if (!meta.indexed) named("robots", "noindex");
    tags += "<link rel=\"canonical\" href=\"" + url + "\">\n";
    property("og:site_name", site);
    property("og:type", "website");
    property("og:title", title);
    property("og:description", description);
    property("og:url", url);
    if (!meta.build.empty()) named("build", meta.build);
    if (!meta.image.empty()) property("og:image", html_escaped(meta.image));
    named("twitter:card", meta.image.empty() ? "summary" : "summary_large_image");
    return tags;
}

/// The day for those who read it as it comes; plain.js makes it the reader's day and hour.
std::string start_time(const domain::Stream& stream) {
    const std::string time = to_iso8601(stream.scheduled_start_time);
    return "<time datetime=\"" + time + "\">" + time.substr(0, 10) + "</time>";
}

std::string price(const domain::Stream& stream) {
    const std::int64_t tokens = stream.price_in_tokens;
    if (tokens == 0) return "free";
    return std::to_string(tokens) + (tokens == 1 ? " token" : " tokens");
}

std::string class_link(const domain::Stream& stream) {
    return "<li><a href=\"/streams/" + stream.id.to_string() + "/watch\">" +
           html_escaped(stream.title) + "</a> with " + html_escaped(stream.instructor_name) + ", " +
           start_time(stream) + ", " + price(stream) + "</li>\n";
}

std::string class_list(std::string_view heading, std::span<const wire::PublicStream> classes) {
    if (classes.empty()) return {};
    std::string html = "<h2>" + std::string(heading) + "</h2>\n<ul>\n";
    for (const wire::PublicStream& row : classes) html += class_link(row.stream);
    return html + "</ul>\n";
}

}  // namespace

std::string html_escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 16);
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string script_escaped(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        if (c == '<') {
            out += "\\u003c";
        } else {
            out += c;
        }
    }
    return out;
}

std::string filled_page(std::string_view page_template, const PageMeta& meta,
                        std::string_view initial_data, std::string_view fallback) {
    std::string page(page_template);
    // From the end to the start, so that no text put in is searched for the next comment.
    replace(page, "<!--fallback-->", fallback);
    replace(page, "<!--initial-data-->",
            "<script type=\"application/json\" id=\"initial-data\">" +
                script_escaped(initial_data) + "</script>");
    replace(page, "<!--meta-->", meta_tags(meta));
    return page;
}

Pages::Pages(const Services& services, const Sessions& sessions, PagesOptions options)
    : services_(services), sessions_(sessions), options_(std::move(options)) {}

Response Pages::respond(const Request& request) const {
    if (request.path.empty()) return redirect("/streams");
    const services::Caller caller = sessions_.caller(request);
    // What changes while the page is read and until it listens comes after this.
    const std::string events = services_.events.expect(topics_of(listener_of(caller)));
    Content content = content_of(request);
    // The owner who came by the access token alone is at home in the studio, and no viewer.
    if (caller.account) {
        const domain::User& user = caller.account->user;
        content.data.session = api::Session{wire::user_row(user), caller.account->token_balance};
        if (const auto unread = services_.notices.inbox.unread(user.id)) {
            content.data.unread_notices = *unread;
        }
        if (content.data.streams || content.data.stream || request.path[0] == "account") {
            if (auto mine = services_.enrollments.list(user.id, {})) {
                content.data.enrollments = std::move(*mine);
            }
        }
    }
    content.data.roles = caller.roles;

    content.meta.build = options_.build;
    // Every link that people share has a picture, if only ours.
    if (content.meta.image.empty()) content.meta.image = absolute("/share.png");
    // An older place among the events is as right in a page that has not changed otherwise.
    const bool personal = content.data.session || !content.data.roles.empty();
    std::string etag = personal ? "" : etag_of(page_of(content));
    content.data.events = events;
    Response response = text_response(content.status, "text/html; charset=utf-8", page_of(content));
    response.add("Vary", "Cookie");
    // Who signs out at a shared computer leaves no page of theirs behind.
    response.add("Cache-Control", personal ? "no-store" : "private, no-cache");
    if (personal) return response;
    response.add("ETag", std::move(etag));
    return unless_current(request, std::move(response));
}

std::string Pages::page_of(const Content& content) const {
    return filled_page(options_.page_template, content.meta, wire::to_json(content.data),
                       "<h1>" + html_escaped(content.meta.title) + "</h1>\n" + content.fallback);
}

Pages::Content Pages::content_of(const Request& request) const {
    Content content;
    content.data.studio_contact = options_.studio_contact;
    content.data.signup_tokens = options_.signup_tokens;
    content.data.sends_mail = options_.sends_mail;
    const auto& path = request.path;
    content.meta.canonical = options_.public_url;
    for (const std::string& segment : path) content.meta.canonical += "/" + segment;

    for (const FixedPage& page : fixed_pages()) {
        if (page.path != path) continue;
        content.meta.title = page.title;
        content.meta.description = page.description;
        content.meta.indexed = page.indexed;
        if (path[0] == "login" && request.has_parameter("create")) {
            content.meta.title = "Create an account";
        }
        if (path[0] == "streams" && request.has_parameter("mine")) {
            content.meta.title = "My classes";
            content.meta.indexed = false;
        }
        if (path[0] == "streams") fill_streams(request, content);
        if (path[0] == "workouts") fill_workouts(request.parameter("q"), content);
        return content;
    }
    if (path.size() == 3 && path[0] == "streams" && path[2] == "watch") {
        fill_watch(path[1], content);
        return content;
    }
    if (path.size() == 2 && path[0] == "workouts") {
        fill_workout(path[1], content);
        return content;
    }
    const bool of_a_class = path.size() == 4 && path[0] == "instructor" && path[1] == "streams";
    if (of_a_class && (path[3] == "broadcast" || path[3] == "people" || path[3] == "figures" ||
                       path[3] == "check")) {
        content.meta.title = path[3] == "people"    ? "People"
                             : path[3] == "figures" ? "Figures"
                             : path[3] == "check"   ? "Check before the class"
                                                    : "Broadcast";
        content.meta.description = "For instructors.";
        content.meta.indexed = false;
        return content;
    }
    content.status = 404;
    content.meta = {"Page not found", "There is no such page.", "",
                    options_.public_url + "/streams", false};
    content.fallback = "<p>There is no such page. <a href=\"/streams\">See the classes</a></p>\n";
    return content;
}

void Pages::fill_streams(const Request& request, Content& content) const {
    // An address with a level that doesn't exist shows what the app says of it.
    const auto filter = class_filter_of(request);
    if (!filter) return;
    auto lists = services_.streams.list({}, *filter);
    if (!lists) return;
    content.fallback = class_list("Live now", lists->live_streams) +
                       class_list("Upcoming", lists->upcoming_streams) +
                       class_list("Replays", lists->replay_streams);
    content.data.streams = std::move(*lists);
}

void Pages::fill_workouts(std::string_view search, Content& content) const {
    auto workouts = services_.workouts.list({}, search);
    if (!workouts) return;
    if (!workouts->workouts.empty()) content.fallback = "<ul>\n";
    for (const domain::Workout& workout : workouts->workouts) {
        content.fallback += "<li><a href=\"/workouts/" + workout.id.to_string() + "\">" +
                            html_escaped(workout.title) + "</a></li>\n";
    }
    if (!workouts->workouts.empty()) content.fallback += "</ul>\n";
    content.data.workouts = std::move(*workouts);
}

void Pages::fill_workout(const std::string& id, Content& content) const {
    auto found = services_.workouts.get(id);
    if (!found) {
        content.status = status_of(found.error());
        content.meta = {"Workout not found", "There is no such workout.", "",
                        options_.public_url + "/workouts", false};
        content.fallback =
            "<p>There is no such workout. <a href=\"/workouts\">See the others</a></p>\n";
        return;
    }
    const domain::Workout& workout = found->workout;
    content.meta.title = shortened(workout.title, 255);
    content.meta.description =
        workout.description.empty() ? std::string(pitch) : shortened(workout.description, 200);
    content.meta.image = absolute(workout.thumbnail_url.value_or(""));
    content.fallback = "<p>With " + html_escaped(workout.instructor_name) + ", " +
                       std::to_string(workout.duration_seconds / 60) + " minutes</p>\n<p>" +
                       html_escaped(workout.description) + "</p>\n";
    content.data.workout = std::move(found->workout);
}

std::string Pages::absolute(std::string url) const {
    if (url.starts_with('/')) url.insert(0, options_.public_url);
    return url;
}

void Pages::fill_watch(const std::string& id, Content& content) const {
    auto found = services_.streams.get(id);
    if (!found) {
        content.status = status_of(found.error());
        content.meta = {"Class not found", "There is no such class.", "",
                        options_.public_url + "/streams", false};
        content.fallback =
            "<p>There is no such class. <a href=\"/streams\">See the others</a></p>\n";
        return;
    }
    const domain::Stream& stream = found->stream.stream;
    const bool live = stream.status == domain::StreamStatus::Live;
    content.meta.title = (live ? "Live: " : "") + shortened(stream.title, 255);
    content.meta.description =
        stream.description.empty() ? std::string(pitch) : shortened(stream.description, 200);
    content.meta.image = absolute(stream.thumbnail_url.value_or(""));
    content.fallback = "<p>With " + html_escaped(stream.instructor_name) + ", " +
                       start_time(stream) + ", " + price(stream) + "</p>\n<p>" +
                       html_escaped(stream.description) + "</p>\n<p><a href=\"/api/streams/" +
                       stream.id.to_string() + "/calendar.ics\">Add to calendar</a></p>\n";
    content.data.stream = std::move(found->stream);
}

}  // namespace lsl::http
