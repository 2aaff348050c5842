#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/counters.h"
#include "server/media/engine_config.h"
#include "server/media/media_types.h"
#include "server/media/outbox.h"
#include "server/media/room/fan_out.h"
#include "server/media/room/rooms.h"
#include "server/media/session.h"
#include "server/media/session_closer.h"
#include "server/media/session_table.h"
#include "server/media/session_timers.h"
#include "server/media/signalling.h"
#include "server/media/transport/dtls.h"
#include "server/media/turn.h"
#include "shared/base/result.h"

namespace lsl::media {

/// The whole media server as a function of datagrams, commands and time: no socket, clock, thread
/// or lock. Give it what arrives with `handle`, then take what leaves with `poll`, until `more`
/// is false; come back at `wake_at` at the latest. Not thread-safe. Times never go back.
///
/// It tells datagrams apart and runs the timers; Signalling makes sessions, SessionCloser ends
/// them, FanOut sends on what publishers send.
class Engine {
  public:
    static Result<std::unique_ptr<Engine>> make(EngineConfig config);

    struct Output {
        const Outbox* outbox = nullptr;      ///< valid until the next call of anything here
        std::span<const MediaEvent> events;  ///< likewise
        MonoTime wake_at{};
        bool more = false;  ///< call `poll` again once these are sent
    };

    /// One datagram; decrypted in place.
    void handle(const Address& from, MutableBytes datagram, MonoTime now);
    Output poll(MonoTime now);
    /// Datagrams of the last batch that the socket did not take.
    void count_send_failures(std::int64_t datagrams) { drops_.count(Drop::SendFailed, datagrams); }

    // Commands; see server/media/commands.h for their meaning.
    Result<SessionAnswer> publish(const RoomName& room, std::string_view offer, MonoTime now);
    Result<SessionAnswer> watch(const RoomName& room, std::string_view offer,
                                const std::string& viewer, MonoTime now);
    Result<PullOffer> pull(const RoomName& room, MonoTime now);
    Result<void> accept_answer(const SessionName& session, std::string_view answer, MonoTime now);
    /// Errors: NotFound; Conflict "etag_mismatch" for an If-Match that names another ICE session
    /// (412); Malformed. A missing If-Match and "*", quoted or not, always match.
    Result<PatchAnswer> patch(const SessionName& session, std::string_view fragment,
                              std::optional<std::string_view> if_match);
    Result<void> close_session(const SessionName& session, MonoTime now);
    /// NotFound for anything but a viewer's session; InvalidInput "unknown_layer" for a RID that
    /// the publisher on air does not send.
    Result<void> select_layer(const SessionName& session, LayerSelection selection, MonoTime now);
    Result<ViewerLayers> viewer_layers(const SessionName& session, MonoTime now) const;
    const Session* find_session(const SessionName& session) const;
    void close_publisher(const RoomName& room, MonoTime now);
    void close_viewers(const RoomName& room, MonoTime now);
    void close_room(const RoomName& room, MonoTime now);
    void close_all(MonoTime now);
    void set_tap(const RoomName& room, std::shared_ptr<MediaTap> tap, MonoTime now);

    RoomStats room_stats(const RoomName& room, MonoTime now) const;
    EngineStats engine_stats() const;

  private:
    static constexpr int kTimersPerPoll = 256;

    Engine(EngineConfig config, std::unique_ptr<DtlsContext> dtls);

    Turn begin_turn(MonoTime now);
    void on_stun(const Address& from, MutableBytes datagram, const Turn& turn);
    void on_stun_response(const Address& from, const StunMessage& response, const Turn& turn);
    void on_dtls(Session& session, const Address& from, MutableBytes datagram, const Turn& turn);
    void on_rtp(Session& session, MutableBytes datagram, const Turn& turn);
    void on_rtcp(Session& session, MutableBytes datagram, const Turn& turn);
    void on_ready(Session& session, const Turn& turn);
    void on_timer(Session& session, const Turn& turn);
    bool run_timers(const Turn& turn);
    bool is_free(const Address& address, const Session& wants, const Turn& turn);
    void send_once_open(Session& session, bool was_open, const Turn& turn);

    const EngineConfig config_;
    const std::unique_ptr<DtlsContext> dtls_;
    MediaCounters counters_;
    DropCounters drops_;
    EngineStats totals_;
    Outbox outbox_;
    std::vector<MediaEvent> events_;
    bool delivered_ = false;  ///< the batch was handed out: the next call starts another

    // In the order in which they know each other.
    Rooms rooms_{counters_};
    SessionTable sessions_;
    SessionTimers timers_;
    FanOut fan_out_{timers_, events_};
    SessionCloser closer_{rooms_, sessions_, fan_out_, events_};
    Signalling signalling_{config_, *dtls_, rooms_, sessions_, timers_, closer_};
};

}  // namespace lsl::media
