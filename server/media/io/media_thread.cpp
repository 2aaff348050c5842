#include "server/media/io/media_thread.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <functional>
#include <future>
#include <initializer_list>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <openssl/rand.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/media/engine.h"
#include "server/media/io/udp_socket.h"
#include "server/threads/attempt.h"
#include "server/threads/worker.h"

namespace lsl::media {
namespace {

constexpr std::int64_t kUnixEpochInNtpSeconds = 2'208'988'800;
// A loop that goes on longer lets commands wait; one recvmmsg and one poll are far below.
constexpr int kLongestWaitMs = 1000;
constexpr std::chrono::milliseconds kRestAfterFailure{1};

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

int epoll_on(std::initializer_list<int> descriptors) {
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (const int descriptor : descriptors) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
    }
    return epoll;
}

class RunningMediaThread final : public MediaThread {
  public:
    RunningMediaThread(const Clock& clock, MediaListener listener,
                       std::unique_ptr<UdpSocket> socket, std::unique_ptr<Engine> engine)
        : clock_(clock),
          listener_(std::move(listener)),
          socket_(std::move(socket)),
          engine_(std::move(engine)),
          wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
          epoll_(epoll_on({socket_->descriptor(), wake_.get()})),
          wake_at_(clock_.mono()),
          worker_({.name = "lsl-media",
                   .after_failure = kRestAfterFailure,
                   .interrupt = [this] { wake(); },
                   .last = [this] { finish(); }},
                  [this] { return turn(); }) {}

    EngineStats engine_stats() override {
        EngineStats stats;
        on_media_thread([&](MonoTime) {
            stats = engine_->engine_stats();
            stats.socket = socket_->stats();
        });
        return stats;
    }
    std::uint16_t udp_port() const override { return socket_->local().port; }

  protected:
    void put(AnyQuestion question) override {
        on_media_thread([&](MonoTime now) {
            std::visit(
                [&](auto* asked) { asked->answer.emplace(asked->command.run(*engine_, now)); },
                question);
        });
    }

  private:
    using Command = std::function<void(MonoTime)>;

    /// Runs `work` on the media thread and waits until it is done; throws what it throws.
    template <class Work>
    void on_media_thread(const Work& work) {
        // A listener that asks is on the media thread already.
        if (std::this_thread::get_id() == media_thread_.load()) return work(clock_.mono());
        std::promise<void> promise;
        std::future<void> done = promise.get_future();
        {
            const std::lock_guard lock(mutex_);
            commands_.emplace_back([&](MonoTime now) {
                try {
                    work(now);
                    promise.set_value();
                } catch (const std::exception&) {
                    promise.set_exception(std::current_exception());
                }
            });
        }
        wake();
        done.get();
    }

    void wake() {
        const std::uint64_t one = 1;
        // Fails only when the counter is full, and then the thread is awake anyway.
        [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
    }

    threads::Worker::Rest turn() {
        // Only this thread compares itself with it successfully.
        media_thread_ = std::this_thread::get_id();
        wait();
        run_commands();
        receive();
        const auto output = deliver();
        more_ = output.more;
        wake_at_ = output.wake_at;
        return threads::Worker::no_rest;
    }

    /// What was asked until now is answered, and the peers are told that this is the end.
    void finish() {
        run_commands();
        engine_->close_all(clock_.mono());
        while (deliver().more) {
        }
    }

    void wait() {
        const std::int64_t left_us = more_ ? 0 : (wake_at_ - clock_.mono()).count();
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

    void run_commands() {
        std::vector<Command> commands;
        {
            const std::lock_guard lock(mutex_);
            commands.swap(commands_);
        }
        if (commands.empty()) return;
        const MonoTime now = clock_.mono();
        for (const Command& command : commands) command(now);
    }

    void receive() {
        const auto received = socket_->receive();
        if (received.empty()) return;
        const MonoTime now = clock_.mono();
        for (const UdpSocket::Received& datagram : received) {
            threads::attempt("media", [&] { engine_->handle(datagram.from, datagram.bytes, now); });
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
    FileDescriptor wake_;
    FileDescriptor epoll_;

    // Of the media thread:
    bool more_ = false;
    MonoTime wake_at_;

    std::mutex mutex_;  ///< guards the next
    std::vector<Command> commands_;

    std::atomic<std::thread::id> media_thread_{};
    threads::Worker worker_;  // last: it uses all the others
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
