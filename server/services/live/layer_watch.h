#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "server/media/io/media_thread.h"
#include "shared/base/result.h"

namespace lsl::services {

/// The layers of viewers' sessions for those who listen to them: the engine is asked once a second
/// on behalf of all, so that no listener waits for it or holds a thread. Thread-safe.
class LayerWatch {
  public:
    explicit LayerWatch(media::MediaThread& media) : media_(media) {}

    /// One who listens to a session. Thread-safe; the watch outlives it.
    class Listener {
      public:
        ~Listener();
        Listener(const Listener&) = delete;
        Listener& operator=(const Listener&) = delete;

        /// As of the last second; nothing: the session is gone.
        std::optional<media::ViewerLayers> latest() const;
        /// `wake` is called on the thread that refreshes, each time that it has. It must not block.
        void wake_by(std::function<void()> wake);

      private:
        friend class LayerWatch;
        Listener(LayerWatch& watch, media::SessionName session, media::ViewerLayers layers);
        void hear(const std::optional<media::ViewerLayers>& layers);

        LayerWatch& watch_;
        const media::SessionName session_;
        mutable std::mutex mutex_;  ///< of the two below
        std::optional<media::ViewerLayers> latest_;
        std::function<void()> wake_;
    };
    /// NotFound for anything but a viewer's session that lives.
    Result<std::unique_ptr<Listener>> listen(const media::SessionName& session);

    /// To be called about once a second, by one thread at a time.
    void refresh();

  private:
    media::MediaThread& media_;
    std::mutex mutex_;  ///< of the next; never held while the engine is asked
    std::map<media::SessionName, std::set<Listener*>> listeners_;
};

}  // namespace lsl::services
