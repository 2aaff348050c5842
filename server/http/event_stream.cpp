#include "server/http/event_stream.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "server/http/routes.h"

namespace lsl::http {
namespace {

/// Each holds a thread; the others need some too.
constexpr std::size_t most_listeners = 3000;

std::string rendered(std::uint64_t id, const services::HubEvent& event) {
    return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", id, event.name, event.data);
}

Response open_stream(const Services& s, const Sessions& sessions, const Call& call,
                     const std::string& hello) {
    if (s.events.subscriber_count() >= most_listeners) {
        Error full = make_error(ErrorCode::Unavailable, "busy",
                                "Too many people are listening. Try again in a moment.");
        full.retry_after_seconds = 10;
        return failure(full);
    }
    services::Audience audience;
    if (const auto viewer = sessions.viewer(call.request)) audience.user = viewer->user.id;
    audience.instructor = sessions.instructor(call.request);

    auto still_allowed = [&sessions, cookies = call.request, audience] {
        if (audience.user && !sessions.viewer(cookies)) return false;
        return !audience.instructor || sessions.instructor(cookies);
    };
    Response response;
    response.add("Content-Type", "text/event-stream; charset=utf-8");
    response.add("Cache-Control", "no-store");
    response.add("X-Accel-Buffering", "no");
    response.close = true;  // its thread is free as soon as it ends
    response.body = std::make_shared<EventStream>(s.events.subscribe(audience), s.clock, hello,
                                                  std::move(still_allowed));
    return response;
}

}  // namespace

EventStream::EventStream(std::unique_ptr<services::Subscription> subscription, const Clock& clock,
                         std::string hello, std::function<bool()> still_allowed)
    : subscription_(std::move(subscription)),
      clock_(clock),
      hello_(std::move(hello)),
      still_allowed_(std::move(still_allowed)),
      last_sent_(clock.mono()),
      last_check_(clock.mono()) {}

std::optional<std::string> EventStream::next(std::chrono::milliseconds at_most) {
    if (!hello_.empty()) return std::exchange(hello_, {});

    const auto until_heartbeat =
        std::chrono::ceil<std::chrono::milliseconds>(last_sent_ + event_heartbeat - clock_.mono());
    std::vector<services::SharedEvent> events;
    const auto state = subscription_->wait(
        std::clamp(until_heartbeat, std::chrono::milliseconds(0), at_most), events);
    const MonoTime now = clock_.mono();
    if (now - last_check_ >= event_session_check) {
        last_check_ = now;
        if (!still_allowed_()) return std::nullopt;
    }
    std::string text;
    for (const auto& event : events) text += rendered(++last_id_, *event);
    if (text.empty() && state == services::Subscription::State::Dropped) return std::nullopt;
    if (text.empty() && now - last_sent_ >= event_heartbeat) text = ": still here\n\n";
    if (!text.empty()) last_sent_ = now;
    return text;
}

void add_event_route(Router& routes, const Services& services, const Sessions& sessions,
                     std::string_view version, std::string_view build) {
    routes.add({"GET", "/api/events", api::Access::Anyone,
                [s = services, &sessions, version = std::string(version),
                 build = std::string(build)](Call& call) {
                    // The time, so that a page finds out that its device's clock is wrong.
                    const std::string hello = fmt::format(
                        "retry: 2000\nevent: hello\n"
                        "data: {{\"version\":\"{}\",\"build\":\"{}\",\"now\":{}}}\n\n",
                        version, build, s.clock.utc().time_since_epoch().count());
                    return open_stream(s, sessions, call, hello);
                }});
}

}  // namespace lsl::http
