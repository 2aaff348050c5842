#include "server/services/notices/notice_choices.h"

#include <algorithm>
#include <string>
#include <vector>

#include "server/services/mail/mail_texts.h"
#include "server/services/notices/notice_preferences.h"
#include "server/store/notices/notice_settings_store.h"
#include "server/store/people/users_store.h"

namespace lsl::services {

namespace {

using domain::NoticeChannel;
using domain::NoticeEvent;

Result<api::NoticeSettings> settings_of(store::Connection& connection, UserId user) {
    const auto preferences = LSL_TRY(NoticePreferences::of(connection, user));
    const auto account = LSL_TRY(store::UsersStore(connection).find(user));
    api::NoticeSettings all;
    all.timezone = preferences.quiet_times().timezone;
    all.quiet_from = domain::clock_text(preferences.quiet_times().from);
    all.quiet_to = domain::clock_text(preferences.quiet_times().to);
    all.calendar = !preferences.quiet_times().calendar_off_since;
    all.language =
        account && account->language ? *account->language : std::string(mail_languages.front());
    for (std::size_t i = 0; i < domain::notice_event_names.size(); ++i) {
        const auto event = static_cast<NoticeEvent>(i);
        if (!domain::is_chosen(event)) continue;
        all.events[std::string(enum_name(event))] = {
            .mail = preferences.is_on(event, NoticeChannel::Mail),
            .push = preferences.is_on(event, NoticeChannel::Push),
            .app = preferences.is_on(event, NoticeChannel::App)};
    }
    return all;
}

Result<void> change_times(store::QuietTimes& times, const api::PutNoticeSettings::Request& asked) {
    if (asked.timezone) {
        if (!asked.timezone->empty() && !TimeZone::find(*asked.timezone)) {
            return invalid_field("timezone", "There is no such time zone.");
        }
        times.timezone = asked.timezone->empty() ? std::nullopt : asked.timezone;
    }
    if (asked.quiet_from) {
        const auto from = domain::parse_clock(*asked.quiet_from);
        if (!from) return invalid_field("quiet_from", "Write a time such as 21:00.");
        times.from = *from;
    }
    if (asked.quiet_to) {
        const auto to = domain::parse_clock(*asked.quiet_to);
        if (!to) return invalid_field("quiet_to", "Write a time such as 08:00.");
        times.to = *to;
    }
    return {};
}

/// All choices of a request, each checked.
Result<std::vector<store::ChosenChannel>> choices_in(
    const api::PutNoticeSettings::Request& request) {
    std::vector<store::ChosenChannel> all;
    for (const auto& [name, choice] : request.events) {
        std::optional<NoticeEvent> event;
        domain::enum_parse(name, event);
        if (!event || !domain::is_chosen(*event))
            return invalid_field("events", "There is no such notice.");
        const auto add = [&, of = *event](NoticeChannel channel, const std::optional<bool>& on) {
            if (on) all.push_back({of, channel, *on});
        };
        add(NoticeChannel::Mail, choice.mail);
        add(NoticeChannel::Push, choice.push);
        add(NoticeChannel::App, choice.app);
    }
    for (const store::ChosenChannel& one : all) {
        if (!one.is_on && domain::is_always_on(one.event, one.channel)) {
            return invalid_field("events", "This mail can't be switched off.");
        }
    }
    return all;
}

}  // namespace

Result<api::NoticeSettings> NoticeChoices::read(UserId user) {
    return database_.read([&](store::Connection& reader) { return settings_of(reader, user); });
}

Result<api::NoticeSettings> NoticeChoices::change(UserId user,
                                                  const api::PutNoticeSettings::Request& request) {
    const auto choices = LSL_TRY(choices_in(request));
    const auto& languages = mail_languages;
    if (request.language &&
        std::find(languages.begin(), languages.end(), *request.language) == languages.end()) {
        return invalid_field("language", "There is no such language.");
    }
    return database_.write([&](store::Connection& tx) -> Result<api::NoticeSettings> {
        store::NoticeSettingsStore settings(tx);
        if (request.timezone || request.quiet_from || request.quiet_to || request.calendar) {
            store::QuietTimes times = LSL_TRY(settings.quiet_times(user));
            LSL_TRY(change_times(times, request));
            if (request.calendar && *request.calendar) times.calendar_off_since.reset();
            if (request.calendar && !*request.calendar && !times.calendar_off_since) {
                times.calendar_off_since = clock_.utc();
            }
            LSL_TRY(settings.set_quiet_times(user, times));
        }
        if (request.language) {
            LSL_TRY(store::UsersStore(tx).set_language(user, *request.language));
        }
        for (const store::ChosenChannel& one : choices) {
            const bool usual = one.is_on == domain::is_on_at_first(one.event, one.channel);
            LSL_TRY(usual ? settings.forget_choice(user, one.event, one.channel)
                          : settings.choose(user, one));
        }
        return settings_of(tx, user);
    });
}

}  // namespace lsl::services
