#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/services/mail/mail_texts.h"
#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// A notice as a mail tells it, by the class as it is now.
struct NoticeMail {
    domain::NoticeEvent event;
    MailWords words;
    std::string path;         ///< of the page that its button opens
    domain::StudioClass row;  ///< the class that it is about
    bool can_be_ended = false;
};

/// Nothing when there is no such notice any more, or it says nothing that still holds.
Result<std::optional<NoticeMail>> notice_mail(store::Connection& connection, std::string_view id,
                                              const MailTexts& texts);

/// In mails a text goes on from the greeting; elsewhere it begins by itself.
std::string as_sentence(std::string text);

}  // namespace lsl::services
