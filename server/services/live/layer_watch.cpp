#include "server/services/live/layer_watch.h"

#include <utility>
#include <vector>

namespace lsl::services {

LayerWatch::Listener::Listener(LayerWatch& watch, media::SessionName session,
                               media::ViewerLayers layers)
    : watch_(watch), session_(std::move(session)), latest_(std::move(layers)) {
    const std::lock_guard lock(watch_.mutex_);
    watch_.listeners_[session_].insert(this);
}

LayerWatch::Listener::~Listener() {
    const std::lock_guard lock(watch_.mutex_);
    const auto found = watch_.listeners_.find(session_);
    found->second.erase(this);
    if (found->second.empty()) watch_.listeners_.erase(found);
}

std::optional<media::ViewerLayers> LayerWatch::Listener::latest() const {
    const std::lock_guard lock(mutex_);
    return latest_;
}

void LayerWatch::Listener::wake_by(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

void LayerWatch::Listener::hear(const std::optional<media::ViewerLayers>& layers) {
    const std::lock_guard lock(mutex_);
    latest_ = layers;
    if (wake_) wake_();
}

Result<std::unique_ptr<LayerWatch::Listener>> LayerWatch::listen(
    const media::SessionName& session) {
    auto layers = LSL_TRY(media_.ask(media::ReadLayers{session}));
    return std::unique_ptr<Listener>(new Listener(*this, session, std::move(layers)));
}

void LayerWatch::refresh() {
    std::vector<media::SessionName> sessions;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [session, listeners] : listeners_) sessions.push_back(session);
    }
    for (const media::SessionName& session : sessions) {
        const auto answer = media_.ask(media::ReadLayers{session});
        const auto layers = answer ? std::optional(*answer) : std::nullopt;
        const std::lock_guard lock(mutex_);
        const auto found = listeners_.find(session);
        if (found == listeners_.end()) continue;
        for (Listener* listener : found->second) listener->hear(layers);
    }
}

}  // namespace lsl::services
