#include "server/services/hosted/class_puller.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <variant>

#include "server/cloudflare/webrtc_http.h"
#include "server/threads/worker.h"

namespace lsl::services {

namespace {

constexpr std::chrono::milliseconds between_looks{100};
constexpr std::string_view silence_sentence =
    "The video service sends this server no picture, so the class is not being recorded. "
    "Connecting again.";

}  // namespace

/// One class. What has no atomic or mutex belongs to its worker.
class ClassPuller::Pull {
  public:
    Pull(const Clock& clock, const ClassPullerOptions& options, media::RoomName named,
         WhepUrl whep_url, std::shared_ptr<media::MediaTap> listener)
        : clock_(clock),
          options_(options),
          name_(std::move(named)),
          url_(std::move(whep_url)),
          tap_(std::move(listener)),
          pause_(options.pause),
          worker_({.name = "class puller",
                   .after_failure = between_looks,
                   .last =
                       [this] {
                           hang_up();
                           done_ = true;
                       }},
                  [this] {
                      look();
                      return threads::Worker::Rest(between_looks);
                  }) {}

    /// Asks the worker to stop, which then hangs up; the destructor waits for that.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
            if (engine_) engine_->ask(media::SetTap{name_, nullptr});
        }
        worker_.ask_to_stop();
    }

    void wake() {
        hurry_ = true;
        worker_.wake();
    }

    /// The thread has hung up.
    bool is_done() const { return done_; }

    media::RoomStats stats() const {
        const std::lock_guard lock(mutex_);
        return engine_ ? engine_->ask(media::ReadRoom{name_}) : media::RoomStats{};
    }

    std::string trouble() const {
        const std::lock_guard lock(mutex_);
        return trouble_;
    }

  private:
    void look();
    void try_to_connect();
    Result<bool> connect();
    Result<void> open_engine();
    bool brings_something() const;
    void hang_up();
    void set_trouble(std::string sentence);

    const Clock& clock_;
    const ClassPullerOptions& options_;
    const media::RoomName name_;
    const WhepUrl url_;
    const std::shared_ptr<media::MediaTap> tap_;

    std::atomic<bool> gone_{false};  ///< the engine lost the session
    std::atomic<bool> hurry_{false};
    std::atomic<bool> done_{false};

    mutable std::mutex mutex_;  ///< of the three below
    bool stopped_ = false;
    std::string trouble_;
    /// Made at the first attempt.
    std::unique_ptr<media::MediaThread> engine_;

    bool connected_ = false;
    std::string session_url_;
    MonoTime next_try_{};
    MonoTime heard_at_{};
    std::chrono::milliseconds pause_;
    threads::Worker worker_;  // last: it uses all the others
};

void ClassPuller::Pull::look() {
    const MonoTime now = clock_.mono();
    if (hurry_.exchange(false)) next_try_ = now;
    if (gone_.exchange(false)) {
        hang_up();
        next_try_ = now + options_.pause;
    }
    if (!connected_) {
        if (now >= next_try_) try_to_connect();
        return;
    }
    if (brings_something()) {
        heard_at_ = now;
        set_trouble("");
    } else if (now - heard_at_ >= options_.silence) {
        // Whoever broadcasts may have gone without a word of it here. Asking anew tells: without a
        // broadcast there is no answer, and that is no trouble.
        set_trouble(std::string(silence_sentence));
        hang_up();
        next_try_ = now;
    }
}

void ClassPuller::Pull::try_to_connect() {
    const Result<bool> on_air = connect();
    connected_ = on_air && *on_air;
    heard_at_ = clock_.mono();
    next_try_ = heard_at_ + pause_;
    if (on_air) {
        pause_ = options_.pause;
        // After silence a new connection has to bring something before all is said to be well.
        if (!*on_air) set_trouble("");
        return;
    }
    const std::chrono::seconds asked_for(on_air.error().retry_after_seconds);
    next_try_ = heard_at_ + std::max<std::chrono::milliseconds>(pause_, asked_for);
    pause_ = std::min(2 * pause_, options_.longest_pause);
    set_trouble(on_air.error().message);
}

/// True once the engine has the answer, false while nobody is on air.
Result<bool> ClassPuller::Pull::connect() {
    const std::string url = LSL_TRY(url_());
    LSL_TRY(open_engine());
    const media::PullOffer offer = LSL_TRY(engine_->ask(media::Pull{name_}));
    auto session = cloudflare::post_offer(url, offer.offer_sdp, options_.http);
    if (!session || !*session) {
        static_cast<void>(engine_->ask(media::CloseSession{offer.session}));
        if (!session) return session.error();
        return false;
    }
    session_url_ = (*session)->session_url;
    const auto accepted = engine_->ask(media::AcceptAnswer{offer.session, (*session)->answer_sdp});
    if (!accepted) {
        hang_up();
        return accepted.error();
    }
    return true;
}

Result<void> ClassPuller::Pull::open_engine() {
    if (engine_) return {};
    media::MediaOptions options;
    options.bind_address = options_.bind_address;
    options.udp_port = 0;
    auto engine = LSL_TRY(media::MediaThread::start(options, clock_, [this](const auto& event) {
        if (std::holds_alternative<media::PublisherGone>(event)) gone_ = true;
    }));
    const std::lock_guard lock(mutex_);
    engine_ = std::move(engine);
    // A stop at the same time has either seen the engine or is seen here.
    if (!stopped_) engine_->ask(media::SetTap{name_, tap_});
    return {};
}

bool ClassPuller::Pull::brings_something() const {
    const media::RoomStats stats = engine_->ask(media::ReadRoom{name_});
    return stats.video_bitrate_bps > 0 || stats.audio_bitrate_bps > 0;
}

void ClassPuller::Pull::hang_up() {
    connected_ = false;
    if (engine_) engine_->ask(media::CloseRoom{name_});
    if (!session_url_.empty()) {
        static_cast<void>(cloudflare::delete_session(session_url_, options_.http));
        session_url_.clear();
    }
    gone_ = false;
}

void ClassPuller::Pull::set_trouble(std::string sentence) {
    const std::lock_guard lock(mutex_);
    trouble_ = std::move(sentence);
}

ClassPuller::ClassPuller(const Clock& clock, ClassPullerOptions options)
    : clock_(clock), options_(std::move(options)) {}

ClassPuller::~ClassPuller() {
    // All at once, then each is waited for.
    for (const auto& [name, pull] : pulls_) pull->stop();
}

void ClassPuller::start(const media::RoomName& name, WhepUrl url,
                        std::shared_ptr<media::MediaTap> tap) {
    reap();
    const std::lock_guard lock(mutex_);
    if (pulls_.contains(name)) return;
    pulls_.emplace(name,
                   std::make_shared<Pull>(clock_, options_, name, std::move(url), std::move(tap)));
}

void ClassPuller::stop(const media::RoomName& name) {
    reap();
    const std::shared_ptr<Pull> pull = find(name);
    if (!pull) return;
    pull->stop();
    const std::lock_guard lock(mutex_);
    pulls_.erase(name);
    stopped_.push_back(pull);
}

void ClassPuller::wake(const media::RoomName& name) {
    if (const std::shared_ptr<Pull> pull = find(name)) pull->wake();
}

media::RoomStats ClassPuller::stats(const media::RoomName& name) const {
    const std::shared_ptr<Pull> pull = find(name);
    return pull ? pull->stats() : media::RoomStats{};
}

std::string ClassPuller::trouble(const media::RoomName& name) const {
    const std::shared_ptr<Pull> pull = find(name);
    return pull ? pull->trouble() : std::string();
}

std::shared_ptr<ClassPuller::Pull> ClassPuller::find(const media::RoomName& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = pulls_.find(name);
    return found == pulls_.end() ? nullptr : found->second;
}

void ClassPuller::reap() {
    std::vector<std::shared_ptr<Pull>> done;
    const std::lock_guard lock(mutex_);
    const auto first_done = std::stable_partition(
        stopped_.begin(), stopped_.end(), [](const auto& pull) { return !pull->is_done(); });
    done.assign(std::make_move_iterator(first_done), std::make_move_iterator(stopped_.end()));
    stopped_.erase(first_done, stopped_.end());
}

}  // namespace lsl::services
