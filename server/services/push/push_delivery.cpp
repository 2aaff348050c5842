#include "server/services/push/push_delivery.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/push/encryption.h"
#include "server/services/push/push_message.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/people/secrets_store.h"

namespace lsl::services {

namespace {

using push::Outcome;
using std::chrono::minutes;

constexpr std::int64_t pushes_at_once = 64;
constexpr std::array<minutes, 5> push_pauses{minutes(1), minutes(5), minutes(15), minutes(60),
                                             minutes(240)};
/// With a key or a subject that is refused, trying often would only annoy.
constexpr minutes pause_when_refused{60};
/// As long as a service may keep a message.
constexpr std::chrono::days longest_ttl{28};

minutes push_pause_after(std::int64_t attempts) {
    const auto index = std::min<std::int64_t>(attempts, std::ssize(push_pauses) - 1);
    return push_pauses[static_cast<std::size_t>(index)];
}

}  // namespace

Result<push::Vapid> open_vapid(store::Database& database, const Clock& clock, std::string subject) {
    const std::string fresh = LSL_TRY(push::Vapid::new_secret());
    const std::string secret = LSL_TRY(database.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert("vapid", fresh, clock.utc());
    }));
    return push::Vapid::open(secret, std::move(subject));
}

PushDelivery::PushDelivery(store::Database& database, const Clock& clock, push::Vapid& vapid,
                           push::Sender& sender, PushDeliveryOptions options)
    : database_(database),
      clock_(clock),
      vapid_(vapid),
      sender_(sender),
      options_(std::move(options)) {}

bool PushDelivery::send_some() {
    const auto due = database_.read([&](store::Connection& reader) {
        return store::PushesStore(reader).due(clock_.utc(), pushes_at_once);
    });
    if (!due || due->empty()) return false;
    // The attempt is noted before it is made: where nothing can be noted nothing leaves, or it
    // would leave again and again.
    const auto prepared = database_.write(
        [&](store::Connection& tx) -> Result<std::vector<Prepared>> { return prepare(tx, *due); });
    if (!prepared) return false;
    std::vector<push::Delivery> deliveries;
    deliveries.reserve(prepared->size());
    for (const Prepared& one : *prepared) deliveries.push_back(one.delivery);
    const std::vector<Outcome> outcomes = sender_.send(deliveries);
    const auto noted = database_.write([&](store::Connection& tx) -> Result<void> {
        for (std::size_t i = 0; i < prepared->size(); ++i) {
            LSL_TRY(note(tx, (*prepared)[i].row, outcomes[i]));
        }
        return {};
    });
    for (std::size_t i = 0; i < prepared->size(); ++i) {
        if (!noted) log((*prepared)[i].row, noted.error().detail);
        if (outcomes[i].kind != Outcome::Kind::Sent) log((*prepared)[i].row, outcomes[i].detail);
    }
    return true;
}

Result<std::vector<PushDelivery::Prepared>> PushDelivery::prepare(
    store::Connection& tx, const std::vector<store::PushRow>& rows) {
    std::vector<Prepared> all;
    for (const store::PushRow& row : rows) {
        auto delivery = LSL_TRY(prepare_one(tx, row));
        if (delivery) all.push_back({row, std::move(*delivery)});
    }
    return all;
}

Result<std::optional<push::Delivery>> PushDelivery::prepare_one(store::Connection& tx,
                                                                const store::PushRow& row) {
    store::PushesStore pushes(tx);
    const UtcTime now = clock_.utc();
    const auto end = [&](std::string_view state,
                         std::string_view why) -> Result<std::optional<push::Delivery>> {
        LSL_TRY(pushes.finish(row.sequence, state, why));
        return std::optional<push::Delivery>();
    };
    if (row.expires_at <= now) return end("failed", "too late");
    const auto message = LSL_TRY(push_message(tx, row.notice, options_.public_url));
    if (!message) return end("off", "of no use any more");
    // The settings may have changed since the browser subscribed.
    const auto endpoint = push::parse_endpoint(row.endpoint, options_.hosts);
    if (!endpoint) return end("failed", "its push service is not one that we know");
    const auto keys = push::parse_browser_keys(row.p256dh, row.auth);
    if (!keys) return end("failed", "the browser's keys are none");

    push::Delivery delivery;
    delivery.endpoint = *endpoint;
    delivery.authorization = LSL_TRY(vapid_.authorization(endpoint->origin, now));
    delivery.body = LSL_TRY(push::sealed(*keys, message->text));
    delivery.ttl = std::chrono::ceil<std::chrono::seconds>(
        std::min<UtcTime::duration>(row.expires_at - now, longest_ttl));
    delivery.urgent = message->urgent;
    delivery.topic = message->topic;
    LSL_TRY(pushes.begin_attempt(row.sequence, now + push_pause_after(row.attempts)));
    return std::optional(std::move(delivery));
}

Result<void> PushDelivery::note(store::Connection& tx, const store::PushRow& row,
                                const Outcome& outcome) {
    store::PushesStore pushes(tx);
    store::PushSubscriptionsStore subscriptions(tx);
    const UtcTime now = clock_.utc();
    UtcTime next = now + push_pause_after(row.attempts);
    switch (outcome.kind) {
        case Outcome::Kind::Sent:
            LSL_TRY(subscriptions.note_sent(row.subscription, now));
            return pushes.finish(row.sequence, "sent", {});
        case Outcome::Kind::Refused: return pushes.finish(row.sequence, "failed", outcome.detail);
        case Outcome::Kind::Gone:
            LSL_TRY(pushes.finish_waiting(row.subscription, "failed", outcome.detail));
            return subscriptions.remove(row.subscription);
        case Outcome::Kind::Us: next = now + pause_when_refused; break;
        case Outcome::Kind::Later: break;
    }
    if (outcome.retry_after) next = std::max<UtcTime>(next, now + *outcome.retry_after);
    // Later it would be of no use.
    if (next >= row.expires_at) return pushes.finish(row.sequence, "failed", outcome.detail);
    return pushes.note_problem(row.sequence, outcome.detail, next);
}

void PushDelivery::log(const store::PushRow& row, std::string_view problem) const {
    // Without the endpoint: whoever has it and a key of ours could write to the browser.
    if (!options_.log) return;
    options_.log(to_iso8601(clock_.utc()) + " push=" + row.notice.to_string() + " problem=\"" +
                 std::string(problem) + "\"");
}

PushDeliveryLoop::PushDeliveryLoop(PushDelivery& delivery, std::function<void()> interrupt)
    : worker_({.name = "push",
               .after_failure = std::chrono::seconds(10),
               .interrupt = std::move(interrupt)},
              [&delivery] {
                  return delivery.send_some() ? threads::Worker::no_rest
                                              : threads::Worker::Rest(std::chrono::seconds(1));
              }) {}

}  // namespace lsl::services
