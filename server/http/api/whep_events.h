#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/edge/message.h"
#include "server/http/events/listener_seats.h"
#include "server/services/live/layer_watch.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

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
class WhepEventBody final : public PushedBody {
  public:
    /// `streams` outlives the object; it is the stream called `name` of the session.
    WhepEventBody(std::unique_ptr<services::LayerWatch::Listener> listener,
                  WhepEventStreams& streams, std::string session, std::string name,
                  WhepEventTypes types, MonoTime now,
                  std::unique_ptr<ListenerSeats::Seat> seat = nullptr);

    Turn take(MonoTime now) override;
    void wake_by(std::function<void()> wake) override;

  private:
    std::string news(const media::ViewerLayers& now);

    const std::unique_ptr<ListenerSeats::Seat> seat_;
    const std::unique_ptr<services::LayerWatch::Listener> listener_;
    WhepEventStreams& streams_;
    const std::string session_;
    const std::string name_;
    const WhepEventTypes types_;
    std::optional<bool> on_air_;
    std::optional<std::int64_t> viewers_;
    std::string layers_;  ///< what was told of them, without their rates
    MonoTime last_sent_;
};

}  // namespace lsl::http
