#include "server/due_work.h"

#include <string>

#include "server/services/chat/chat_erasure.h"
#include "server/services/events/old_news.h"
#include "server/services/figures/unlinking.h"
#include "server/services/notices/old_notices.h"

namespace lsl {

services::DueQueue::Kinds due_work(store::Database& database, const Clock& clock,
                                   services::ClassNotices& notices) {
    return {{std::string(services::forget_news), services::forgetting_news(database, clock)},
            {std::string(services::forget_removed_texts),
             services::forgetting_removed_texts(database, clock)},
            {std::string(services::unlink_watchers), services::unlinking_watchers(database, clock)},
            {std::string(services::notice_work), notices.work()},
            {std::string(services::forget_notices), services::forgetting_notices(database, clock)}};
}

Result<void> plan_due_work(store::Database& database, const Clock& clock) {
    LSL_TRY(services::plan_forgetting(database, clock));
    LSL_TRY(services::plan_forgetting_texts(database, clock));
    LSL_TRY(services::plan_unlinking(database, clock));
    return services::plan_forgetting_notices(database, clock);
}

}  // namespace lsl
