#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "client/platform/bridge.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/wire/api.h"
#include "shared/wire/json/json.h"

namespace lsl::net {

/// One request to our server, not yet sent. `done` gets the answer's JSON, or an Error whose
/// message is a sentence for the person: the server's own, or one about the connection.
struct Call {
    api::Method method = api::Method::Get;
    std::string path;
    std::string body;
    std::string idempotency_key;  ///< empty = none
    std::function<void(Result<std::string>)> done;
};

/// What goes into a path and query of an endpoint.
struct Place {
    std::string id;                       ///< for the first placeholder, "{id}" say
    std::string cursor;                   ///< empty = the first rows
    std::string search;                   ///< empty = all rows
    std::int64_t limit = 0;               ///< rows; 0 = as many as the server gives
    std::string below;                    ///< for a second placeholder
    std::string style, level;             ///< of the list of classes; empty = all
    std::string before = {}, after = {};  ///< a message's `seq`; empty = the newest ones
    std::string from = {}, to = {};  ///< of a recording, or dates; empty = as the server has it
    std::string by = {};             ///< what figures are added up by
};
/// What fills a path's only placeholder; nothing that would need an escape.
inline Place at(std::string id) { return {std::move(id), {}, {}, 0, {}, {}, {}}; }
inline Place at(Uuid id) { return at(id.to_string()); }
inline Place at(StreamId id) { return at(id.uuid); }
/// Something of a class: a message, a poll.
inline Place at(StreamId id, const Uuid& below) {
    Place place = at(id);
    place.below = below.to_string();
    return place;
}
inline Place after(std::string cursor, std::int64_t limit = 0) {
    return {{}, std::move(cursor), {}, limit, {}, {}, {}};
}

std::string path_of(std::string_view pattern, const Place& place);

/// An answer's JSON as the endpoint's response.
template <class Response>
Result<Response> read_answer(Result<std::string> answer) {
    if (!answer) return std::move(answer).error();
    if constexpr (std::is_same_v<Response, api::Empty>) {
        return Response{};
    } else {
        auto message = wire::from_json<Response>(*answer);
        if (message) return message;
        return make_error(ErrorCode::Internal, "unreadable_answer",
                          "The server's answer could not be read. Reload the page.");
    }
}

/// The call of an endpoint, typed at both ends.
template <class Endpoint>
Call make_call(const Place& place, const typename Endpoint::Request& request,
               std::function<void(Result<typename Endpoint::Response>)> done) {
    Call call;
    call.method = Endpoint::method;
    call.path = path_of(Endpoint::path, place);
    if constexpr (!std::is_same_v<typename Endpoint::Request, api::Empty>) {
        call.body = wire::to_json(request);
    }
    call.done = [done = std::move(done)](Result<std::string> answer) {
        done(read_answer<typename Endpoint::Response>(std::move(answer)));
    };
    return call;
}

/// Sends calls and hands their answers on. Outlives its requests; one thread.
class ApiClient {
  public:
    void send(Call call);
    /// A chosen file as the body; `done` as in Call.
    void upload(std::string_view path, std::uint32_t file,
                std::function<void(Result<std::string>)> done);
    /// The listener's on_http. True when the answer was to a call of this client.
    bool on_http(const platform::HttpAnswer& answer);
    /// Nothing is on its way.
    bool quiet() const { return waiting_.empty(); }

  private:
    std::map<platform::RequestId, std::function<void(Result<std::string>)>> waiting_;
};

/// The Error of an answer that is no success.
Error error_of(const platform::HttpAnswer& answer);

}  // namespace lsl::net
