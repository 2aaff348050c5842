#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "shared/wire/json/json_schema.h"
#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

using Json = nlohmann::json;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpClient;

std::string type_of(const Json& value) {
    if (value.is_null()) return "null";
    if (value.is_boolean()) return "boolean";
    if (value.is_number_integer()) return "integer";
    if (value.is_number()) return "number";
    if (value.is_string()) return "string";
    return value.is_array() ? "array" : "object";
}

/// What of `value` the schema does not allow or does not know; empty when it fits.
std::string misfit(const Json& schema, const Json& value, const std::string& path) {
    const std::string type = type_of(value);
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    bool fits = false;
    for (const Json& one : types) fits |= one == type || (one == "number" && type == "integer");
    if (!fits) return path + " is of type " + type;
    if (type == "null") return {};
    if (schema.contains("enum") && !Json(schema["enum"]).is_null()) {
        bool known = false;
        for (const Json& word : schema["enum"]) known |= word == value;
        if (!known) return path + " is " + value.dump();
    }
    if (type == "array") {
        for (const Json& item : value) {
            if (auto wrong = misfit(schema["items"], item, path + "[]"); !wrong.empty())
                return wrong;
        }
    }
    if (type != "object") return {};
    for (const Json& name : schema.value("required", Json::array())) {
        if (!value.contains(name.get<std::string>())) {
            return path + "." + name.get<std::string>() + " is missing";
        }
    }
    if (schema.contains("additionalProperties")) {
        for (const auto& [name, member] : value.items()) {
            auto wrong = misfit(schema["additionalProperties"], member, path + ".*");
            if (!wrong.empty()) return wrong;
        }
        return {};
    }
    for (const auto& [name, member] : value.items()) {
        if (!schema["properties"].contains(name)) return path + "." + name + " is not described";
        if (auto wrong = misfit(schema["properties"][name], member, path + "." + name);
            !wrong.empty()) {
            return wrong;
        }
    }
    return {};
}

class OpenApiTest : public lsl::testing::ServerTest {
  protected:
    Json document() const {
        const HttpAnswer answer = client().get("/api/openapi.json");
        EXPECT_EQ(answer.status, 200);
        return Json::parse(answer.body, nullptr, false);
    }
    /// Calls, and holds the answer against what the document says of it.
    HttpAnswer call(HttpClient& who, const std::string& method, const std::string& pattern,
                    const std::string& id = {}, const std::string& body = {}) {
        std::string path = pattern;
        if (const auto at = path.find("{id}"); at != path.npos) path.replace(at, 4, id);
        const HttpAnswer answer =
            body.empty() ? who.request(method, path)
                         : who.request(method, path, body, {"Content-Type: application/json"});
        std::string verb = method;
        for (char& c : verb) c = static_cast<char>(c | 0x20);
        const Json& responses = document_["paths"][pattern][verb]["responses"];
        const Json& schema = answer.status < 300
                                 ? responses["2XX"]["content"]["application/json"]["schema"]
                                 : document_["components"]["schemas"]["Failure"];
        const Json value = Json::parse(answer.body, nullptr, false);
        EXPECT_EQ(misfit(schema, value, method + " " + pattern), "") << answer.body;
        return answer;
    }

    void call_in_the_room(HttpClient& viewer, HttpClient& teacher, const std::string& id) {
        const std::string chat = "/api/streams/{id}/chat";
        EXPECT_EQ(call(viewer, "POST", chat, id, R"({"message":"hello"})").status, 201);
        EXPECT_EQ(call(viewer, "POST", chat, id, R"({"message":""})").status, 422);
        EXPECT_EQ(
            call(teacher, "PATCH", chat + "/settings", id, R"({"blockedWords":["bad"]})").status,
            200);
        EXPECT_EQ(call(teacher, "POST", "/api/streams/{id}/polls", id,
                       R"({"question":"Again?","options":["yes","no"]})")
                      .status,
                  201);
        const std::string chapters = "/api/streams/{id}/chapters";
        EXPECT_EQ(call(teacher, "POST", chapters, id, R"({"kind":"phrase","title":""})").status,
                  422);
        EXPECT_EQ(call(viewer, "POST", chapters, id, R"({"title":"Turns"})").status, 403);
        EXPECT_EQ(call(teacher, "GET", chapters, id).status, 200);
        for (HttpClient* who : {&viewer, &teacher}) {
            EXPECT_EQ(call(*who, "GET", chat, id).status, 200);
            EXPECT_EQ(call(*who, "GET", "/api/streams/{id}/present", id).status, 200);
            EXPECT_EQ(call(*who, "GET", chat + "/replay", id).status, 409);
        }
        EXPECT_EQ(call(teacher, "GET", chat + "/reports", id).status, 200);
        EXPECT_EQ(call(teacher, "GET", chat + "/settings", id).status, 200);
    }

    Json document_;
};

TEST_F(OpenApiTest, IsOneDocumentWithEveryPathOfTheContract) {
    const Json found = document();
    ASSERT_TRUE(found.is_object());
    EXPECT_EQ(found["openapi"], "3.1.0");
    for (const char* path : {"/api/streams/{id}/enroll", "/whip/{live_input}", "/healthz",
                             "/api/cron/cleanup-recordings", "/api/instructor/streams/create"}) {
        EXPECT_TRUE(found["paths"].contains(path)) << path;
    }
    const Json& create = found["paths"]["/api/instructor/streams/create"]["post"];
    const Json& fields = create["requestBody"]["content"]["application/json"]["schema"];
    EXPECT_EQ(fields["properties"]["scheduledStartTime"]["format"], "date-time");
    EXPECT_EQ(fields["required"], Json::array({"title", "scheduledStartTime"}));
    EXPECT_EQ(fields["properties"]["priceInTokens"]["type"], Json::array({"integer", "null"}));
    const Json& list = found["paths"]["/api/workouts"]["get"]["parameters"];
    EXPECT_EQ(list.size(), 3u) << list.dump();
}

TEST_F(OpenApiTest, WhoMayCallIsWhatTheRoutesAsk) {
    int refused = 0;
    const Json found = document();
    for (const auto& [pattern, operations] : found["paths"].items()) {
        std::string path = pattern;
        for (auto open = path.find('{'); open != path.npos; open = path.find('{')) {
            path.replace(open, path.find('}') - open + 1, "0192f0c8-0000-7000-8000-000000000000");
        }
        for (const auto& [verb, operation] : operations.items()) {
            if (operation["security"].empty()) continue;
            std::string method = verb;
            for (char& c : method) c = static_cast<char>(c & ~0x20);
            EXPECT_EQ(client().request(method, path).status, 401) << method << " " << path;
            ++refused;
        }
    }
    EXPECT_GE(refused, 20);
}

TEST_F(OpenApiTest, AnswersAreOfTheDescribedShape) {
    document_ = document();
    HttpClient teacher = client();
    call(teacher, "POST", "/api/instructor/login", {},
         "{\"token\":\"" + std::string(lsl::testing::instructor_token) + "\"}");
    const std::string made =
        call(teacher, "POST", "/api/instructor/streams/create", {},
             R"({"title":"Salsa","scheduledStartTime":"2030-01-01T10:00:00Z","priceInTokens":20})")
            .body;
    const std::string id = member(made, "id");
    HttpClient ana = client();
    EXPECT_EQ(
        call(ana, "POST", "/api/auth/register", {},
             R"({"email":"ana@example.com","password":"a long password","displayName":"Ana"})")
            .status,
        201);
    EXPECT_EQ(call(ana, "POST", "/api/auth/register", {}, R"({"email":"x"})").status, 422);
    call(ana, "POST", "/api/streams/{id}/enroll", id);
    for (const char* path : {"/api/me", "/api/streams", "/api/enrollments", "/api/wallet",
                             "/api/workouts", "/api/openapi.json"}) {
        if (document_["paths"][path]["get"]["responses"]["2XX"].contains("content")) {
            EXPECT_EQ(call(ana, "GET", path).status, 200) << path;
        }
    }
    for (const char* path :
         {"/api/streams/{id}", "/api/streams/{id}/enrollment", "/api/streams/{id}/playback"}) {
        call(ana, "GET", path, id);
    }
    for (const char* path : {"/api/instructor/streams", "/api/instructor/jobs"}) {
        EXPECT_EQ(call(teacher, "GET", path).status, 200) << path;
    }
    call(teacher, "POST", "/api/instructor/streams/{id}/start", id);
    call(teacher, "GET", "/api/instructor/streams/{id}", id);
    call_in_the_room(ana, teacher, id);
    call(teacher, "POST", "/api/instructor/streams/{id}/end", id);
    call(ana, "GET", "/api/streams");
    HttpClient cron = client();
    EXPECT_EQ(call(cron, "POST", "/api/cron/cleanup-recordings").status, 401);
}

struct Sample {
    std::optional<bool> maybe;
    std::vector<std::string> words;
    UtcTime at{};
};
[[maybe_unused]] void describe(wire::Archive& a, Sample& sample) {
    a.field("maybe", sample.maybe);
    a.field("words", sample.words);
    a.with_default("at", sample.at);
}

TEST(JsonSchema, TellsTypesAndWhatMayBeMissing) {
    EXPECT_EQ(wire::json_schema<Sample>(),
              R"({"type":"object","properties":{"maybe":{"type":["boolean","null"]},)"
              R"("words":{"type":"array","items":{"type":"string"}},)"
              R"("at":{"type":["string","null"],"format":"date-time"}},"required":["words"]})");
}

}  // namespace
}  // namespace lsl::http
