#pragma once

#include <string>
#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/chapter_api.h"

namespace lsl::services {

/// The parts of a class, marked by its staff while it runs and tidied up afterwards. Each is kept
/// by the time at which it began. Thread-safe.
class Chapters {
  public:
    /// Both outlive the object.
    Chapters(store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    /// For staff, and for who may watch the class now; others hear what they hear there.
    Result<api::ListChapters::Response> list(const Caller& caller,
                                             std::string_view stream_id) const;
    /// Those that are in the recording, as WebVTT (W3C WebVTT, "chapter cues"): each until the next
    /// one begins. Refused like `list`.
    Result<std::string> web_vtt(const Caller& caller, std::string_view stream_id) const;

    struct Marked {
        api::OneChapter response;
        bool created = true;  ///< false: it was there already
    };
    // By staff, as the caller has checked.
    /// InvalidInput `title`, `at`, `clientId`; Conflict `not_live`, `too_many_chapters`.
    Result<Marked> mark(std::string_view stream_id, const api::MarkChapter::Request& request);
    /// NotFound for a chapter that there is not; InvalidInput `title`, `moveSeconds`.
    Result<api::OneChapter> change(std::string_view stream_id, std::string_view chapter_id,
                                   const api::ChangeChapter::Request& request);
    /// NotFound likewise.
    Result<void> remove(const Caller& caller, std::string_view stream_id,
                        std::string_view chapter_id);

  private:
    store::Database& database_;
    const Clock& clock_;
};

}  // namespace lsl::services
