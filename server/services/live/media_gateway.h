#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "server/media/io/media_thread.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/live/check_inputs.h"
#include "server/services/live/room_figures.h"
#include "server/services/watching/watch_rights.h"
#include "server/services/watching/watch_sessions.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// What a publisher says about the one who may be on air already.
struct Takeover {
    /// Whoever is on air makes room, as encoders expect; else only a session of `own` does.
    bool allowed = true;
    /// Sessions of the same broadcast, which this one goes on with.
    std::vector<media::SessionName> own;
};

/// WHIP and WHEP of the classes that this server carries: who may publish, watch, and change a
/// session, and how long a viewer's session lives. Thread-safe.
class MediaGateway {
  public:
    struct Parts {
        store::Database& database;
        const Clock& clock;
        media::MediaThread& media;
        const WatchRights& rights;
        const RoomFigures& rooms;
    };
    /// Offers of one viewer, and for one class's ingest, that cost a session each.
    static constexpr RateLimit usual_offers{60, std::chrono::minutes(1)};

    /// All parts outlive the object.
    explicit MediaGateway(const Parts& parts, RateLimit offers = usual_offers);

    /// POST /whip/{live_input_id}. NotFound for an unknown id, Unauthenticated for a wrong or dead
    /// token, TooMany beyond the rate of offers, Unavailable when full, InvalidInput
    /// `unsupported_media` for an SDP that does not fit, Conflict `on_air_elsewhere` where it would
    /// take over and may not: also from somebody who came after `takeover.own` and has gone since.
    Result<media::SessionAnswer> publish(const LiveInputId& live_input, std::string_view bearer,
                                         std::string_view offer, const Takeover& takeover = {});
    /// A private room for the class's teacher to try the line with; publish() takes its name for
    /// that of a live input. Conflict `check_busy`.
    Result<CheckInputs::Input> open_check(StreamId stream);
    /// POST /whep/{playback_id}; errors as WatchRights::check_token, TooMany, and those of the
    /// engine. One session too many of a person ends that person's oldest on the class.
    Result<media::SessionAnswer> watch(const PlaybackId& playback, std::string_view bearer,
                                       std::string_view offer);
    /// GET of a session URL, which needs no token: NotFound for sessions that are gone, Conflict
    /// `playing_elsewhere` for one that ended because the same person opened others since.
    Result<void> find_session(std::string_view session);
    /// The same of a publisher's; Conflict `taken_over` when another one came on air after it.
    Result<void> find_publisher(const LiveInputId& live_input, std::string_view session);
    /// PATCH and DELETE of a session URL, for its owner only: the publish token of the class, or a
    /// playback token of the same viewer. NotFound for sessions that are gone.
    Result<media::PatchAnswer> patch_session(std::string_view session, std::string_view bearer,
                                             std::string_view fragment,
                                             std::optional<std::string_view> if_match);
    Result<void> close_session(std::string_view session, std::string_view bearer);

    /// The WHEP extension "layer": for the session's owner. InvalidInput `unknown_layer`.
    Result<void> select_layer(std::string_view session, std::string_view bearer,
                              media::LayerSelection selection);
    /// That the session is a viewer's and `bearer` its owner's.
    Result<void> check_viewer(std::string_view session, std::string_view bearer);

    /// The engine says that a session is over.
    void viewer_gone(const media::SessionName& session) { sessions_.remove(session); }
    /// Ends sessions whose right has ended, whatever took it away, and checks that are over. To be
    /// called about once a second: that is how long somebody may see more than they should.
    void end_lost_rights();

  private:
    Result<media::SessionAnswer> publish_check(const media::RoomName& room, std::string_view bearer,
                                               std::string_view offer);
    Result<void> check_takeover(const media::RoomName& room, const Takeover& takeover);
    Result<media::SessionInfo> owned_session(std::string_view session, std::string_view bearer,
                                             bool over_too);
    void close(const media::SessionName& session);

    const Parts parts_;
    const RateLimit offers_limit_;
    RateLimits offers_;
    WatchSessions sessions_;
    CheckInputs checks_;
};

}  // namespace lsl::services
