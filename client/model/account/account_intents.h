#pragma once

#include <optional>
#include <string>

#include "client/model/account/notices.h"
#include "shared/base/id.h"
#include "shared/domain/notices.h"

// What a person wants of their own account, on the page of settings and before signing in.

namespace lsl::model::intent {

struct SendPasswordLink {};     ///< to the address in the draft of signing in
struct ConfirmAddressAgain {};  ///< by another mail
struct AskToChangePassword {};
struct ConfirmChangePassword {};  ///< by the draft
struct AskToChangeEmail {};
struct ConfirmChangeEmail {};  ///< by the draft
struct EndSession {
    std::string id;  ///< of a sign-in; "others": all but this one
};
struct ReadTaughtCalendar {};  ///< the address of the classes that they teach
struct AskToRenewCalendar {    ///< another address for one's classes as a calendar
    bool taught = false;       ///< those that they teach
};
struct ConfirmRenewCalendar {};
struct ExportAccount {};
struct AskToDeleteAccount {};
struct ConfirmDeleteAccount {};  ///< by the password in the draft

// Notices
struct ReadNotice {
    NoticeId id;
};
struct ReadAllNotices {};
struct ChooseNotice {  ///< how they want to be told of something
    domain::NoticeEvent event;
    domain::NoticeChannel channel;
    bool on = false;
};
struct ChooseQuietHours {  ///< as times of the day: "21:00"; the same twice: none
    std::string from, to;
};
struct ChooseCalendar {  ///< whether mails ask it to take classes in
    bool on = false;
};
struct SendTestNotice {  ///< to themselves
    domain::NoticeChannel channel = domain::NoticeChannel::Mail;
};
struct RingBells {  ///< a press on one of a class's bells; neither: how do they stand?
    BellsOf about;
    std::optional<bool> of_class = {}, of_teacher = {};
};
struct ReadFollowed {};  ///< the teachers whom they follow
struct Unfollow {
    FollowedId id;
};
struct TurnPushOn {};  ///< the browser asks; on a press alone
struct TurnPushOff {};

}  // namespace lsl::model::intent
