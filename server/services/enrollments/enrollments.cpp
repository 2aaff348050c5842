#include "server/services/enrollments/enrollments.h"

#include "server/services/accounts/confirmed.h"
#include "server/services/accounts/secrets.h"
#include "server/services/classes/page_cursor.h"
#include "server/services/classes/statistics.h"
#include "server/services/classes/stream_lookup.h"
#include "server/services/enrollments/idempotency.h"
#include "server/services/enrollments/refunds.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/wallet_store.h"
#include "shared/domain/permissions.h"

namespace lsl::services {

namespace {

Error not_enrolled() { return not_found("You are not enrolled in this class."); }

}  // namespace

Enrollments::Enrollments(store::Database& database, const Clock& clock, MediaBackend& media,
                         bool confirmed_only)
    : database_(database), clock_(clock), media_(media), confirmed_only_(confirmed_only) {}

Result<api::ListEnrollments::Response> Enrollments::list(UserId user, const PageRequest& page) {
    std::optional<store::Position> after;
    if (!page.cursor.empty()) {
        after = LSL_TRY(PageCursor::decode("enrollments", 1, page.cursor)).parts.front();
    }
    return database_.read([&](store::Connection& reader) -> Result<api::ListEnrollments::Response> {
        auto rows = LSL_TRY(store::EnrollmentsStore(reader).list(user, after, page.limit + 1));
        api::ListEnrollments::Response response;
        response.total = LSL_TRY(store::EnrollmentsStore(reader).count(user));
        if (std::ssize(rows) > page.limit) {
            rows.resize(static_cast<std::size_t>(page.limit));
            PageCursor next;
            const domain::Enrollment& last = rows.back().enrollment;
            next.parts.push_back(store::Position{last.enrolled_at, last.id.uuid});
            response.next_cursor = next.encode("enrollments");
        }
        for (auto& listed : rows) {
            response.enrollments.push_back(
                enrollment_row(std::move(listed.enrollment), std::move(listed.row)));
        }
        return response;
    });
}

Result<api::GetEnrollment::Response> Enrollments::find(UserId user, std::string_view stream_id) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<api::GetEnrollment::Response> {
        const auto found = LSL_TRY(store::EnrollmentsStore(reader).find(id, user));
        if (!found) return not_enrolled();
        return api::GetEnrollment::Response{
            enrollment_row(*found, LSL_TRY(require_stream(reader, id)))};
    });
}

Result<Enrolled> Enrollments::enroll(UserId user, std::string_view stream_id,
                                     std::string_view idempotency_key,
                                     std::optional<std::int64_t> expected_price) {
    LSL_TRY(check_idempotency_key(idempotency_key));
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    std::string request = "enroll " + id.to_string();
    if (expected_price) {
        LSL_TRY(domain::check_expected_price(*expected_price));
        request += " for " + std::to_string(*expected_price);
    }

    return database_.write([&](store::Connection& tx) -> Result<Enrolled> {
        const auto kept = LSL_TRY(kept_answer(tx, user, idempotency_key, request));
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        if (kept) return answer_again(tx, user, *kept, std::move(row));
        Enrolled answer;
        auto place = LSL_TRY(store::EnrollmentsStore(tx).find(id, user));
        // A refunded place in a cancelled class is no place to come back to.
        const bool cancelled = row.stream.status == domain::StreamStatus::Cancelled;
        if (!place || cancelled)
            LSL_TRY(domain::may_enroll(row.stream, row.recording, clock_.utc()));
        if (!place) {
            LSL_TRY(domain::is_expected_price(row.stream.price_in_tokens, expected_price));
            place = LSL_TRY(take_place(tx, user, row));
            answer.created = true;
        }
        answer.response.enrollment = enrollment_row(*place, std::move(row));
        answer.response.token_balance = LSL_TRY(store::WalletStore(tx).balance(user));
        if (!idempotency_key.empty()) {
            LSL_TRY(store::IdempotencyStore(tx).insert(user, idempotency_key,
                                                       {request,
                                                        answer.created,
                                                        {place->id.uuid},
                                                        place->tokens_paid,
                                                        place->enrolled_at,
                                                        answer.response.token_balance},
                                                       clock_.utc()));
        }
        return answer;
    });
}

Result<Enrolled> Enrollments::answer_again(store::Connection& tx, UserId user,
                                           const store::KeptAnswer& kept, domain::StudioClass row) {
    domain::Enrollment place;
    place.id = EnrollmentId{kept.made_id.uuid};
    place.stream_id = row.stream.id;
    place.user_id = user;
    place.tokens_paid = kept.tokens;
    place.enrolled_at = kept.made_at;
    // The place itself, unless it was given up since.
    const auto present = LSL_TRY(store::EnrollmentsStore(tx).find(row.stream.id, user));
    if (present && present->id == place.id) place = *present;
    return Enrolled{{enrollment_row(std::move(place), std::move(row)), kept.token_balance},
                    kept.created};
}

Result<domain::Enrollment> Enrollments::take_place(store::Connection& tx, UserId user,
                                                   domain::StudioClass& row) {
    const UtcTime now = clock_.utc();
    store::WalletStore wallet(tx);
    const std::int64_t price = row.stream.price_in_tokens;
    const std::int64_t balance = LSL_TRY(wallet.balance(user));
    if (confirmed_only_ && price > 0) LSL_TRY(require_confirmed(tx, user));
    LSL_TRY(domain::may_pay(balance, price));

    domain::Enrollment place;
    place.id = new_id<EnrollmentId>(clock_);
    place.stream_id = row.stream.id;
    place.user_id = user;
    place.tokens_paid = price;
    place.enrolled_at = now;
    if (row.stream.status == domain::StreamStatus::Ended) {
        place.replay_access_expires_at = row.recording.expires_at;
    }
    LSL_TRY(store::EnrollmentsStore(tx).insert(place));

    const domain::WalletEntry payment{.id = new_id<WalletEntryId>(clock_),
                                      .user_id = user,
                                      .delta = -price,
                                      .reason = domain::WalletReason::Enrollment,
                                      .stream_id = row.stream.id,
                                      .created_at = now};
    if (!LSL_TRY(wallet.move(payment, place.id))) return internal_error("balance below zero");
    LSL_TRY(store::ClassCountersStore(tx).count_enrollment(row.stream.id, 1, price));
    row.stream.total_enrollments += 1;
    return place;
}

Result<api::Withdraw::Response> Enrollments::withdraw(UserId user, std::string_view stream_id) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database_.write([&](store::Connection& tx) -> Result<api::Withdraw::Response> {
        const domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        store::EnrollmentsStore enrollments(tx);
        const auto place = LSL_TRY(enrollments.find(id, user));
        if (!place) return not_enrolled();
        LSL_TRY(domain::may_withdraw(row.stream));
        LSL_TRY(refund(tx, clock_, *place, domain::WalletReason::Withdrawal));
        LSL_TRY(enrollments.remove(*place, clock_.utc()));
        LSL_TRY(store::ClassCountersStore(tx).count_enrollment(id, -1, 0));
        return api::Withdraw::Response{LSL_TRY(store::WalletStore(tx).balance(user))};
    });
}

wire::EnrollmentRow Enrollments::enrollment_row(domain::Enrollment enrollment,
                                                domain::StudioClass row) const {
    const LiveFigures now = media_.figures(row);
    return {.enrollment = std::move(enrollment),
            .stream = wire::public_stream(std::move(row), now.viewers, now.media_health)};
}

}  // namespace lsl::services
