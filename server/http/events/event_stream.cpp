#include "server/http/events/event_stream.h"

#include <algorithm>
#include <utility>

namespace lsl::http {
namespace {

const SharedBytes& heartbeat() {
    static const auto text = std::make_shared<const std::string>(": still here\n\n");
    return text;
}

}  // namespace

EventStream::EventStream(std::unique_ptr<services::Subscription> subscription, MonoTime now,
                         std::string greeting, std::function<bool()> still_allowed,
                         std::unique_ptr<ListenerSeats::Seat> seat)
    : seat_(std::move(seat)),
      subscription_(std::move(subscription)),
      greeting_(std::move(greeting)),
      still_allowed_(std::move(still_allowed)),
      last_sent_(now),
      next_check_(now + event_session_check) {}

void EventStream::wake_by(std::function<void()> wake) { subscription_->wake_by(std::move(wake)); }

PushedBody::Turn EventStream::take(MonoTime now) {
    Turn turn;
    if (!greeting_.empty()) {
        turn.texts.push_back(
            std::make_shared<const std::string>(std::exchange(greeting_, std::string())));
    }
    turn.over = subscription_->take(turn.texts) == services::Subscription::State::Dropped;
    if (!turn.over && now >= next_check_) {
        next_check_ = now + event_session_check;
        turn.over = !still_allowed_();
        if (turn.over) turn.texts.clear();
    }
    if (turn.texts.empty() && now - last_sent_ >= event_heartbeat) {
        turn.texts.push_back(heartbeat());
    }
    if (!turn.texts.empty()) last_sent_ = now;
    turn.look_again = std::min(last_sent_ + event_heartbeat, next_check_);
    return turn;
}

}  // namespace lsl::http
