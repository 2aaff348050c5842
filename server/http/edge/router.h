#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/edge/message.h"
#include "server/http/edge/request_rules.h"
#include "server/http/edge/respond.h"
#include "server/services/accounts/caller.h"
#include "shared/wire/access.h"
#include "shared/wire/api.h"
#include "shared/wire/json/json_schema.h"

namespace lsl::http {

inline constexpr std::size_t max_json_bytes = 1u << 20;
inline constexpr std::size_t max_picture_bytes = 8u << 20;
inline constexpr std::size_t max_strangers_bytes = 8u << 10;  ///< a sign-in takes some hundred
inline constexpr std::size_t max_sdp_bytes = 64u << 10;

/// A request on its way through a route.
struct Call {
    Request& request;
    const BodyReader& read_body;
    std::vector<std::string> ids;  ///< values of the pattern's {…}, in order
    services::Caller caller;       ///< nobody where the rule asks for nobody

    const std::string& id() const { return ids.front(); }
    /// Whose own things are meant; behind Who::Account.
    UserId user() const { return caller.account->user.id; }
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
    Handler handler;
    Origins origins = Origins::Ours;
    /// Bytes of a body that are read of somebody who is not signed in.
    std::size_t most_of_strangers = max_strangers_bytes;

    // What the OpenAPI document tells beyond method, path and access; null for a body that is not
    // described JSON, or that is not asked for.
    using Schema = std::string (*)();
    Schema request_schema = nullptr;
    Schema response_schema = nullptr;
    bool paged = false;                       ///< takes `?limit=&cursor=`
    std::span<const std::string_view> query;  ///< what else stands behind the `?`

    /// Of access_list, found by `add`; null: nobody may, since nobody said who.
    const api::AccessRule* rule = nullptr;
};

/// The JSON body as `T`: 415, 413, 400 or 422 otherwise.
template <class T>
Result<T> read_json_body(const Call& call) {
    const std::string text = LSL_TRY(call.read_body(max_json_bytes));
    constexpr bool may_be_left_out = std::is_same_v<T, api::Empty> || requires {
        T::may_be_left_out;
    };
    if (text.empty() && may_be_left_out) return T{};
    LSL_TRY(require_content_type(call.request, "application/json"));
    auto message = wire::from_json<T>(text);
    if constexpr (requires { T::text_field; }) {
        const bool malformed = !message && message.error().code == ErrorCode::Malformed;
        if (malformed && has_broken_characters(text)) return unprintable(T::text_field);
    }
    return message;
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
        using Reply = typename Endpoint::Response;
        static_assert(api::rule_of<Endpoint>().path == Endpoint::path);
        Route route{std::string(api::method_name(Endpoint::method)), std::string(Endpoint::path),
                    [handler = std::move(handler)](Call& call) -> Response {
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
                    }};
        if (!std::is_same_v<Body, api::Empty>) route.request_schema = wire::json_schema<Body>;
        route.response_schema = wire::json_schema<Reply>;
        route.paged = requires(Reply reply) { reply.next_cursor; };
        if constexpr (requires { Endpoint::query; }) route.query = Endpoint::query;
        add(std::move(route));
    }
    void add(Route route);

    /// Calls `visit` with each route, in no promised order.
    template <class F>
    void each(F visit) const {
        for (const Entry& entry : entries_) visit(entry.route);
    }

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
