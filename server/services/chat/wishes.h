#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "server/services/events/event_hub.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/domain/chat.h"
#include "shared/wire/chat_rows.h"

namespace lsl::services {

/// What viewers of live classes wish just now, and the room of a class is told of it. A wish is
/// about the moment: it ends after a minute, and with the server; what was wished when is added up
/// elsewhere. Thread-safe.
class Wishes {
  public:
    static constexpr std::chrono::seconds lifetime{60};
    static constexpr std::chrono::milliseconds between_looks{500};

    /// What looks for wishes that are over: a thread of its own, or whoever calls `look`.
    enum class By : std::uint8_t { OwnThread, Callers };
    /// Both outlive the object.
    Wishes(const Clock& clock, EventHub& hub, By by = By::OwnThread);

    /// Nothing takes the wish back. Returns how many people have that wish now; 0 for none.
    std::int64_t set(StreamId stream, UserId user, std::optional<domain::Wish> wish);
    /// Everybody's of a class.
    void clear(StreamId stream);
    wire::WishCounts counts(StreamId stream) const;
    /// What one person wishes now, and how long that stands yet.
    struct Standing {
        domain::Wish wish = domain::Wish::Again;
        std::chrono::milliseconds left{};
    };
    std::optional<Standing> of(StreamId stream, UserId user) const;
    void look();

  private:
    struct One {
        domain::Wish wish = domain::Wish::Again;
        MonoTime until{};
    };
    using OfClass = std::unordered_map<UserId, One>;

    static wire::WishCounts count(const OfClass& wishes);
    /// Changes the wishes of a class by `change(OfClass&)`, and tells of it.
    template <class Change>
    void change(StreamId stream, Change change);

    const Clock& clock_;
    EventHub& hub_;
    mutable std::mutex mutex_;  ///< held while telling, so that the last word is the latest state
    std::unordered_map<StreamId, OfClass> classes_;
    threads::Worker worker_;  // last: it uses all the others
};

}  // namespace lsl::services
