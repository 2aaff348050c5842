#include "server/media/io/media_threads.h"

#include <algorithm>
#include <mutex>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace lsl::media {
namespace {

void add(EngineStats& to, const EngineStats& from) {
    to.sessions += from.sessions;
    to.publishers += from.publishers;
    to.viewers += from.viewers;
    to.rooms += from.rooms;
    to.ring_misses += from.ring_misses;
    to.counters += from.counters;
    to.socket += from.socket;
    to.packets_received += from.packets_received;
    to.packets_sent += from.packets_sent;
    to.bytes_received += from.bytes_received;
    to.bytes_sent += from.bytes_sent;
    for (const auto& [reason, count] : from.drops) {
        const auto same = std::find_if(to.drops.begin(), to.drops.end(),
                                       [&](const auto& drop) { return drop.first == reason; });
        if (same != to.drops.end()) {
            same->second += count;
        } else {
            to.drops.emplace_back(reason, count);
        }
    }
}

class MediaThreads final : public MediaThread {
  public:
    explicit MediaThreads(std::vector<std::unique_ptr<MediaThread>> threads)
        : threads_(std::move(threads)), rooms_on_(threads_.size(), 0) {}

    EngineStats engine_stats() override {
        EngineStats all;
        for (const auto& thread : threads_) add(all, thread->engine_stats());
        return all;
    }
    std::uint16_t udp_port() const override { return threads_.front()->udp_port(); }

  protected:
    void put(AnyQuestion question) override {
        std::visit([this](auto* asked) { asked->answer.emplace(answer(asked->command)); },
                   question);
    }

  private:
    template <class Command>
    typename Command::Answer answer(const Command& command) {
        if constexpr (requires { command.session; }) {
            return where_found([&](MediaThread& thread) { return thread.ask(command); });
        } else if constexpr (std::is_default_constructible_v<typename Command::Answer>) {
            bool opens = false;
            if constexpr (requires { command.opens_room(); }) opens = command.opens_room();
            MediaThread* const thread = opens ? &place(command.room) : find(command.room);
            if (thread == nullptr) return {};
            auto answer = thread->ask(command);
            if constexpr (requires { command.ends_room(); }) forget(command.room);
            return answer;
        } else {
            // There is no answer without a thread that carries the room.
            return place(command.room).ask(command);
        }
    }

    void forget(const RoomName& room) {
        const std::lock_guard lock(mutex_);
        const auto placed = places_.find(room);
        if (placed == places_.end()) return;
        --rooms_on_[placed->second];
        places_.erase(placed);
    }

    /// The thread that carries the room; a room that no thread carries yet is given to the one with
    /// the fewest.
    MediaThread& place(const RoomName& room) {
        const std::lock_guard lock(mutex_);
        const auto [placed, is_new] = places_.try_emplace(room, 0);
        if (is_new) {
            const auto fewest = std::min_element(rooms_on_.begin(), rooms_on_.end());
            placed->second = static_cast<std::size_t>(fewest - rooms_on_.begin());
            ++*fewest;
        }
        return *threads_[placed->second];
    }

    /// The thread that carries the room; null when none does. Questions about a room, which may
    /// come after its end, never place it.
    MediaThread* find(const RoomName& room) {
        const std::lock_guard lock(mutex_);
        const auto placed = places_.find(room);
        return placed != places_.end() ? threads_[placed->second].get() : nullptr;
    }

    /// Sessions say nothing about their room, so all are asked: there are few threads, and media
    /// does not come this way.
    template <class Ask>
    auto where_found(Ask ask) -> decltype(ask(std::declval<MediaThread&>())) {
        auto answer = ask(*threads_.front());
        for (std::size_t i = 1; i < threads_.size(); ++i) {
            if (answer || answer.error().code != ErrorCode::NotFound) return answer;
            answer = ask(*threads_[i]);
        }
        return answer;
    }

    const std::vector<std::unique_ptr<MediaThread>> threads_;
    std::mutex mutex_;  ///< of what follows; never held while a thread is asked
    std::unordered_map<RoomName, std::size_t> places_;
    std::vector<std::size_t> rooms_on_;  ///< how many, by thread
};

}  // namespace

Result<std::unique_ptr<MediaThread>> start_media_threads(std::size_t count,
                                                         const MediaOptions& options,
                                                         const Clock& clock,
                                                         MediaListener listener) {
    if (count <= 1) return MediaThread::start(options, clock, std::move(listener));
    if (options.udp_port != 0 && options.udp_port + count - 1 > 65'535) {
        return make_error(ErrorCode::InvalidInput, "invalid_address",
                          "There are not so many UDP ports above the first one.");
    }
    MediaListener in_turn;
    if (listener) {
        in_turn = [turn = std::make_shared<std::mutex>(),
                   listener = std::move(listener)](const MediaEvent& event) {
            const std::lock_guard lock(*turn);
            listener(event);
        };
    }
    std::vector<std::unique_ptr<MediaThread>> threads;
    for (std::size_t i = 0; i < count; ++i) {
        MediaOptions own = options;
        if (options.udp_port != 0) own.udp_port = static_cast<std::uint16_t>(options.udp_port + i);
        threads.push_back(LSL_TRY(MediaThread::start(own, clock, in_turn)));
    }
    return std::unique_ptr<MediaThread>(std::make_unique<MediaThreads>(std::move(threads)));
}

}  // namespace lsl::media
