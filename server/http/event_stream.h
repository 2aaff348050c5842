#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/http/message.h"
#include "server/services/event_hub.h"
#include "shared/base/clock.h"

namespace lsl::http {

inline constexpr std::chrono::seconds event_heartbeat{15};
inline constexpr std::chrono::seconds event_session_check{30};

/// One listener's server-sent events (WHATWG HTML 9.2): a `hello` at once, then what the hub has
/// for it, a comment every 15 s so that dead peers and idle proxies are noticed. Ends when the hub
/// says so or the session it was opened with is over.
class EventStream final : public LiveBody {
  public:
    /// `still_allowed` asks whether that session holds.
    EventStream(std::unique_ptr<services::Subscription> subscription, const Clock& clock,
                std::string hello, std::function<bool()> still_allowed);

    std::optional<std::string> next(std::chrono::milliseconds at_most) override;

  private:
    std::unique_ptr<services::Subscription> subscription_;
    const Clock& clock_;
    std::string hello_;
    std::function<bool()> still_allowed_;
    MonoTime last_sent_;
    MonoTime last_check_;
    std::uint64_t last_id_ = 0;
};

}  // namespace lsl::http
