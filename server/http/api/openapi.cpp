#include "server/http/api/openapi.h"

#include <map>
#include <string>
#include <vector>

#include "shared/wire/json/json_schema.h"
#include "shared/wire/json/json_text.h"

namespace lsl::http {
namespace {

using wire::JsonText;

void member(JsonText& json, std::string_view name, std::string_view text) {
    json.name(name);
    json.text(text);
}

/// A header or cookie that proves who calls.
void security_scheme(JsonText& json, std::string_view name, std::string_view cookie) {
    json.name(name);
    json.open('{');
    if (cookie.empty()) {
        member(json, "type", "http");
        member(json, "scheme", "bearer");
    } else {
        member(json, "type", "apiKey");
        member(json, "in", "cookie");
        member(json, "name", cookie);
    }
    json.close('}');
}

/// Any one of them is enough.
std::vector<std::string_view> schemes_of(const api::AccessRule* rule) {
    switch (rule == nullptr ? api::Who::Anyone : rule->who) {
        case api::Who::Anyone:
        case api::Who::Recognised: return {};
        case api::Who::Account: return {"viewer"};
        case api::Who::Person:
        case api::Who::ClassStaff:
        case api::Who::AnyStaff:
        case api::Who::StudioStaff: return {"viewer", "instructor"};
        case api::Who::Cron: return {"cron"};
        case api::Who::Token: return {"token"};
    }
    return {};
}

void parameter(JsonText& json, std::string_view in, std::string_view name, std::string_view type) {
    json.item();
    json.open('{');
    member(json, "in", in);
    member(json, "name", name);
    if (in == "path") {
        json.name("required");
        json.raw("true");
    }
    json.name("schema");
    json.open('{');
    member(json, "type", type);
    json.close('}');
    json.close('}');
}

/// The names in braces of "/api/streams/{id}/enroll".
std::vector<std::string> variables(std::string_view pattern) {
    std::vector<std::string> names;
    for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{', open + 1)) {
        names.emplace_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
    }
    return names;
}

void parameters(JsonText& json, const Route& route) {
    json.name("parameters");
    json.open('[');
    for (const std::string& name : variables(route.pattern)) {
        parameter(json, "path", name, "string");
    }
    if (route.paged) {
        parameter(json, "query", "limit", "integer");
        parameter(json, "query", "cursor", "string");
    }
    for (const std::string_view name : route.query) parameter(json, "query", name, "string");
    json.close(']');
}

void json_content(JsonText& json, std::string_view schema) {
    json.name("content");
    json.open('{');
    json.name("application/json");
    json.open('{');
    json.name("schema");
    json.raw(schema);
    json.close('}');
    json.close('}');
}

void responses(JsonText& json, const Route& route) {
    json.name("responses");
    json.open('{');
    json.name("2XX");
    json.open('{');
    member(json, "description", "Done.");
    if (route.response_schema != nullptr) json_content(json, route.response_schema());
    json.close('}');
    json.name("default");
    json.open('{');
    member(json, "description", "Refused or failed: a sentence for a person and a stable word.");
    json_content(json, R"({"$ref":"#/components/schemas/Failure"})");
    json.close('}');
    json.close('}');
}

void operation(JsonText& json, const Route& route) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(c | 0x20);
    json.name(method);
    json.open('{');
    json.name("security");
    json.open('[');
    for (const std::string_view scheme : schemes_of(route.rule)) {
        json.item();
        json.open('{');
        json.name(scheme);
        json.raw("[]");
        json.close('}');
    }
    json.close(']');
    parameters(json, route);
    if (route.request_schema != nullptr) {
        json.name("requestBody");
        json.open('{');
        json.name("required");
        json.raw("true");
        json_content(json, route.request_schema());
        json.close('}');
    }
    responses(json, route);
    json.close('}');
}

}  // namespace

std::string openapi_document(const Router& routes, const Sessions& sessions,
                             std::string_view version, std::string_view public_url) {
    std::map<std::string, std::vector<const Route*>> by_path;
    routes.each([&](const Route& route) { by_path[route.pattern].push_back(&route); });

    JsonText json;
    json.open('{');
    member(json, "openapi", "3.1.0");
    json.name("info");
    json.open('{');
    member(json, "title", "LeanSporty Live");
    member(json, "version", version);
    json.close('}');
    json.name("servers");
    json.open('[');
    json.item();
    json.open('{');
    member(json, "url", public_url);
    json.close('}');
    json.close(']');
    json.name("paths");
    json.open('{');
    for (const auto& [path, operations] : by_path) {
        json.name(path);
        json.open('{');
        for (const Route* route : operations) operation(json, *route);
        json.close('}');
    }
    json.close('}');
    json.name("components");
    json.open('{');
    json.name("schemas");
    json.open('{');
    json.name("Failure");
    json.raw(wire::json_schema<api::Failure>());
    json.close('}');
    json.name("securitySchemes");
    json.open('{');
    security_scheme(json, "viewer", sessions.viewer_cookie());
    security_scheme(json, "instructor", sessions.instructor_cookie());
    security_scheme(json, "cron", {});
    security_scheme(json, "token", {});
    json.close('}');
    json.close('}');
    json.close('}');
    return json.take();
}

}  // namespace lsl::http
