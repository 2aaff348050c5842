#include "server/media/room/room.h"

#include <algorithm>

namespace lsl::media {

void Room::start_layers(std::size_t count) {
    layers = std::clamp<std::size_t>(count, 1, kMaxLayers);
    for (RoomTrack& layer : video) layer.end_source();
}

void Room::end_sources() {
    audio.end_source();
    for (RoomTrack& layer : video) layer.end_source();
}

void Room::remove_viewer(const Session& viewer, MonoTime now) {
    const auto found = std::find(viewers.begin(), viewers.end(), &viewer);
    if (found == viewers.end()) return;
    // The walk goes on with whoever takes this place.
    if (static_cast<std::size_t>(found - viewers.begin()) < walk.next_viewer) walk.again(now);
    *found = viewers.back();
    viewers.pop_back();
    walk.next_viewer = std::min(walk.next_viewer, viewers.size());
    walk.next_listener = std::min(walk.next_listener, viewers.size());
}

std::uint64_t Room::pictures_logged() const {
    std::uint64_t logged = 0;
    for (const RoomTrack& layer : video) logged += layer.log ? layer.log->head() : 0;
    return logged;
}

bool Room::flows(std::size_t layer) const {
    if (layer >= layers || !video[layer].live) return false;
    MonoTime newest{};
    for (std::size_t i = 0; i < layers; ++i) newest = std::max(newest, video[i].last_arrival);
    return newest - video[layer].last_arrival <= RoomTrack::kSilence;
}

std::size_t Room::best_layer(MonoTime now) const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < layers; ++i) {
        if (flows(i) && (!best || video[i].is_better_than(video[*best], now))) best = i;
    }
    return best.value_or(0);
}

}  // namespace lsl::media
