#include "server/services/chat/chat_erasure.h"

#include "server/services/chat/chat_writes.h"
#include "server/store/rooms/chat_people_store.h"

namespace lsl::services {

namespace {

constexpr std::chrono::hours between_text_sweeps{1};

Result<void> plan_text_sweep(store::Connection& tx, UtcTime now) {
    store::DueRow next;
    next.kind = forget_removed_texts;
    next.at = now + between_text_sweeps;
    return store::DueStore(tx).put(next);
}

}  // namespace

DueKind forgetting_removed_texts(store::Database& database, const Clock& clock) {
    DueKind kind;
    kind.run = [&database, &clock](const store::DueRow&) {
        return database.write([&](store::Connection& tx) -> Result<void> {
            const UtcTime now = clock.utc();
            LSL_TRY(
                store::ChatMessagesStore(tx).erase_removed_before(now - domain::removed_text_kept));
            return plan_text_sweep(tx, now);
        });
    };
    return kind;
}

Result<void> plan_forgetting_texts(store::Database& database, const Clock& clock) {
    return database.write([&](store::Connection& tx) -> Result<void> {
        if (LSL_TRY(store::DueStore(tx).contains(forget_removed_texts, ""))) return {};
        return plan_text_sweep(tx, clock.utc());
    });
}

Result<void> erase_from_chats(store::Connection& tx, UserId user, UtcTime now) {
    for (auto& message : LSL_TRY(store::ChatMessagesStore(tx).all_of(user))) {
        LSL_TRY(remove_message(tx, message, domain::RemovedBy::Self, {}, now));
        message.text.clear();
        LSL_TRY(save_message(tx, message, now));
    }
    return store::ChatPeopleStore(tx).forget(user);
}

}  // namespace lsl::services
