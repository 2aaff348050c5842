#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/cloudflare/http_exchange.h"
#include "server/media/io/media_thread.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

struct ClassPullerOptions {
    /// "0.0.0.0" or "::" to reach servers outside of this machine.
    std::string bind_address = "127.0.0.1";
    cloudflare::HttpLimits http;
    std::chrono::milliseconds pause{2000};  ///< before asking again, while nobody is on air too
    /// The pause doubles up to this while attempts fail.
    std::chrono::milliseconds longest_pause{15000};
    /// A connection that brings nothing for so long is given up and made anew.
    std::chrono::milliseconds silence{8000};
};

/// Watches classes that another server carries the way a viewer does, by WHEP, so that what a
/// backend doesn't record is recorded here. Each class has a media engine on a UDP port of its own
/// (two streams of one server could not be told apart on one port) and a thread that waits for the
/// other server, so that one class's trouble delays no other. Goes on after every kind of
/// interruption until told to stop. Thread-safe.
class ClassPuller {
  public:
    /// Made anew for each attempt, since it holds a token that ends. Called on the class's thread.
    using WhepUrl = std::function<Result<std::string>()>;

    /// `clock` outlives the object.
    ClassPuller(const Clock& clock, ClassPullerOptions options);
    /// Hangs up everywhere and waits for it.
    ~ClassPuller();

    /// Repeating it for a class that is pulled already does nothing.
    void start(const media::RoomName& name, WhepUrl url, std::shared_ptr<media::MediaTap> tap);
    /// From here on the tap hears nothing more; hanging up at the other server follows.
    void stop(const media::RoomName& name);
    /// Asks at once instead of after the pause.
    void wake(const media::RoomName& name);

    media::RoomStats stats(const media::RoomName& name) const;
    /// Why nothing arrives, a sentence; empty when it does, or nobody is on air.
    std::string trouble(const media::RoomName& name) const;

  private:
    class Pull;

    std::shared_ptr<Pull> find(const media::RoomName& name) const;
    /// Forgets those that have hung up.
    void reap();

    const Clock& clock_;
    const ClassPullerOptions options_;

    mutable std::mutex mutex_;  ///< of the two below; never held while waiting
    std::map<media::RoomName, std::shared_ptr<Pull>> pulls_;
    std::vector<std::shared_ptr<Pull>> stopped_;  ///< hanging up, or done with it
};

}  // namespace lsl::services
