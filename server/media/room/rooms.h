#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>

#include "server/media/media_types.h"
#include "server/media/room/room.h"

namespace lsl::media {

/// An engine's rooms by name. A room is there as long as anybody is in it or a tap listens.
class Rooms {
  public:
    /// `counters` outlive the rooms.
    explicit Rooms(MediaCounters& counters) : counters_(&counters) {}

    /// Made if it is not there yet.
    Room& at(const RoomName& name) {
        auto& room = rooms_[name];
        if (!room) room = std::make_unique<Room>(name, *counters_);
        return *room;
    }
    Room* find(const RoomName& name) const {
        const auto found = rooms_.find(name);
        return found == rooms_.end() ? nullptr : found->second.get();
    }
    /// `room` is not valid afterwards.
    void remove(const Room& room) {
        const RoomName name = room.name;
        rooms_.erase(name);
    }
    std::size_t size() const { return rooms_.size(); }

  private:
    MediaCounters* counters_;
    std::unordered_map<RoomName, std::unique_ptr<Room>> rooms_;
};

}  // namespace lsl::media
