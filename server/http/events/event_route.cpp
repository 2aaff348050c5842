#include <utility>

#include <fmt/format.h>

#include "server/http/api/routes.h"
#include "server/http/events/event_stream.h"
#include "server/http/events/listener.h"
#include "shared/wire/json/json.h"

namespace lsl::http {
namespace {

services::Listening listening_of(const Listener& listener, std::optional<services::Topic> room,
                                 const Request& request) {
    services::Listening listening;
    listening.topics = topics_of(listener);
    listening.room = room;
    // A browser names the last event only when it connects again by itself; a page that comes with
    // the state of a moment, or with the events of an earlier connection, says so in the address.
    listening.last_event_id = request.header("Last-Event-ID");
    if (listening.last_event_id.empty()) listening.last_event_id = request.parameter("after");
    return listening;
}

/// After the hello: where the listener stands, and a room as it is now.
Result<std::string> opening(const Services& s, const services::Caller& caller,
                            const services::Subscription& subscription,
                            const std::optional<services::Topic>& room) {
    using Begin = services::Subscription::Begin;
    const bool resync = subscription.begin() == Begin::Resync;
    const bool read_again = room ? subscription.rest_is_lost() : resync;
    if (read_again) {
        return fmt::format("event: {}\ndata: {}\n\n", wire::Resync::name,
                           wire::to_json(wire::Resync{}));
    }
    if (!room || subscription.begin() == Begin::Resumed) return std::string();
    wire::RoomChanged first{.viewers = std::nullopt, .resync = true};
    if (!resync) first = LSL_TRY(s.rooms.state(*room, caller));
    return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", subscription.first_id(),
                       wire::RoomChanged::name, wire::to_json(first));
}

Response open_stream(const Services& s, const Sessions& sessions, Metrics& metrics,
                     const Call& call, const std::string& hello) {
    const Request& request = call.request;
    const services::Caller caller = sessions.caller(request);
    const Listener listener = listener_of(caller);
    std::optional<services::Topic> room;
    if (request.has_parameter("stream")) {
        const auto entered = s.rooms.enter(request.parameter("stream"), caller);
        if (!entered) return failure(entered.error());
        room = *entered;
    }
    auto taken = s.seats.take(request.asker, request.client_address);
    if (const auto* why = std::get_if<Refused>(&taken)) {
        metrics.refused(*why);
        return failure(refusal_error(*why));
    }
    auto seat = std::get<std::unique_ptr<ListenerSeats::Seat>>(std::move(taken));
    auto subscription = s.events.subscribe(listening_of(listener, room, request));
    // A room's state is read after the listener is in it, so that nothing falls between.
    const auto first = opening(s, caller, *subscription, room);
    if (!first) return failure(first.error());
    // In a room its own ids count, so the hello has none.
    const std::string id = room ? "" : fmt::format("id: {}\n", subscription->first_id());

    auto still_allowed = [&sessions, &rooms = s.rooms, cookies = request, listener, room] {
        const services::Caller now = sessions.caller(cookies);
        return listener_of(now) == listener && (!room || rooms.may_stay(*room, now));
    };
    Response response;
    response.add("Content-Type", "text/event-stream; charset=utf-8");
    response.add("Cache-Control", "no-store");
    response.add("X-Accel-Buffering", "no");
    response.close = true;  // the stream has no other end
    response.body =
        std::make_shared<EventStream>(std::move(subscription), s.clock.mono(), id + hello + *first,
                                      std::move(still_allowed), std::move(seat));
    return response;
}

}  // namespace

void add_event_route(Router& routes, const Services& services, const Sessions& sessions,
                     Metrics& metrics, std::string_view version, std::string_view build) {
    routes.add({"GET", "/api/events",
                [s = services, &sessions, &metrics, version = std::string(version),
                 build = std::string(build)](Call& call) {
                    // The time, so that a page finds out that its device's clock is wrong.
                    const std::string hello = fmt::format(
                        "retry: 2000\nevent: hello\n"
                        "data: {{\"version\":\"{}\",\"build\":\"{}\",\"now\":{}}}\n\n",
                        version, build, s.clock.utc().time_since_epoch().count());
                    return open_stream(s, sessions, metrics, call, hello);
                }});
}

}  // namespace lsl::http
