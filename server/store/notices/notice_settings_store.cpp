#include "server/store/notices/notice_settings_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<QuietTimes> NoticeSettingsStore::quiet_times(UserId user) {
    Statement statement = connection_.prepare(
        "SELECT timezone, quiet_from, quiet_to, calendar_off_since FROM notice_settings "
        "WHERE user_id = ?");
    statement.bind(user);
    QuietTimes times;
    if (LSL_TRY(statement.step())) {
        statement.columns(times.timezone, times.from, times.to, times.calendar_off_since);
    }
    return times;
}

Result<void> NoticeSettingsStore::set_quiet_times(UserId user, const QuietTimes& times) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO notice_settings (user_id, timezone, quiet_from, quiet_to, calendar_off_since)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (user_id) DO UPDATE SET timezone = excluded.timezone,
            quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
            calendar_off_since = excluded.calendar_off_since)sql");
    statement.bind(user, times.timezone, times.from, times.to, times.calendar_off_since);
    return statement.run();
}

Result<std::vector<ChosenChannel>> NoticeSettingsStore::choices(UserId user) {
    Statement statement =
        connection_.prepare("SELECT event, channel, is_on FROM notice_choices WHERE user_id = ?");
    statement.bind(user);
    return read_rows(statement, [](Statement& row) {
        ChosenChannel choice;
        row.columns(choice.event, choice.channel, choice.is_on);
        return choice;
    });
}

Result<void> NoticeSettingsStore::choose(UserId user, const ChosenChannel& choice) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO notice_choices (user_id, event, channel, is_on) VALUES (?, ?, ?, ?)
        ON CONFLICT (user_id, event, channel) DO UPDATE SET is_on = excluded.is_on)sql");
    statement.bind(user, choice.event, choice.channel, choice.is_on);
    return statement.run();
}

Result<void> NoticeSettingsStore::forget_choice(UserId user, domain::NoticeEvent event,
                                                domain::NoticeChannel channel) {
    Statement statement = connection_.prepare(
        "DELETE FROM notice_choices WHERE user_id = ? AND event = ? AND channel = ?");
    statement.bind(user, event, channel);
    return statement.run();
}

}  // namespace lsl::store
