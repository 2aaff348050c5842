#include "server/http/edge/connections/push_loop.h"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace lsl::http {
namespace {

constexpr std::uint64_t number_of_wake = 0;
/// Of the thread's priority (sched(7)): a frame for thousands takes tens of milliseconds, and
/// nobody who asks for something shall wait for that.
constexpr int steps_below = 5;
/// After a turn for which there was no memory.
constexpr std::chrono::milliseconds rest_without_memory{10};
/// Between two looks at a body that asks for one at once.
constexpr std::chrono::milliseconds shortest_pause{1};

int epoll_with(int wake) {
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = number_of_wake}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event);
    return epoll;
}

}  // namespace

PushLoop::PushLoop(const Clock& clock, std::chrono::milliseconds write_timeout)
    : clock_(clock),
      write_timeout_(write_timeout),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      epoll_(epoll_with(wake_)),
      worker_({.name = "events",
               .steps_below = steps_below,
               .after_failure = rest_without_memory,
               .interrupt =
                   [this] {
                       const std::lock_guard lock(mutex_);
                       stopping_ = true;
                       call();
                   },
               .last = [this] { end_all(); }},
              [this] { return turn(); }) {}

PushLoop::~PushLoop() {
    stop();
    close(epoll_);
    close(wake_);
}

void PushLoop::stop() { worker_.stop(); }

void PushLoop::take(PushWire wire, std::shared_ptr<PushedBody> body, Ended ended) {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
        ended();
        return;
    }
    ++count_;
    arrivals_.push_back(
        {++last_, {.wire = std::move(wire), .body = std::move(body), .ended = std::move(ended)}});
    call();
}

std::size_t PushLoop::count() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

/// Under the lock.
void PushLoop::call() {
    if (std::exchange(called_, true)) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

threads::Worker::Rest PushLoop::turn() {
    std::array<epoll_event, 256> events;
    const int count =
        epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), milliseconds_to_wait());
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.u64 != number_of_wake) handle(event.data.u64, event.events);
    }
    receive_calls();
    const MonoTime now = clock_.mono();
    while (!looks_.empty() && looks_.begin()->first <= now) look(looks_.begin()->second);
    return threads::Worker::no_rest;
}

/// With those that were taken over and have not been looked at yet.
void PushLoop::end_all() {
    receive_calls();
    while (!connections_.empty()) end(connections_.begin()->first);
}

void PushLoop::receive_calls() {
    std::vector<Arrival> arrivals;
    std::vector<Number> woken;
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(called_, false)) return;
        std::uint64_t calls = 0;
        [[maybe_unused]] const ssize_t count = read(wake_, &calls, sizeof calls);
        arrivals.swap(arrivals_);
        woken.swap(woken_);
    }
    for (Arrival& arrival : arrivals) arrive(std::move(arrival));
    for (const Number number : woken) look(number);
}

void PushLoop::arrive(Arrival arrival) {
    const Number number = arrival.number;
    Connection& connection =
        connections_.emplace(number, std::move(arrival.connection)).first->second;
    epoll_event event{.events = EPOLLIN | EPOLLRDHUP, .data = {.u64 = number}};
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.wire.socket(), &event) != 0) {
        end(number);
        return;
    }
    connection.body->wake_by([this, number] {
        const std::lock_guard lock(mutex_);
        woken_.push_back(number);
        call();
    });
    look(number);
}

/// Asks the body what there is to send, unless earlier bytes still wait for the peer.
void PushLoop::look(Number number) {
    const auto found = connections_.find(number);
    if (found == connections_.end()) return;
    Connection& connection = found->second;
    const MonoTime now = clock_.mono();
    if (connection.is_stuck) {
        if (connection.look_at > now) return;
        ++too_slow_;
        end(number);
        return;
    }
    PushedBody::Turn turn;
    try {
        turn = connection.body->take(now);
    } catch (const std::exception&) {
        // One connection's fault is not the others'.
        turn.over = true;
    }
    for (SharedBytes& text : turn.texts) connection.wire.add(std::move(text));
    connection.over = turn.over;
    schedule(number, connection, std::max(turn.look_again, now + shortest_pause));
    send(number, connection);
}

void PushLoop::send(Number number, Connection& connection) {
    switch (connection.wire.send()) {
        case PushWire::Sent::Failed: end(number); return;
        case PushWire::Sent::Some:
        case PushWire::Sent::Nothing:
            connection.is_stuck = true;
            schedule(number, connection, clock_.mono() + write_timeout_);
            break;
        case PushWire::Sent::All:
            if (connection.over) end(number);
            return;
    }
    epoll_event event{.events = EPOLLIN | EPOLLRDHUP | EPOLLOUT, .data = {.u64 = number}};
    epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.wire.socket(), &event);
}

void PushLoop::handle(Number number, std::uint32_t events) {
    const auto found = connections_.find(number);
    if (found == connections_.end()) return;
    Connection& connection = found->second;
    const bool gone = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    if (gone || ((events & EPOLLIN) != 0 && !connection.wire.read_away())) {
        end(number);
        return;
    }
    if ((events & EPOLLOUT) == 0 || !connection.is_stuck) return;
    switch (connection.wire.send()) {
        case PushWire::Sent::Failed: end(number); return;
        case PushWire::Sent::Nothing: return;
        case PushWire::Sent::Some:
            schedule(number, connection, clock_.mono() + write_timeout_);
            return;
        case PushWire::Sent::All: break;
    }
    connection.is_stuck = false;
    epoll_event event{.events = EPOLLIN | EPOLLRDHUP, .data = {.u64 = number}};
    epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.wire.socket(), &event);
    if (connection.over) {
        end(number);
    } else {
        look(number);
    }
}

void PushLoop::schedule(Number number, Connection& connection, MonoTime at) {
    looks_.erase({connection.look_at, number});
    connection.look_at = at;
    looks_.emplace(at, number);
}

void PushLoop::end(Number number) {
    const auto found = connections_.find(number);
    if (found == connections_.end()) return;
    looks_.erase({found->second.look_at, number});
    Connection connection = std::move(found->second);
    connections_.erase(found);
    epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.wire.socket(), nullptr);
    connection.body.reset();
    connection.wire.say_goodbye();
    connection.ended();
    const std::lock_guard lock(mutex_);
    --count_;
}

int PushLoop::milliseconds_to_wait() const {
    using std::chrono::ceil;
    using std::chrono::milliseconds;
    if (looks_.empty()) return -1;
    const auto left = ceil<milliseconds>(looks_.begin()->first - clock_.mono()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

}  // namespace lsl::http
