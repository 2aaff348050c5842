#include "server/services/class_puller.h"

#include <utility>
#include <variant>

#include "server/cloudflare/webrtc_http.h"

namespace lsl::services {

namespace {

constexpr std::chrono::milliseconds between_looks{100};

}  // namespace

/// One class. What has no atomic or mutex belongs to the thread.
struct ClassPuller::Pull {
    Pull(media::RoomName named, WhepUrl whep_url, std::shared_ptr<media::MediaTap> listener)
        : name(std::move(named)), url(std::move(whep_url)), tap(std::move(listener)) {}

    const media::RoomName name;
    const WhepUrl url;
    const std::shared_ptr<media::MediaTap> tap;
    std::atomic<bool> stopped{false};
    std::atomic<bool> gone{false};  ///< the engine lost the session
    std::atomic<bool> hurry{false};

    std::mutex mutex;  ///< of the two below
    std::string trouble;
    /// Made at the first attempt. Declared before nothing that its listener uses goes away.
    std::unique_ptr<media::MediaThread> engine;

    bool connected = false;
    std::string session_url;
    MonoTime next_try{};
};

ClassPuller::ClassPuller(const Clock& clock, ClassPullerOptions options)
    : clock_(clock), options_(std::move(options)), thread_([this] { run(); }) {}

ClassPuller::~ClassPuller() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void ClassPuller::start(const media::RoomName& name, WhepUrl url,
                        std::shared_ptr<media::MediaTap> tap) {
    {
        const std::lock_guard lock(mutex_);
        if (pulls_.contains(name)) return;
        pulls_.emplace(name, std::make_shared<Pull>(name, std::move(url), std::move(tap)));
    }
    changed_.notify_all();
}

void ClassPuller::stop(const media::RoomName& name) {
    const std::shared_ptr<Pull> pull = find(name);
    if (!pull) return;
    pull->stopped = true;
    {
        const std::lock_guard lock(pull->mutex);
        if (pull->engine) pull->engine->set_tap(name, nullptr);
    }
    {
        const std::lock_guard lock(mutex_);
        pulls_.erase(name);
        stopped_.push_back(pull);
    }
    changed_.notify_all();
}

void ClassPuller::wake(const media::RoomName& name) {
    if (const std::shared_ptr<Pull> pull = find(name)) pull->hurry = true;
    changed_.notify_all();
}

media::RoomStats ClassPuller::stats(const media::RoomName& name) const {
    const std::shared_ptr<Pull> pull = find(name);
    if (!pull) return {};
    const std::lock_guard lock(pull->mutex);
    return pull->engine ? pull->engine->room_stats(name) : media::RoomStats{};
}

std::string ClassPuller::trouble(const media::RoomName& name) const {
    const std::shared_ptr<Pull> pull = find(name);
    if (!pull) return {};
    const std::lock_guard lock(pull->mutex);
    return pull->trouble;
}

std::shared_ptr<ClassPuller::Pull> ClassPuller::find(const media::RoomName& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = pulls_.find(name);
    return found == pulls_.end() ? nullptr : found->second;
}

void ClassPuller::run() {
    for (;;) {
        std::vector<std::shared_ptr<Pull>> going, over;
        bool last = false;
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, between_looks, [this] { return stopping_; });
            last = stopping_;
            for (const auto& [name, pull] : pulls_) (last ? over : going).push_back(pull);
            for (auto& pull : stopped_) over.push_back(std::move(pull));
            stopped_.clear();
        }
        for (const auto& pull : over) hang_up(*pull);
        if (last) return;
        for (const auto& pull : going) {
            if (!pull->stopped) work(*pull);
        }
    }
}

void ClassPuller::work(Pull& pull) {
    const MonoTime now = clock_.mono();
    if (pull.gone.exchange(false)) {
        hang_up(pull);
        pull.next_try = now + options_.pause;
    }
    if (pull.hurry.exchange(false)) pull.next_try = now;
    if (pull.connected || now < pull.next_try) return;
    const Result<bool> on_air = connect(pull);
    pull.connected = on_air && *on_air;
    pull.next_try = clock_.mono() + options_.pause;
    const std::lock_guard lock(pull.mutex);
    pull.trouble = on_air ? std::string() : on_air.error().message;
}

/// True once the engine has the answer, false while nobody is on air.
Result<bool> ClassPuller::connect(Pull& pull) {
    const std::string url = LSL_TRY(pull.url());
    if (!pull.engine) {
        media::MediaOptions options;
        options.bind_address = options_.bind_address;
        options.udp_port = 0;
        auto engine =
            LSL_TRY(media::MediaThread::start(options, clock_, [&pull](const auto& event) {
                if (std::holds_alternative<media::PublisherGone>(event)) pull.gone = true;
            }));
        const std::lock_guard lock(pull.mutex);
        pull.engine = std::move(engine);
        // A stop at the same time has either seen the engine or is seen here.
        if (!pull.stopped) pull.engine->set_tap(pull.name, pull.tap);
    }
    const media::PullOffer offer = LSL_TRY(pull.engine->pull(pull.name));
    auto session = cloudflare::post_offer(url, offer.offer_sdp, options_.http);
    if (!session || !*session) {
        static_cast<void>(pull.engine->close_session(offer.session));
        if (!session) return session.error();
        return false;
    }
    pull.session_url = (*session)->session_url;
    const auto accepted = pull.engine->accept_answer(offer.session, (*session)->answer_sdp);
    if (!accepted) {
        hang_up(pull);
        return accepted.error();
    }
    return true;
}

void ClassPuller::hang_up(Pull& pull) {
    pull.connected = false;
    if (pull.engine) pull.engine->close_room(pull.name);
    if (!pull.session_url.empty()) {
        static_cast<void>(cloudflare::delete_session(pull.session_url, options_.http));
        pull.session_url.clear();
    }
    pull.gone = false;
}

}  // namespace lsl::services
