#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/http/edge/asker.h"

namespace lsl::http {

struct ByteLimits {
    std::size_t most = 256u << 20;        ///< of the whole server
    std::size_t per_address = 32u << 20;  ///< of strangers
    std::size_t per_person = 32u << 20;   ///< some pictures at a time
};

/// Memory that requests' bodies and answers take while they are on their way, by who asks.
/// Outlives its shares. Thread-safe; a share is for one thread.
class ByteBudget {
  public:
    explicit ByteBudget(ByteLimits limits) : limits_(limits) {}

    /// What one request holds; gives it back at its end.
    class Share {
      public:
        Share(ByteBudget& budget, Asker asker) : budget_(budget), asker_(std::move(asker)) {}
        ~Share() { give_back(); }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        /// False, and nothing taken, when there is no room for `bytes` more.
        bool take(std::size_t bytes);
        void give_back();

      private:
        ByteBudget& budget_;
        const Asker asker_;
        std::size_t held_ = 0;
    };

    std::size_t held() const;

  private:
    bool take(const Asker& asker, std::size_t bytes);
    void give(const Asker& asker, std::size_t bytes);

    const ByteLimits limits_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::size_t> by_key_;
    std::size_t held_ = 0;
};

}  // namespace lsl::http
