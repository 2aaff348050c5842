#include <chrono>
#include <optional>
#include <string>

#include "server/http/api/routes.h"
#include "shared/wire/notice_api.h"

// What people are told of, and how they want to be told.

namespace lsl::http {

namespace {

Result<Answer<api::Empty>> nothing_to_say(Result<void> done) {
    if (!done) return done.error();
    return Answer<api::Empty>({}, 204);
}

/// A message to oneself costs others' servers something.
constexpr services::RateLimit test_notices{3, std::chrono::hours(1)};

Result<void> send_test(const Services& s, UserId user, const api::TestNotice::Request& asked) {
    std::optional<domain::NoticeChannel> channel;
    domain::enum_parse(asked.channel, channel);
    if (!channel || *channel == domain::NoticeChannel::App) {
        return invalid_field("channel", "Say whether by mail or by push.");
    }
    const std::string key = "test_notice:" + asked.channel + ":" + user.to_string();
    LSL_TRY(s.limits.take(key, test_notices));
    auto sent = *channel == domain::NoticeChannel::Mail
                    ? s.notices.tests.by_mail(user)
                    : s.notices.tests.by_push(user, asked.endpoint);
    if (!sent) s.limits.give_back(key);
    return sent;
}

void add_bells(Router& routes, const Services& s) {
    routes.on<api::GetBells>([s](Call& call) -> Result<api::Bells> {
        return s.notices.bells.read(call.user(), call.id());
    });
    routes.on<api::PutBells>(
        [s](Call& call, const api::PutBells::Request& body) -> Result<api::Bells> {
            return s.notices.bells.set(call.user(), call.id(), body);
        });
    routes.on<api::ListFollowed>([s](Call& call) -> Result<api::ListFollowed::Response> {
        return s.notices.bells.followed(call.user());
    });
    routes.on<api::Unfollow>([s](Call& call) {
        return nothing_to_say(s.notices.bells.unfollow(call.user(), call.id()));
    });
}

}  // namespace

void add_notice_routes(Router& routes, const Services& s) {
    routes.on<api::GetNoticeSettings>([s](Call& call) -> Result<api::NoticeSettings> {
        return s.notices.choices.read(call.user());
    });
    routes.on<api::PutNoticeSettings>(
        [s](Call& call,
            const api::PutNoticeSettings::Request& body) -> Result<api::NoticeSettings> {
            return s.notices.choices.change(call.user(), body);
        });
    routes.on<api::ListNotices>([s](Call& call) -> Result<api::ListNotices::Response> {
        return s.notices.inbox.list(call.user(), call.request.parameter("before"),
                                    call.request.parameter("limit"));
    });
    routes.on<api::ReadNotices>([s](Call& call, const api::ReadNotices::Request& body) {
        return nothing_to_say(s.notices.inbox.read(call.user(), body));
    });
    routes.on<api::TestNotice>(
        [s](Call& call, const api::TestNotice::Request& body) -> Result<Answer<api::Empty>> {
            LSL_TRY(send_test(s, call.user(), body));
            return Answer<api::Empty>({}, 202);
        });
    add_bells(routes, s);
    routes.on<api::GetPushKey>([s](Call&) -> Result<api::GetPushKey::Response> {
        return api::GetPushKey::Response{s.notices.push.public_key()};
    });
    routes.on<api::SubscribePush>([s](Call& call, const api::SubscribePush::Request& body)
                                      -> Result<Answer<api::SubscribePush::Response>> {
        auto done = LSL_TRY(s.notices.push.subscribe(call.user(), call.caller.account->login, body,
                                                     call.request.header("User-Agent")));
        return Answer<api::SubscribePush::Response>(std::move(done.subscription),
                                                    done.is_new ? 201 : 200);
    });
    routes.on<api::UnsubscribePush>([s](Call& call, const api::UnsubscribePush::Request& body) {
        return nothing_to_say(s.notices.push.unsubscribe(call.user(), body.endpoint));
    });
    // Mail programs send a form of their own here (RFC 8058), which says nothing that counts.
    routes.add({"POST", std::string(api::Unsubscribe::path), [s](Call& call) -> Response {
                    const auto read = call.read_body(max_strangers_bytes);
                    if (!read) return failure(read.error());
                    return respond(nothing_to_say(s.notices.unsubscribe.unsubscribe(call.id())));
                }});
}

}  // namespace lsl::http
