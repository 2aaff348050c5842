#include "server/store/notices/calendar_feeds_store.h"

namespace lsl::store {

Result<std::int64_t> CalendarFeedsStore::number(UserId user, std::string_view kind) {
    Statement statement =
        connection_.prepare("SELECT number FROM calendar_feeds WHERE user_id = ? AND kind = ?");
    statement.bind(user, kind);
    std::int64_t number = 0;
    if (LSL_TRY(statement.step())) statement.next(number);
    return number;
}

Result<void> CalendarFeedsStore::set_number(UserId user, std::string_view kind,
                                            std::int64_t number) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO calendar_feeds (user_id, kind, number) VALUES (?, ?, ?)
        ON CONFLICT (user_id, kind) DO UPDATE SET number = excluded.number)sql");
    statement.bind(user, kind, number);
    return statement.run();
}

}  // namespace lsl::store
