#include "client/app/reducers.h"
#include "client/app/update.h"

#include <algorithm>
#include <string_view>
#include <utility>

// Notices are read, and people choose how they are told.

namespace lsl::app {

namespace {

void note_read(model::Notices& notices, wire::NoticeRow& row, UtcTime now) {
    if (row.read_at) return;
    row.read_at = now;
    notices.unread = std::max<std::int64_t>(0, notices.unread - 1);
}

/// What was shown as read at once is read again when the server does not know of it.
void send_read(const api::ReadNotices::Request& request, Effects& effects) {
    effects.call<api::ReadNotices>({}, request,
                                   [](State& s, Effects& e, Result<api::Empty> answer) {
                                       if (!answer && s.model.signed_in()) load_notices(s, e);
                                   });
}

/// The answer has all settings as they are now, whatever was shown meanwhile.
void put_choice(State& state, const api::PutNoticeSettings::Request& request, Effects& effects) {
    if (!state.model.settings.notices.value) return;
    effects.call<api::PutNoticeSettings>(
        {}, request, [](State& s, Effects& e, Result<api::NoticeSettings> answer) {
            if (answer) return s.model.settings.notices.set(std::move(*answer));
            toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            load_notice_settings(s, e);
        });
}

model::TestRefusal test_refusal(std::string_view word) {
    if (word == "email_not_verified") return model::TestRefusal::Unconfirmed;
    if (word == "address_refused") return model::TestRefusal::AddressRefused;
    if (word == "no_subscription") return model::TestRefusal::NoBrowser;
    return model::TestRefusal::Other;
}

}  // namespace

void reduce(State& state, const intent::ReadNotice& wish, Effects& effects) {
    model::Notices& notices = state.model.notices;
    if (!notices.list.value) return;
    for (wire::NoticeRow& row : *notices.list.value) {
        if (row.id != wish.id || row.read_at) continue;
        note_read(notices, row, state.model.now);
        api::ReadNotices::Request request;
        request.ids.push_back(wish.id);
        send_read(request, effects);
    }
}

void reduce(State& state, const intent::ReadAllNotices&, Effects& effects) {
    model::Notices& notices = state.model.notices;
    if (!notices.list.value) return;
    for (wire::NoticeRow& row : *notices.list.value) note_read(notices, row, state.model.now);
    notices.unread = 0;
    api::ReadNotices::Request request;
    request.all = true;
    send_read(request, effects);
}

void reduce(State& state, const intent::ChooseNotice& wish, Effects& effects) {
    auto& settings = state.model.settings.notices;
    if (!settings.value) return;
    const std::string name(enum_name(wish.event));
    wire::NoticeChoice& shown = settings.value->events[name];
    api::PutNoticeSettings::Request request;
    api::PutNoticeSettings::Choice& choice = request.events[name];
    // Shown at once: the server's answer puts it right if need be.
    switch (wish.channel) {
        case domain::NoticeChannel::Mail: choice.mail = shown.mail = wish.on; break;
        case domain::NoticeChannel::Push: choice.push = shown.push = wish.on; break;
        case domain::NoticeChannel::App: choice.app = shown.app = wish.on; break;
    }
    put_choice(state, request, effects);
}

void reduce(State& state, const intent::ChooseQuietHours& wish, Effects& effects) {
    auto& settings = state.model.settings.notices;
    if (!settings.value) return;
    settings.value->quiet_from = wish.from;
    settings.value->quiet_to = wish.to;
    api::PutNoticeSettings::Request request;
    request.quiet_from = wish.from;
    request.quiet_to = wish.to;
    put_choice(state, request, effects);
}

void reduce(State& state, const intent::ChooseCalendar& wish, Effects& effects) {
    auto& settings = state.model.settings.notices;
    if (!settings.value) return;
    settings.value->calendar = wish.on;
    api::PutNoticeSettings::Request request;
    request.calendar = wish.on;
    put_choice(state, request, effects);
}

void reduce(State& state, const intent::SendTestNotice& wish, Effects& effects) {
    const bool by_mail = wish.channel == domain::NoticeChannel::Mail;
    const auto test_of = [by_mail](State& s) -> model::TestSent& {
        return by_mail ? s.model.settings.test_mail : s.model.settings.test_push;
    };
    model::TestSent& test = test_of(state);
    if (test.sending.busy) return;
    test.sending.begin();
    test.sent = false;
    api::TestNotice::Request request;
    request.channel = enum_name(wish.channel);
    if (!by_mail) request.endpoint = state.model.push.endpoint;
    effects.call<api::TestNotice>({}, request,
                                  [test_of](State& s, Effects&, Result<api::Empty> answer) {
                                      model::TestSent& now = test_of(s);
                                      if (!answer) {
                                          now.refusal = test_refusal(answer.error().word);
                                          return now.sending.fail(std::move(answer).error());
                                      }
                                      now.sending.succeed();
                                      now.sent = true;
                                  });
}

void reduce(State& state, const intent::ReadFollowed&, Effects& effects) {
    if (!state.model.settings.followed.begin()) return;
    effects.get<api::ListFollowed>(
        {}, [](State& s, Effects&, Result<api::ListFollowed::Response> answer) {
            auto& followed = s.model.settings.followed;
            if (!answer) return followed.fail(std::move(answer).error());
            followed.set(std::move(answer->teachers));
        });
}

void reduce(State& state, const intent::Unfollow& wish, Effects& effects) {
    auto& unfollowing = state.model.settings.unfollowing;
    if (unfollowing) return;
    unfollowing = wish.id;
    effects.call<api::Unfollow>(
        net::at(wish.id.uuid), {}, [id = wish.id](State& s, Effects&, Result<api::Empty> answer) {
            model::Settings& now = s.model.settings;
            now.unfollowing.reset();
            // One that is not there has ended by another press meanwhile.
            if (!answer && answer.error().code != ErrorCode::NotFound) {
                return toast(s, s.model.explain(answer.error()), model::Mood::Bad);
            }
            if (!now.followed.value) return;
            std::erase_if(*now.followed.value,
                          [id](const wire::FollowedTeacher& one) { return one.id == id; });
        });
}

}  // namespace lsl::app
