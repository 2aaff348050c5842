#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/message.h"
#include "server/http/request_rules.h"
#include "server/http/respond.h"
#include "server/services/accounts.h"
#include "shared/wire/api.h"

namespace lsl::http {

inline constexpr std::size_t max_json_bytes = 1u << 20;
inline constexpr std::size_t max_picture_bytes = 8u << 20;
inline constexpr std::size_t max_sdp_bytes = 64u << 10;

/// A request on its way through a route.
struct Call {
    Request& request;
    const BodyReader& read_body;
    std::vector<std::string> ids;            ///< values of the pattern's {…}, in order
    std::optional<services::Viewer> viewer;  ///< always there behind Access::Viewer

    const std::string& id() const { return ids.front(); }
    UserId user() const { return viewer->user.id; }
};

using Handler = std::function<Response(Call&)>;

/// Which pages may send state-changing requests to a route.
enum class Origins : std::uint8_t {
    Ours,
    Any,  ///< the route asks for a Bearer token, which no foreign page has
};

struct Route {
    std::string method;
    std::string pattern;  ///< "/api/streams/{id}/enroll"
    api::Access access = api::Access::Anyone;
    Handler handler;
    Origins origins = Origins::Ours;
};

/// The JSON body as `T`: 415, 413, 400 or 422 otherwise.
template <class T>
Result<T> read_json_body(const Call& call) {
    const std::string text = LSL_TRY(call.read_body(max_json_bytes));
    if (text.empty() && std::is_same_v<T, api::Empty>) return T{};
    LSL_TRY(require_content_type(call.request, "application/json"));
    return wire::from_json<T>(text);
}

/// All routes of the server, found by path and method.
class Router {
  public:
    /// Binds an endpoint of the contract: checks, reading and writing are the same for all.
    /// `handler(Call&)` or `handler(Call&, const Endpoint::Request&)` returns a Result of the
    /// Response or of an Answer with it.
    template <class Endpoint, class F>
    void on(F handler) {
        using Body = typename Endpoint::Request;
        add({std::string(api::method_name(Endpoint::method)), std::string(Endpoint::path),
             Endpoint::access, [handler = std::move(handler)](Call& call) -> Response {
                 Result<Body> body = Body{};
                 if constexpr (Endpoint::method != api::Method::Get) {
                     body = read_json_body<Body>(call);
                 }
                 if (!body) return failure(body.error());
                 if constexpr (std::is_invocable_v<F, Call&, const Body&>) {
                     return respond(handler(call, *body));
                 } else {
                     return respond(handler(call));
                 }
             }});
    }
    void add(Route route);

    struct Match {
        const Route* route = nullptr;  ///< null: none for this method
        std::vector<std::string> ids;
        std::vector<std::string> allow;  ///< methods of this path; empty: nobody knows the path
    };
    /// HEAD finds the route of GET. Literal segments win over {…}.
    Match find(const Request& request) const;

  private:
    struct Entry {
        Route route;
        std::vector<std::string> segments;
    };
    std::vector<Entry> entries_;
};

}  // namespace lsl::http
