#include "server/media/io/media_thread.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include <openssl/rand.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/media/engine.h"
#include "server/media/io/udp_socket.h"

namespace lsl::media {
namespace {

constexpr std::int64_t kUnixEpochInNtpSeconds = 2'208'988'800;
// A loop that goes on longer lets commands wait; one recvmmsg and one poll are far below.
constexpr int kLongestWaitMs = 1000;

class FileDescriptor {
  public:
    explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
    ~FileDescriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    int get() const { return descriptor_; }

  private:
    int descriptor_;
};

class RunningMediaThread final : public MediaThread {
  public:
    RunningMediaThread(const Clock& clock, MediaListener listener,
                       std::unique_ptr<UdpSocket> socket, std::unique_ptr<Engine> engine)
        : clock_(clock),
          listener_(std::move(listener)),
          socket_(std::move(socket)),
          engine_(std::move(engine)),
          epoll_(epoll_create1(EPOLL_CLOEXEC)),
          wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        watch(socket_->descriptor());
        watch(wake_.get());
        thread_ = std::thread([this] { run(); });
    }

    ~RunningMediaThread() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake();
        thread_.join();
    }

    Result<SessionAnswer> publish(const RoomName& room, std::string_view offer) override {
        return ask([&](MonoTime now) { return engine_->publish(room, offer, now); });
    }
    Result<SessionAnswer> watch(const RoomName& room, std::string_view offer,
                                const std::string& viewer) override {
        return ask([&](MonoTime now) { return engine_->watch(room, offer, viewer, now); });
    }
    Result<PullOffer> pull(const RoomName& room) override {
        return ask([&](MonoTime now) { return engine_->pull(room, now); });
    }
    Result<void> accept_answer(const SessionName& session, std::string_view answer) override {
        return ask([&](MonoTime now) { return engine_->accept_answer(session, answer, now); });
    }
    Result<PatchAnswer> patch(const SessionName& session, std::string_view fragment,
                              std::optional<std::string_view> if_match) override {
        return ask([&](MonoTime) { return engine_->patch(session, fragment, if_match); });
    }
    Result<void> close_session(const SessionName& session) override {
        return ask([&](MonoTime now) { return engine_->close_session(session, now); });
    }
    Result<void> select_layer(const SessionName& session, LayerSelection selection) override {
        return ask([&](MonoTime now) {
            return engine_->select_layer(session, std::move(selection), now);
        });
    }
    Result<ViewerLayers> viewer_layers(const SessionName& session) override {
        return ask([&](MonoTime now) { return engine_->viewer_layers(session, now); });
    }
    Result<SessionInfo> session_info(const SessionName& name) override {
        return ask([&](MonoTime) -> Result<SessionInfo> {
            const Session* session = engine_->find_session(name);
            if (session == nullptr) return not_found("There is no such media session.");
            return SessionInfo{session->room->name, session->publishes(), session->viewer_tag};
        });
    }
    void close_publisher(const RoomName& room) override {
        ask([&](MonoTime now) {
            engine_->close_publisher(room, now);
            return true;
        });
    }
    void close_viewers(const RoomName& room) override {
        ask([&](MonoTime now) {
            engine_->close_viewers(room, now);
            return true;
        });
    }
    void close_room(const RoomName& room) override {
        ask([&](MonoTime now) {
            engine_->close_room(room, now);
            return true;
        });
    }
    void set_tap(const RoomName& room, std::shared_ptr<MediaTap> tap) override {
        ask([&](MonoTime now) {
            engine_->set_tap(room, std::move(tap), now);
            return true;
        });
    }
    RoomStats room_stats(const RoomName& room) override {
        return ask([&](MonoTime now) { return engine_->room_stats(room, now); });
    }
    EngineStats engine_stats() override {
        return ask([&](MonoTime) {
            EngineStats stats = engine_->engine_stats();
            stats.socket = socket_->stats();
            return stats;
        });
    }
    std::uint16_t udp_port() const override { return socket_->local().port; }

  private:
    using Command = std::function<void(MonoTime)>;

    /// Runs `question` on the media thread and waits for what it returns.
    template <class Question>
    auto ask(Question question) -> decltype(question(MonoTime{})) {
        using Answer = decltype(question(MonoTime{}));
        // A listener that asks is on the media thread already.
        if (std::this_thread::get_id() == media_thread_.load()) return question(clock_.mono());
        std::promise<Answer> promise;
        std::future<Answer> answer = promise.get_future();
        {
            const std::lock_guard lock(mutex_);
            commands_.emplace_back([&](MonoTime now) { promise.set_value(question(now)); });
        }
        wake();
        return answer.get();
    }

    void watch(int descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event);
    }

    void wake() {
        const std::uint64_t one = 1;
        // Fails only when the counter is full, and then the thread is awake anyway.
        [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
    }

    void run() {
        media_thread_ = std::this_thread::get_id();
        pthread_setname_np(pthread_self(), "lsl-media");
        bool more = false;
        MonoTime wake_at = clock_.mono();
        while (true) {
            wait(more, wake_at);
            const bool stop = run_commands();
            receive();
            const auto output = deliver();
            more = output.more;
            wake_at = output.wake_at;
            if (stop) break;
        }
        engine_->close_all(clock_.mono());
        while (deliver().more) {
        }
    }

    void wait(bool more, MonoTime wake_at) {
        const std::int64_t left_us = more ? 0 : (wake_at - clock_.mono()).count();
        // Rounded up: waking before the time would only go round once more.
        const int timeout_ms =
            static_cast<int>(std::clamp<std::int64_t>((left_us + 999) / 1000, 0, kLongestWaitMs));
        std::array<epoll_event, 4> events;
        const int count =
            epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout_ms);
        for (int i = 0; i < count; ++i) {
            if (events[static_cast<std::size_t>(i)].data.fd != wake_.get()) continue;
            std::uint64_t ignored;
            [[maybe_unused]] const auto taken = ::read(wake_.get(), &ignored, sizeof ignored);
        }
    }

    /// True when the thread should end.
    bool run_commands() {
        std::vector<Command> commands;
        bool stop;
        {
            const std::lock_guard lock(mutex_);
            commands.swap(commands_);
            stop = stopping_;
        }
        const MonoTime now = clock_.mono();
        for (const Command& command : commands) attempt([&] { command(now); });
        return stop;
    }

    void receive() {
        const auto received = socket_->receive();
        if (received.empty()) return;
        const MonoTime now = clock_.mono();
        for (const UdpSocket::Received& datagram : received) {
            attempt([&] { engine_->handle(datagram.from, datagram.bytes, now); });
        }
    }

    /// One command or datagram. What the standard library throws, without memory for one, ends that
    /// one and not the thread, which carries everybody's media.
    template <class Work>
    void attempt(const Work& work) {
        try {
            work();
        } catch (const std::exception& problem) {
            std::fprintf(stderr, "media: %s\n", problem.what());
        }
    }

    Engine::Output deliver() {
        const Engine::Output output = engine_->poll(clock_.mono());
        if (!output.outbox->empty()) {
            const std::size_t failed = socket_->send(*output.outbox);
            if (failed > 0) engine_->count_send_failures(static_cast<std::int64_t>(failed));
        }
        if (listener_) {
            // A listener may ask us something, which would clear the batch it reads from.
            const std::vector<MediaEvent> events(output.events.begin(), output.events.end());
            for (const MediaEvent& event : events) listener_(event);
        }
        return output;
    }

    const Clock& clock_;
    MediaListener listener_;
    std::unique_ptr<UdpSocket> socket_;
    std::unique_ptr<Engine> engine_;
    FileDescriptor epoll_;
    FileDescriptor wake_;

    std::mutex mutex_;  ///< guards the two below
    std::vector<Command> commands_;
    bool stopping_ = false;

    std::atomic<std::thread::id> media_thread_{};
    std::thread thread_;
};

Result<std::vector<Address>> announced_addresses(const MediaOptions& options,
                                                 const Address& bound) {
    std::vector<Address> addresses;
    for (const std::string& text : options.public_addresses) {
        const auto address = Address::parse(text, bound.port);
        if (!address) {
            return make_error(ErrorCode::InvalidInput, "invalid_address",
                              "A public media address is not an IP address: " + text);
        }
        addresses.push_back(*address);
    }
    if (!addresses.empty()) return addresses;
    if (!bound.is_unspecified()) return std::vector<Address>{bound};
    return UdpSocket::interface_addresses(bound.port);
}

}  // namespace

Result<std::unique_ptr<MediaThread>> MediaThread::start(const MediaOptions& options,
                                                        const Clock& clock,
                                                        MediaListener listener) {
    auto socket = LSL_TRY(UdpSocket::open(options.bind_address, options.udp_port));
    EngineConfig config;
    config.candidates = LSL_TRY(announced_addresses(options, socket->local()));
    config.max_sessions = options.max_sessions;
    config.max_publishers = options.max_publishers;
    config.ingest_bitrate_bps = options.ingest_bitrate_bps;
    const std::int64_t utc_us = std::chrono::microseconds(clock.utc().time_since_epoch()).count();
    config.ntp_us_at_zero = utc_us + kUnixEpochInNtpSeconds * 1'000'000 - clock.mono().us;
    config.random = [](MutableBytes bytes) {
        if (RAND_bytes(as_uchar(bytes.data()), static_cast<int>(bytes.size())) != 1) {
            std::abort();  // guessable credentials would be worse than none
        }
    };
    auto engine = LSL_TRY(Engine::make(std::move(config)));
    return std::unique_ptr<MediaThread>(std::make_unique<RunningMediaThread>(
        clock, std::move(listener), std::move(socket), std::move(engine)));
}

}  // namespace lsl::media
