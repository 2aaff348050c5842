#pragma once

#include <cstddef>
#include <vector>

#include "server/media/transport/address.h"

namespace lsl::media {

/// Which session talks from which remote address: open addressing with linear probing, looked up
/// once per received datagram.
template <class Value>
class TupleTable {
  public:
    TupleTable() : slots_(64) {}

    Value* find(const Address& address) const {
        for (std::size_t i = home(address);; i = next(i)) {
            const Slot& slot = slots_[i];
            if (slot.value == nullptr) return nullptr;
            if (slot.address == address) return slot.value;
        }
    }

    /// Replaces what was there.
    void set(const Address& address, Value* value) {
        if ((size_ + 1) * 2 > slots_.size()) grow();
        std::size_t i = home(address);
        while (slots_[i].value != nullptr && !(slots_[i].address == address)) i = next(i);
        if (slots_[i].value == nullptr) ++size_;
        slots_[i] = {address, value};
    }

    /// Does nothing unless the address belongs to `value`.
    void erase(const Address& address, const Value* value) {
        std::size_t i = home(address);
        while (slots_[i].value != nullptr && !(slots_[i].address == address)) i = next(i);
        if (slots_[i].value == nullptr || slots_[i].value != value) return;
        // Backward shift: no tombstones that would make later searches longer.
        for (std::size_t j = next(i); slots_[j].value != nullptr; j = next(j)) {
            const std::size_t wanted = home(slots_[j].address);
            const bool stays = i < j ? (i < wanted && wanted <= j) : (i < wanted || wanted <= j);
            if (stays) continue;
            slots_[i] = slots_[j];
            i = j;
        }
        slots_[i] = {};
        --size_;
    }

    std::size_t size() const { return size_; }

  private:
    struct Slot {
        Address address;
        Value* value = nullptr;
    };

    std::size_t home(const Address& address) const { return address.hash() & (slots_.size() - 1); }
    std::size_t next(std::size_t i) const { return (i + 1) & (slots_.size() - 1); }

    void grow() {
        std::vector<Slot> old(slots_.size() * 2);
        old.swap(slots_);
        size_ = 0;
        for (const Slot& slot : old) {
            if (slot.value != nullptr) set(slot.address, slot.value);
        }
    }

    std::vector<Slot> slots_;
    std::size_t size_ = 0;
};

}  // namespace lsl::media
