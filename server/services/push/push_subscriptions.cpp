#include "server/services/push/push_subscriptions.h"

#include "server/push/encryption.h"
#include "server/services/accounts/device_words.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/notices/pushes_store.h"

namespace lsl::services {

namespace {

constexpr std::int64_t most_subscriptions = 16;

}  // namespace

Result<PushSubscriptions::Subscribed> PushSubscriptions::subscribe(
    UserId user, std::string_view login, const api::SubscribePush::Request& request,
    std::string_view user_agent) {
    LSL_TRY(push::parse_endpoint(request.endpoint, settings_.hosts));
    LSL_TRY(push::parse_browser_keys(request.keys.p256dh, request.keys.auth));
    return database_.write([&](store::Connection& tx) -> Result<Subscribed> {
        store::PushSubscriptionsStore subscriptions(tx);
        const auto known = LSL_TRY(subscriptions.find(request.endpoint));
        const bool is_theirs = known && known->user == user;
        // What waits there is for the one who used the browser before.
        if (known && !is_theirs) {
            LSL_TRY(store::PushesStore(tx).finish_waiting(known->sequence, "off",
                                                          "somebody else uses the browser now"));
        }
        store::PushSubscription one;
        one.endpoint = request.endpoint;
        one.user = user;
        one.p256dh = request.keys.p256dh;
        one.auth = request.keys.auth;
        one.device = device_words(user_agent);
        one.login = login;
        one.renewed_at = clock_.utc();
        one.created_at = is_theirs ? known->created_at : one.renewed_at;
        if (is_theirs) one.last_sent_at = known->last_sent_at;
        LSL_TRY(subscriptions.put(one));
        LSL_TRY(subscriptions.keep_newest(user, most_subscriptions));
        return Subscribed{{one.device, one.created_at, one.last_sent_at}, !known};
    });
}

Result<void> PushSubscriptions::unsubscribe(UserId user, std::string_view endpoint) {
    return database_.write([&](store::Connection& tx) -> Result<void> {
        store::PushSubscriptionsStore subscriptions(tx);
        const auto known = LSL_TRY(subscriptions.find(endpoint));
        if (!known || known->user != user) return {};
        LSL_TRY(store::PushesStore(tx).finish_waiting(known->sequence, "off",
                                                      "the browser is told no more"));
        return subscriptions.remove(user, endpoint);
    });
}

}  // namespace lsl::services
