#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"
#include "server/http/events/listener_seats.h"
#include "server/services/live/live_media.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::http {

/// Which events of a WHEP session somebody wants to hear (Events draft, "Server Sent Events").
struct WhepEventTypes {
    bool active = false;
    bool inactive = false;
    bool layers = false;
    bool viewer_count = false;
};
inline constexpr std::string_view whep_event_types = "active,inactive,layers,viewercount";

/// The body of the POST, a JSON list; an empty body means all. Malformed for anything else and for
/// a type that is not offered.
Result<WhepEventTypes> read_event_types(const std::string& body);

/// Event streams that were created and are not deleted. Their names are what opens them, since an
/// EventSource sends no token. Thread-safe.
class WhepEventStreams {
  public:
    static constexpr std::size_t most_of_a_session = 4;

    /// Unavailable when the session has too many.
    Result<std::string> create(const std::string& session, WhepEventTypes types);
    std::optional<WhepEventTypes> find(const std::string& session, const std::string& name) const;
    bool remove(const std::string& session, const std::string& name);
    /// The session is gone.
    void remove_all(const std::string& session);

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::map<std::string, WhepEventTypes>> by_session_;
};

/// What a viewer's session has to tell: looked at once a second, told when it changed. Ends with
/// the session, or when its stream is deleted.
class WhepEventBody final : public LiveBody {
  public:
    static constexpr std::chrono::milliseconds interval{1000};

    WhepEventBody(services::LiveMedia& media, WhepEventStreams& streams, const Clock& clock,
                  std::string session, std::string name, WhepEventTypes types,
                  std::unique_ptr<ListenerSeats::Seat> seat);

    std::optional<std::string> next(std::chrono::milliseconds at_most) override;

  private:
    std::string news(const media::ViewerLayers& now);

    const std::unique_ptr<ListenerSeats::Seat> seat_;
    services::LiveMedia& media_;
    WhepEventStreams& streams_;
    const Clock& clock_;
    const std::string session_;
    const std::string name_;
    const WhepEventTypes types_;
    std::optional<bool> on_air_;
    std::optional<std::int64_t> viewers_;
    std::string layers_;  ///< what was told of them, without their rates
    std::optional<MonoTime> looked_at_;
    MonoTime last_sent_;
};

}  // namespace lsl::http
