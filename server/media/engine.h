#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/media/counters.h"
#include "server/media/dtls.h"
#include "server/media/media_types.h"
#include "server/media/outbox.h"
#include "server/media/session.h"
#include "server/media/timer_queue.h"
#include "server/media/tuple_table.h"
#include "shared/base/result.h"

namespace lsl::media {

struct EngineConfig {
    std::vector<Address> candidates;
    std::size_t max_sessions = 2000;
    std::size_t max_publishers = 64;
    std::uint64_t ingest_bitrate_bps = 4'000'000;
    std::int64_t ntp_us_at_zero = 0;  ///< microseconds since 1900 when MonoTime is 0
    RandomBytes random;
};

/// The whole media server as a function of datagrams, commands and time: no socket, clock, thread
/// or lock. Give it what arrives with `handle`, then take what leaves with `poll`, until `more`
/// is false; come back at `wake_at` at the latest. Not thread-safe. Times never go back.
class Engine {
  public:
    static Result<std::unique_ptr<Engine>> make(EngineConfig config);
    ~Engine();

    struct Output {
        const Outbox* outbox = nullptr;      ///< valid until the next call of anything here
        std::span<const MediaEvent> events;  ///< likewise
        MonoTime wake_at{};
        bool more = false;  ///< call `poll` again once these are sent
    };

    /// One datagram; decrypted in place.
    void handle(const Address& from, MutableBytes datagram, MonoTime now);
    Output poll(MonoTime now);

    // Commands; see MediaThread for their meaning.
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
    void close_viewer(const RoomName& room, const std::string& viewer, MonoTime now);
    void close_room(const RoomName& room, MonoTime now);
    void close_all(MonoTime now);
    void set_tap(const RoomName& room, std::shared_ptr<MediaTap> tap, MonoTime now);

    RoomStats room_stats(const RoomName& room, MonoTime now);
    EngineStats engine_stats() const;
    void count_send_failures(std::int64_t datagrams) { drops_.count(Drop::SendFailed, datagrams); }
    std::size_t rooms() const { return rooms_.size(); }

  private:
    // How long packets are collected (Room::collects): until a frame is complete, or this. A frame
    // is cut into bursts by its sender's pacer; going out in one piece it costs a third, and a
    // player needs the whole of it anyway.
    static constexpr std::chrono::microseconds kCollectPerViewer{15};
    static constexpr std::chrono::microseconds kLongestCollect{15'000};
    /// Sessions of one viewer that a full server does not take away for somebody else.
    static constexpr int kFairPlaces = 4;
    static constexpr int kTimersPerPoll = 256;
    static constexpr std::size_t kNameLength = 32;  // 192 bits

    explicit Engine(EngineConfig config) : config_(std::move(config)) {}

    void begin_batch();
    void on_stun(const Address& from, MutableBytes datagram, MonoTime now);
    void on_stun_response(const Address& from, const StunMessage& response, MonoTime now);
    void on_dtls(Session& session, MutableBytes datagram, MonoTime now);
    void on_rtp(Session& session, MutableBytes datagram, MonoTime now);
    void on_rtcp(Session& session, MutableBytes datagram, MonoTime now);
    void on_ready(Session& session, MonoTime now);
    void on_timer(Session& session, MonoTime now);

    Result<SessionAnswer> open(const RoomName& room, std::string_view offer, SessionKind kind,
                               const std::string& viewer, MonoTime now);
    std::optional<Error> full_for(SessionKind kind, MonoTime now);
    bool free_a_place(MonoTime now);
    void describe(Session& session);
    Session& enter(std::unique_ptr<Session> made, MonoTime now);
    Result<void> take_answer(Session& session, std::string_view answer, MonoTime now);
    Result<void> keep_reachable(Session& session, std::vector<IceCandidate>& candidates);
    void start_viewer(Session& session);
    void pump(Session& session, MonoTime now);
    bool fan_out(Room& room, MonoTime now);
    void mark_dirty(Room& room, bool frame_complete, MonoTime now);
    bool flush_rooms(MonoTime now);
    bool run_timers(MonoTime now);
    void schedule(Session& session);
    void close(Session& session, MonoTime now);
    void reap();
    void drop_room_if_empty(Room& room);
    static std::vector<LayerStats> layer_stats(const Room& room, MonoTime now);
    Room& room_named(const RoomName& name);

    std::string random_text(std::size_t length);
    std::uint32_t random_u32();
    IceCredentials random_credentials();

    EngineConfig config_;
    MediaCounters counters_;
    std::unique_ptr<DtlsContext> dtls_;
    std::unordered_map<RoomName, std::unique_ptr<Room>> rooms_;
    std::unordered_map<SessionName, std::unique_ptr<Session>> sessions_;
    std::unordered_map<std::uint64_t, Session*> sessions_by_id_;
    std::unordered_map<std::string, Session*> sessions_by_ufrag_;  ///< also of replaced credentials
    TupleTable<Session> tuples_;
    TimerQueue timers_;
    std::vector<Room*> dirty_rooms_;
    std::vector<std::unique_ptr<Session>> doomed_;  ///< closed, destroyed when nobody uses them
    std::uint64_t next_id_ = 1;
    std::size_t publishers_ = 0;

    Outbox outbox_;
    std::vector<MediaEvent> events_;
    bool delivered_ = false;  ///< the batch was handed out: the next call starts another
    DropCounters drops_;
    EngineStats totals_;
};

}  // namespace lsl::media
