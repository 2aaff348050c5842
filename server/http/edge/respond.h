#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/http/edge/message.h"
#include "shared/base/error.h"
#include "shared/wire/json/json.h"

namespace lsl::http {

inline constexpr std::string_view json_type = "application/json; charset=utf-8";

int status_of(const Error& error);

/// The one place where failures become answers: status, {"error", "code", "field"}, Retry-After.
/// `detail` goes to the log, never out.
Response failure(const Error& error);

Response json_response(int status, std::string json);

/// What a handler answers besides the body.
template <class T>
struct Answer {
    Answer(T value, int code = 200) : body(std::move(value)), status(code) {}

    T body;
    int status;
    std::vector<Header> headers;
};

template <class T>
Response respond(Result<Answer<T>> result) {
    if (!result) return failure(result.error());
    Response response;
    response.status = result->status;
    if (result->status != 204) {
        response = json_response(result->status, wire::to_json(result->body));
    }
    for (Header& header : result->headers) response.headers.push_back(std::move(header));
    return response;
}

template <class T>
Response respond(Result<T> result) {
    if (!result) return failure(result.error());
    return json_response(200, wire::to_json(*result));
}

/// Of a handler that answers in its own way.
inline Response respond(Response response) { return response; }

}  // namespace lsl::http
