#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "server/media/packet/bytes.h"
#include "server/media/transport/address.h"

namespace lsl::media {

/// Datagrams to send, laid out one behind the other in one slab, so that equal-sized neighbours
/// for one peer leave in a single system call (UDP_SEGMENT). Bounded: media stops at kMediaBytes
/// and goes on with the next batch; the rest is for control traffic.
class Outbox {
  public:
    static constexpr std::size_t kMaxDatagram = 1600;
    static constexpr std::size_t kMediaBytes = 256 * 1024;
    static constexpr std::size_t kSlabBytes = kMediaBytes + 128 * 1024;

    struct Datagram {
        Address to;
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };

    Outbox() : slab_(kSlabBytes) {}

    bool has_room_for_media() const { return used_ + kMaxDatagram <= kMediaBytes; }
    /// Room for one datagram, to be filled and then committed; empty when the slab is full.
    MutableBytes reserve() {
        if (used_ + kMaxDatagram > kSlabBytes) return {};
        return MutableBytes(slab_).subspan(used_, kMaxDatagram);
    }
    void commit(const Address& to, std::size_t size) {
        datagrams_.push_back(
            {to, static_cast<std::uint32_t>(used_), static_cast<std::uint32_t>(size)});
        used_ += size;
    }
    /// False when there was no room.
    bool send(const Address& to, Bytes bytes) {
        const MutableBytes room = reserve();
        if (room.size() < bytes.size()) return false;
        std::memcpy(room.data(), bytes.data(), bytes.size());
        commit(to, bytes.size());
        return true;
    }

    std::span<const Datagram> datagrams() const { return datagrams_; }
    Bytes bytes(const Datagram& datagram) const {
        return Bytes(slab_).subspan(datagram.offset, datagram.size);
    }
    bool empty() const { return datagrams_.empty(); }
    std::size_t used() const { return used_; }
    void clear() {
        datagrams_.clear();
        used_ = 0;
    }

  private:
    std::vector<std::byte> slab_;
    std::vector<Datagram> datagrams_;
    std::size_t used_ = 0;
};

}  // namespace lsl::media
