#include "server/http/api/whep_events.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "server/http/events/event_stream.h"
#include "server/services/accounts/secrets.h"
#include "shared/wire/json/json.h"
#include "shared/wire/whep.h"

namespace lsl::http {
namespace {

Error unknown_type(std::string_view type) {
    return make_error(ErrorCode::Malformed, "unknown_event",
                      fmt::format("There are no events of the type \"{}\".", type));
}

std::string event(std::string_view type, const std::string& data) {
    return fmt::format("event: {}\ndata: {}\n\n", type, data);
}

std::vector<wire::WhepLayer> layers_of(const media::ViewerLayers& now) {
    std::vector<wire::WhepLayer> layers;
    for (std::size_t i = 0; i < now.layers.size(); ++i) {
        const media::LayerStats& layer = now.layers[i];
        layers.push_back(
            {layer.rid, layer.bitrate_bps, layer.width, layer.height, now.current == i});
    }
    // From the best down, as people read a menu.
    std::stable_sort(layers.begin(), layers.end(),
                     [](const auto& a, const auto& b) { return a.height > b.height; });
    return layers;
}

std::string layers_json(std::size_t line, std::vector<wire::WhepLayer> layers) {
    return wire::write_json([&](wire::Archive& a) { a.field(std::to_string(line), layers); });
}

}  // namespace

Result<WhepEventTypes> read_event_types(const std::string& body) {
    if (body.find_first_not_of(" \t\r\n") == std::string::npos)
        return WhepEventTypes{true, true, true, true};
    const auto asked = LSL_TRY(wire::from_json<wire::WhepEventTypes>("{\"types\":" + body + "}"));
    WhepEventTypes types;
    for (const std::string& type : asked.types) {
        if (type == "active") {
            types.active = true;
        } else if (type == "inactive") {
            types.inactive = true;
        } else if (type == "layers") {
            types.layers = true;
        } else if (type == "viewercount") {
            types.viewer_count = true;
        } else {
            return unknown_type(type);
        }
    }
    return types;
}

Result<std::string> WhepEventStreams::create(const std::string& session, WhepEventTypes types) {
    const std::lock_guard lock(mutex_);
    auto& streams = by_session_[session];
    if (streams.size() >= most_of_a_session) {
        Error full = make_error(ErrorCode::Unavailable, "busy",
                                "This session has too many event streams. Delete one first.");
        full.retry_after_seconds = 10;
        return full;
    }
    std::string name = services::random_name();
    streams[name] = types;
    return name;
}

std::optional<WhepEventTypes> WhepEventStreams::find(const std::string& session,
                                                     const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto streams = by_session_.find(session);
    if (streams == by_session_.end()) return std::nullopt;
    const auto found = streams->second.find(name);
    if (found == streams->second.end()) return std::nullopt;
    return found->second;
}

bool WhepEventStreams::remove(const std::string& session, const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto streams = by_session_.find(session);
    if (streams == by_session_.end() || streams->second.erase(name) == 0) return false;
    if (streams->second.empty()) by_session_.erase(streams);
    return true;
}

void WhepEventStreams::remove_all(const std::string& session) {
    const std::lock_guard lock(mutex_);
    by_session_.erase(session);
}

WhepEventBody::WhepEventBody(std::unique_ptr<services::LayerWatch::Listener> listener,
                             WhepEventStreams& streams, std::string session, std::string name,
                             WhepEventTypes types, MonoTime now,
                             std::unique_ptr<ListenerSeats::Seat> seat)
    : seat_(std::move(seat)),
      listener_(std::move(listener)),
      streams_(streams),
      session_(std::move(session)),
      name_(std::move(name)),
      types_(types),
      last_sent_(now) {}

void WhepEventBody::wake_by(std::function<void()> wake) { listener_->wake_by(std::move(wake)); }

PushedBody::Turn WhepEventBody::take(MonoTime now) {
    Turn turn;
    const auto layers = listener_->latest();
    if (!layers) streams_.remove_all(session_);
    turn.over = !layers || !streams_.find(session_, name_);
    if (turn.over) return turn;
    std::string text = news(*layers);
    if (text.empty() && now - last_sent_ >= event_heartbeat) text = ": still here\n\n";
    if (!text.empty()) {
        last_sent_ = now;
        turn.texts.push_back(std::make_shared<const std::string>(std::move(text)));
    }
    turn.look_again = last_sent_ + event_heartbeat;
    return turn;
}

std::string WhepEventBody::news(const media::ViewerLayers& now) {
    std::string text;
    if (on_air_ != now.on_air) {
        // The draft: no "inactive" at the beginning.
        if (now.on_air && types_.active) text += event("active", "{}");
        if (!now.on_air && on_air_ && types_.inactive) text += event("inactive", "{}");
        on_air_ = now.on_air;
    }
    if (types_.viewer_count && viewers_ != now.viewers) {
        viewers_ = now.viewers;
        text += event("viewercount", fmt::format("{{\"viewercount\":{}}}", now.viewers));
    }
    if (types_.layers && now.on_air) {
        const auto layers = layers_of(now);
        auto without_rates = layers;
        for (wire::WhepLayer& layer : without_rates) layer.bitrate = layer.bitrate > 0 ? 1 : 0;
        std::string told = layers_json(now.line, std::move(without_rates));
        if (told != layers_) {
            layers_ = std::move(told);
            text += event("layers", layers_json(now.line, layers));
        }
    }
    return text;
}

}  // namespace lsl::http
