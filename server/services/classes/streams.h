#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/classes/page_request.h"
#include "server/services/classes/stream_step.h"
#include "server/services/live/media_backend.h"
#include "server/store/classes/streams_store.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/domain/wallet.h"
#include "shared/wire/api.h"

namespace lsl::services {

class Thumbnails;

/// What a job did to a class.
struct JobStep {
    std::string title;   ///< of the class
    std::string action;  ///< "cancelled", "refunded", "expired", "deleted", "migrated"
};

struct CalendarFile {
    std::string text;         ///< text/calendar; charset=utf-8
    std::string disposition;  ///< value of Content-Disposition
    std::string etag;         ///< strong entity tag with its quotes; changes with the text
};

struct StreamsOptions {
    std::string public_url;  ///< without a slash at the end
};

/// Classes: what visitors see of them and what the instructor does with them. Ids come as text;
/// malformed and unknown ones are NotFound alike. Who calls is the caller's check. Thread-safe.
class Streams {
  public:
    /// `thumbnails` may be null: pictures then stay where they are.
    Streams(store::Database& database, const Clock& clock, MediaBackend& media,
            Thumbnails* thumbnails, StreamsOptions options);

    /// Live newest first, upcoming soonest first, replays newest first; `limit` rows of each.
    Result<api::ListStreams::Response> list(const PageRequest& page,
                                            const store::ListFilter& filter = {});
    Result<api::OneStream> get(std::string_view id);
    Result<CalendarFile> calendar_file(std::string_view id);

    /// Live, then scheduled, then past; `limit` rows together.
    Result<api::ListInstructorStreams::Response> list_for_instructor(const PageRequest& page);
    /// The same of the classes on which this person has more than a guest's role.
    Result<api::ListInstructorStreams::Response> list_for_staff(UserId user,
                                                                const PageRequest& page);
    Result<api::OneInstructorStream> get_for_instructor(std::string_view id);

    Result<api::OneInstructorStream> create(const api::CreateStream::Request& request);
    Result<api::OneInstructorStream> change(std::string_view id,
                                            const api::ChangeStream::Request& request);
    /// Repeating `start`, `end` or `cancel` answers the same without doing it again; Conflict
    /// `wrong_state` for steps that do not fit.
    Result<api::OneInstructorStream> start(std::string_view id);
    Result<api::OneInstructorStream> end(std::string_view id);
    /// Gives everybody their tokens back in the same transaction.
    Result<api::OneInstructorStream> cancel(std::string_view id);

    /// A new publish token, the old one being worth nothing from now on: whoever publishes with it
    /// is ended. Conflict `wrong_state` once the class is over, `not_supported`.
    Result<api::OneInstructorStream> rotate_token(std::string_view id);
    /// What whoever sends has switched off. Without a connection it says nothing of anybody.
    Result<void> tell_sending(std::string_view id, const api::TellSending::Request& request);
    /// Undoes a start within its first minute, while nobody has watched: the recording of that
    /// minute goes. Conflict `too_late`, `already_watched` or `wrong_state`.
    Result<api::OneInstructorStream> go_back_to_planned(std::string_view id);
    /// Everybody's tokens back for a class that is over and fell through (ledger reason `missed`).
    /// Conflict `had_media`, `nothing_paid` or `wrong_state`; again answers the same.
    Result<api::OneInstructorStream> refund(std::string_view id);

    /// A picture that the instructor uploaded (JPEG, PNG, WebP; at most 8 MB) becomes the
    /// thumbnail. InvalidInput `invalid_thumbnailUrl` when it is none.
    Result<api::OneInstructorStream> set_picture(std::string_view id, std::string_view bytes);

    /// The steps of the daily jobs, each for one class; nothing when it does not need the step (any
    /// more). Repeating one after a crash in its middle brings it to its end.
    ///
    /// Cancels a class that nobody started, or that brought nothing and was never ended, with
    /// refunds (ledger reason `missed`).
    Result<std::optional<JobStep>> call_off_missed(StreamId id);
    /// A day after the end: everybody's tokens back for a class that fell through.
    Result<std::optional<JobStep>> refund_fallen_through(StreamId id);
    /// After the replay week: announces the replay as gone; deletes the media of a class that is
    /// not kept.
    Result<std::optional<JobStep>> expire_recording(StreamId id);
    /// After two months: a kept class becomes a workout. Conflict `no_recording` when there is no
    /// media; it is then no longer kept.
    Result<std::optional<JobStep>> move_to_catalog(StreamId id);

  private:
    /// Cancels and refunds, if `applies` to the row inside the transaction.
    Result<domain::StudioClass> call_off(
        StreamId id, domain::WalletReason reason,
        const std::function<bool(const domain::StudioClass&)>& applies);
    /// Everybody's tokens back for a class that is over, if `applies` to the row inside the
    /// transaction.
    Result<Step> give_back(StreamId id,
                           const std::function<bool(const domain::StudioClass&)>& applies);
    Result<domain::StudioClass> find(std::string_view id);
    Result<api::OneInstructorStream> for_instructor(domain::StudioClass row);
    wire::InstructorStream instructor_row(domain::StudioClass row,
                                          const store::Totals& totals) const;
    wire::PublicStream public_row_of(domain::StudioClass row) const;
    void adopt_picture(const domain::StudioClass& row);
    /// The address of a picture that this server keeps already: that of a class which is copied.
    std::optional<std::string> own_picture(const std::optional<std::string>& url) const;

    store::Database& database_;
    const Clock& clock_;
    MediaBackend& media_;
    Thumbnails* thumbnails_;
    StreamsOptions options_;
    /// Held through a step and its effect on the media, so that both happen in the same order; and
    /// while it is decided whether media is kept.
    std::mutex steps_;
};

}  // namespace lsl::services
