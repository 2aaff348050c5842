#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/http/edge/asker.h"
#include "server/http/edge/refused.h"

namespace lsl::http {

struct SeatLimits {
    std::size_t most = 3584;
    std::size_t for_people = 512;   ///< of these only for who is signed in
    std::size_t per_address = 256;  ///< of strangers
    std::size_t per_person = 16;
};

/// Event streams that are open, by who listens. Outlives its seats. Thread-safe.
class ListenerSeats {
  public:
    explicit ListenerSeats(SeatLimits limits) : limits_(limits) {}

    /// One listener's place; free again when it is destroyed.
    class Seat {
      public:
        ~Seat();
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;

      private:
        friend class ListenerSeats;
        Seat(ListenerSeats& seats, bool stranger, std::vector<std::string> keys)
            : seats_(seats), stranger_(stranger), keys_(std::move(keys)) {}
        ListenerSeats& seats_;
        const bool stranger_;
        const std::vector<std::string> keys_;
    };
    using Taken = std::variant<std::unique_ptr<Seat>, Refused>;

    /// `address` is the client's; it counts for strangers alone.
    Taken take(const Asker& asker, std::string_view address);
    std::size_t taken() const;

  private:
    const SeatLimits limits_;
    mutable std::mutex mutex_;
    std::map<std::string, std::size_t> by_key_;
    std::size_t taken_ = 0;
    std::size_t strangers_ = 0;
};

}  // namespace lsl::http
