// The API's outer shape: bearer, account, envelope, and the small resources.
#include <algorithm>

#include "tests/fakes/cloudflare/parts.h"
#include "tests/fakes/cloudflare/signing.h"

namespace lsl::fakes {

HttpResponse success(const Json& result) {
    return {.type = "application/json",
            .body = Json{{"success", true},
                         {"errors", Json::array()},
                         {"messages", Json::array()},
                         {"result", result}}
                        .dump()};
}

HttpResponse failure(int status, int code, const std::string& message) {
    return {.status = status,
            .type = "application/json",
            .body = Json{{"success", false},
                         {"errors", {{{"code", code}, {"message", message}}}},
                         {"messages", Json::array()},
                         {"result", nullptr}}
                        .dump()};
}

HttpResponse json_answer(const Json& body) {
    return {.type = "application/json", .body = body.dump()};
}

HttpResponse no_route() {
    return failure(404, 7003,
                   "Could not route to the path, perhaps your object identifier is invalid?");
}

HttpResponse unknown_object() { return failure(404, 10003, "Not Found: object not found"); }

HttpResponse malformed_body() {
    return failure(400, 10005, "Bad Request: The request body is not a JSON object");
}

bool is_uid(const std::string& text) {
    return !text.empty() && text.size() <= 32 &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<Json> object_of(const HttpRequest& request) {
    if (request.body.empty()) return Json::object();
    Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_object()) return std::nullopt;
    return body;
}

namespace {

HttpResponse answer_keys(Account& account, const HttpRequest& request, const Segments& rest) {
    if (rest.empty() && request.method == "POST") {
        if (account.keys.size() >= 1000) return failure(400, 10010, "Too many keys");
        Json answer;
        account.add_signing_key(answer);
        account.save();
        return success(answer);
    }
    if (rest.empty() && request.method == "GET") {
        Json list = Json::array();
        for (const Json& key : account.keys) {
            if (key["id"] == server_key) continue;
            list.push_back({{"id", key["id"]}, {"created", key["created"]}});
        }
        return success(list);
    }
    if (rest.size() != 1 || request.method != "DELETE") return no_route();
    if (account.keys.erase(rest[0]) == 0) return unknown_object();
    account.save();
    return success("ok");
}

HttpResponse answer_webhook(Account& account, const HttpRequest& request) {
    if (request.method == "PUT") {
        const auto body = object_of(request);
        if (!body) return malformed_body();
        const std::string url =
            body->value("notificationUrl", body->value("notification_url", std::string()));
        if (!url.starts_with("http")) return failure(400, 10005, "notificationUrl is not a URL");
        const std::string secret =
            account.webhook.is_object() ? account.webhook.value("secret", "") : random_hex(40);
        account.webhook = {
            {"notificationUrl", url}, {"secret", secret}, {"modified", account.timestamp()}};
        account.save();
        return success(account.webhook);
    }
    if (account.webhook.is_null()) return unknown_object();
    if (request.method == "GET") return success(account.webhook);
    if (request.method != "DELETE") return no_route();
    account.webhook = nullptr;
    account.save();
    return success("");
}

HttpResponse answer_storage(const Account& account) {
    double minutes = 0;
    for (const Json& video : account.videos) {
        minutes += std::max(0.0, video["duration"].get<double>()) / 60;
    }
    return success({{"totalStorageMinutes", minutes},
                    {"totalStorageMinutesLimit", 1000},
                    {"videoCount", account.videos.size()},
                    {"creator", ""}});
}

/// Notifications (9.2): only what a set-up needs.
HttpResponse answer_alerting(Account& account, const HttpRequest& request, const Segments& rest) {
    const bool destination = rest == Segments{"v3", "destinations", "webhooks"};
    const bool policy = rest == Segments{"v3", "policies"};
    if (request.method != "POST" || (!destination && !policy)) return no_route();
    const auto body = object_of(request);
    if (!body || !body->contains("name")) return malformed_body();
    const std::string id = random_hex(32);
    if (destination) {
        account.destinations[id] = {{"url", body->value("url", "")},
                                    {"secret", body->value("secret", "")}};
        account.save();
        account.outbox.push_back({body->value("url", ""),
                                  {{"cf-webhook-auth", body->value("secret", "")}},
                                  R"({"text":"Hello World! This is a test message."})"});
    }
    return success({{"id", id}});
}

}  // namespace

HttpResponse answer_api(Account& account, const HttpRequest& request) {
    if (request.header("Authorization") != "Bearer " + account.options.api_token) {
        return failure(401, 10000, "Authentication error");
    }
    const Segments path = segments_of(request.path);  // client v4 accounts {account} …
    if (path.size() < 5 || path[2] != "accounts" || !is_uid(path[3])) return no_route();
    if (path[3] != account.options.account_id) return failure(403, 10000, "Authentication error");
    if (path[4] == "alerting")
        return answer_alerting(account, request, {path.begin() + 5, path.end()});
    if (path[4] != "stream") return no_route();
    const Segments rest(path.begin() + 5, path.end());
    if (rest.empty()) return answer_videos(account, request, rest);
    const Segments below(rest.begin() + 1, rest.end());
    if (rest[0] == "live_inputs") return answer_live_inputs(account, request, below);
    if (rest[0] == "keys") return answer_keys(account, request, below);
    if (rest[0] == "webhook" && below.empty()) return answer_webhook(account, request);
    if (rest[0] == "storage-usage" && below.empty() && request.method == "GET") {
        return answer_storage(account);
    }
    return answer_videos(account, request, rest);
}

}  // namespace lsl::fakes
