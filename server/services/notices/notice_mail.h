#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/services/mail/mail_texts.h"
#include "server/services/notices/notice_audience.h"
#include "server/store/connection.h"
#include "server/store/notices/notices_store.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// A notice as a mail tells it, by the class as it is now.
struct NoticeMail {
    domain::NoticeEvent event = domain::NoticeEvent::Test;
    ToldBecause because = ToldBecause::Place;
    MailWords words;
    std::string path;                        ///< of the page that its button opens
    std::optional<domain::StudioClass> row;  ///< the class that it is about, if any
    bool asks_calendar = false;              ///< the person's calendar is to have the class in it
    std::optional<FollowedId> teacher;       ///< whom the person follows, when that is why
    bool can_be_ended = false;
};

/// Null for what nobody is told of yet.
const MailWords* words_of(const NoticeTexts& texts, const store::NoticeRow& notice);

/// Nothing when there is no such notice any more, or it says nothing that still holds.
Result<std::optional<NoticeMail>> notice_mail(store::Connection& connection, std::string_view id,
                                              const MailTexts& texts);

/// In mails a text goes on from the greeting; elsewhere it begins by itself.
std::string as_sentence(std::string text);

}  // namespace lsl::services
