#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/io/media_thread.h"
#include "server/recorder/recorder.h"
#include "server/services/accounts/rate_limits.h"
#include "server/services/events/announcements.h"
#include "server/services/live/media_backend.h"
#include "server/services/live/media_inbox.h"
#include "server/services/live/media_time.h"
#include "server/services/live/recording_space.h"
#include "server/services/watching/watch_sessions.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

class Playback;

struct LiveMediaOptions {
    std::string public_url;  ///< without a slash at the end
    /// Offers of one viewer, and for one class's ingest, that cost a session each.
    RateLimit offers{60, std::chrono::minutes(1)};
};

/// What a publisher says about the one who may be on air already.
struct Takeover {
    /// Whoever is on air makes room, as encoders expect; else only a session of `own` does.
    bool allowed = true;
    /// Sessions of the same broadcast, which this one goes on with.
    std::vector<media::SessionName> own;
};

/// The name of the class's room in the media engine.
inline const media::RoomName& room_of(const domain::StudioClass& row) {
    return row.ingest.access.live_input_id.text;
}

/// The media backend inside this process: decides who may publish and watch, and turns what media
/// engine and recorder report into rows and events. The only service that knows both. Rooms are
/// named by live_input_id.
///
/// Calls are thread-safe. Reports arrive through a `MediaInbox`; `LiveMediaLoop` (or a test) calls
/// `drain` and `refresh`, from one thread at a time.
class LiveMedia final : public MediaBackend {
  public:
    LiveMedia(store::Database& database, const Clock& clock, Announcements& announcements,
              MediaInbox& inbox, media::MediaThread& media, recorder::Recorder& recorder,
              LiveMediaOptions options);
    /// Tokens of viewers are checked there; to be set before the first request.
    void use(Playback& playback);

    /// Who takes the finished recordings of classes that another backend carries, instead of them
    /// being played from here. Called on the thread that calls `drain`, again after a restart.
    using TakeRecording =
        std::function<void(const domain::StudioClass&, const recorder::RecordingFile&)>;
    void hand_over(TakeRecording take) { take_recording_ = std::move(take); }
    /// A sentence while a recording is in danger; else empty.
    std::string recording_trouble(const recorder::RecordingName& name) const;

    /// At start-up: recordings of live classes go on, those of classes over are finished, those
    /// that nothing wants any more are deleted.
    Result<void> reconcile();

    /// POST /whip/{live_input_id}. NotFound for an unknown id, Unauthenticated for a wrong or dead
    /// token, TooMany beyond the rate of offers, Unavailable when full, InvalidInput
    /// `unsupported_media` for an SDP that does not fit, Conflict `on_air_elsewhere` where it would
    /// take over and may not: also from somebody who came after `takeover.own` and has gone since.
    Result<media::SessionAnswer> whip_publish(const LiveInputId& live_input,
                                              std::string_view bearer, std::string_view offer,
                                              const Takeover& takeover = {});
    /// POST /whep/{playback_id}; errors as Playback::check_token, TooMany, and those of the engine.
    /// One session too many of a person ends that person's oldest on the class.
    Result<media::SessionAnswer> whep_watch(const PlaybackId& playback, std::string_view bearer,
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
    /// NotFound for anything but a viewer's session that lives.
    Result<media::ViewerLayers> viewer_layers(std::string_view session) {
        return media_.ask(media::ReadLayers{std::string(session)});
    }

    media::EngineStats engine_stats() { return media_.engine_stats(); }
    recorder::RecorderLoad recorder_load() const { return recorder_.load(); }

    /// Works off what the inbox holds.
    void drain();
    /// Ends sessions whose right has ended, whatever took it away; reads the figures of every room
    /// that lives, stores new maxima, tells listeners of changes. To be called about once a second:
    /// that is how long somebody may see more than they should.
    void refresh();

    std::string_view name() const override { return "local"; }
    Result<domain::Ingest> create_ingest(std::string_view title) override;
    std::string webrtc_url(const domain::StudioClass& row) const override;
    VideoId new_video_id() const override;
    void class_started(const domain::StudioClass& row) override;
    void class_ended(const domain::StudioClass& row) override;
    void class_cancelled(const domain::StudioClass& row, const VideoId& video) override;
    void class_back_to_planned(const domain::StudioClass& row, const VideoId& video) override;
    Result<std::string> new_publish_token(const domain::StudioClass& row) override;
    void close_publisher(const domain::StudioClass& row) override;
    LiveFigures figures(const domain::StudioClass& row) const override;
    Result<recorder::RecordingFile> recording_file(const VideoId& video) const override;
    Result<void> remove_recording(const domain::StudioClass& row) override;

  private:
    /// A room that is worth asking for figures: its class is live, or somebody publishes already.
    struct Room {
        StreamId stream;
        bool live = false;
        std::int64_t stored_maximum = 0;
        LiveFigures figures;
        media::SessionName last_publisher;  ///< the one on air, or the last that was
    };

    void on(const media::MediaEvent& event);
    void on(const recorder::RecorderEvent& event);
    void begin_recording(const domain::StudioClass& row);
    void recording_finished(const recorder::RecordingFinished& finished);
    void recording_failed(const recorder::RecordingFailed& failed);
    void recording_in_trouble(const recorder::RecordingTrouble& trouble);
    void publisher_came(const media::PublisherConnected& came);
    media::SessionName last_publisher(const media::RoomName& room) const;
    Result<void> check_takeover(const media::RoomName& room, const Takeover& takeover);
    void viewer_receives(const media::ViewerReceiving& receiving);
    void end_lost_rights();
    /// Changes the class of a recording; says which one that is, if any has it (still).
    std::optional<StreamId> change_recording(const recorder::RecordingName& name,
                                             const std::function<bool(domain::Recording&)>& change);
    void refresh_room(const media::RoomName& name);
    void watch_room(const domain::StudioClass& row);
    /// Tells who plans a class when room for its recording is gone, or back.
    void tell_of_space();
    /// Tells whose replay is being prepared how far that is.
    void tell_of_preparing();
    /// Recordings that could not be closed, say for want of room on the disk, are tried again.
    void retry_endings();
    std::optional<domain::StudioClass> stream_of_room(const media::RoomName& room);
    std::optional<domain::StudioClass> stream_of_recording(const recorder::RecordingName& name);
    Result<media::SessionInfo> owned_session(std::string_view session, std::string_view bearer,
                                             bool over_too);

    store::Database& database_;
    const Clock& clock_;
    Announcements& announcements_;
    MediaInbox& inbox_;
    media::MediaThread& media_;
    recorder::Recorder& recorder_;
    const LiveMediaOptions options_;
    RecordingSpace space_;
    MediaTime media_time_;
    RateLimits offers_;
    WatchSessions watching_;
    Playback* playback_ = nullptr;
    TakeRecording take_recording_;
    MonoTime next_retry_{};  ///< of the thread that calls `refresh`, as the next
    std::string told_warning_;

    mutable std::mutex mutex_;  ///< those below; never held while waiting for anything
    std::map<media::RoomName, Room> rooms_;
    std::map<recorder::RecordingName, std::string> trouble_;  ///< sentences for the instructor
    std::vector<recorder::Preparing> preparing_;              ///< as told last
};

}  // namespace lsl::services
