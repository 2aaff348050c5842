#include "tests/bench/newcomers.h"

#include <utility>

namespace lsl::bench {

namespace {

/// A request takes longer than the time between two of them when the server has much to do.
constexpr std::size_t askers = 4;

}  // namespace

Newcomers::Newcomers(Forwarder& forwarder, const media::DtlsContext& dtls, const Clock& clock,
                     std::size_t count, double seconds)
    : forwarder_(forwarder), dtls_(dtls), clock_(clock), count_(count), seconds_(seconds) {}

Newcomers::~Newcomers() {
    failed_ = true;
    for (std::thread& thread : threads_) thread.join();
}

void Newcomers::begin() {
    begun_ = clock_.mono();
    for (std::size_t i = 0; i < askers; ++i) threads_.emplace_back([this, i] { ask_all(i); });
}

void Newcomers::ask_all(std::size_t thread) {
    for (std::size_t index = thread; index < count_ && !failed_; index += askers) {
        const double share = static_cast<double>(index) / static_cast<double>(count_);
        const MonoTime due =
            begun_ + std::chrono::microseconds(static_cast<std::int64_t>(share * seconds_ * 1e6));
        const auto left = due - clock_.mono();
        if (left.count() > 0) std::this_thread::sleep_for(left);
        if (const auto asked = ask(index); !asked) {
            const std::lock_guard lock(mutex_);
            error_ = asked.error();
            failed_ = true;
        }
    }
}

Result<void> Newcomers::ask(std::size_t index) {
    test::ClientOptions options;
    options.decrypts = index % decrypts_every == 0;
    options.nacks = false;
    auto peer = std::make_unique<Peer>(dtls_, options);
    peer->asked = clock_.mono();
    LSL_TRY(forwarder_.watch(peer->client, peer->port(), clock_.mono()));
    const std::lock_guard lock(mutex_);
    answered_.push_back(std::move(peer));
    return {};
}

std::vector<std::unique_ptr<Peer>> Newcomers::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answered_, {});
}

Error Newcomers::error() const {
    const std::lock_guard lock(mutex_);
    return error_.value_or(Error{});
}

}  // namespace lsl::bench
