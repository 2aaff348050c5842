#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "server/http/edge/message.h"
#include "server/http/events/listener_seats.h"
#include "server/services/events/event_hub.h"
#include "shared/base/time.h"

namespace lsl::http {

inline constexpr std::chrono::seconds event_heartbeat{15};
inline constexpr std::chrono::seconds event_session_check{30};

/// One listener's server-sent events (WHATWG HTML 9.2): a greeting at once, then what the hub has
/// for it, a comment every 15 s so that dead peers and idle proxies are noticed. Ends when the hub
/// says so or the right that it was opened with is over.
class EventStream final : public PushedBody {
  public:
    /// `still_allowed` asks whether that right holds.
    EventStream(std::unique_ptr<services::Subscription> subscription, MonoTime now,
                std::string greeting, std::function<bool()> still_allowed,
                std::unique_ptr<ListenerSeats::Seat> seat = nullptr);

    Turn take(MonoTime now) override;
    void wake_by(std::function<void()> wake) override;

  private:
    const std::unique_ptr<ListenerSeats::Seat> seat_;
    const std::unique_ptr<services::Subscription> subscription_;
    std::string greeting_;
    const std::function<bool()> still_allowed_;
    MonoTime last_sent_;
    MonoTime next_check_;
};

}  // namespace lsl::http
