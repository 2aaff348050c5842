#include "server/services/enrollments.h"

#include <algorithm>

#include "server/services/page_cursor.h"
#include "server/services/refunds.h"
#include "server/services/secrets.h"
#include "server/services/statistics.h"
#include "server/services/stream_lookup.h"
#include "server/store/enrollments_store.h"
#include "server/store/idempotency_store.h"
#include "server/store/wallet_store.h"
#include "shared/domain/permissions.h"
#include "shared/wire/json.h"

namespace lsl::services {

namespace {

constexpr std::size_t longest_key = 255;
constexpr std::string_view key_field = "Idempotency-Key";

Error not_enrolled() { return not_found("You are not enrolled in this class."); }

Result<void> check_key(std::string_view key) {
    const bool visible =
        std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (key.size() <= longest_key && visible) return {};
    return invalid_field(std::string(key_field),
                         "An idempotency key is a text of up to 255 visible ASCII characters.");
}

/// The first answer to the request of this key, if there was one.
Result<std::optional<Enrolled>> kept_answer(store::Connection& tx, UserId user,
                                            std::string_view key, const std::string& request) {
    std::optional<Enrolled> enrolled;
    if (key.empty()) return enrolled;
    const auto kept = LSL_TRY(store::IdempotencyStore(tx).find(user, key));
    if (!kept) return enrolled;
    if (kept->request != request) {
        Error error = invalid_field(std::string(key_field),
                                    "This idempotency key was used for another request.");
        error.word = "idempotency_mismatch";
        return error;
    }
    enrolled =
        Enrolled{LSL_TRY(wire::from_json<api::Enroll::Response>(kept->answer)), kept->created};
    return enrolled;
}

}  // namespace

Enrollments::Enrollments(store::Database& database, const Clock& clock,
                         Announcements& announcements, MediaBackend& media)
    : database_(database), clock_(clock), announcements_(announcements), media_(media) {}

Result<api::ListEnrollments::Response> Enrollments::list(UserId user, const PageRequest& page) {
    std::optional<store::Position> after;
    if (!page.cursor.empty()) {
        after = LSL_TRY(PageCursor::decode("enrollments", 1, page.cursor)).parts.front();
    }
    return database_.read([&](store::Connection& reader) -> Result<api::ListEnrollments::Response> {
        auto rows = LSL_TRY(store::EnrollmentsStore(reader).list(user, after, page.limit + 1));
        api::ListEnrollments::Response response;
        if (std::ssize(rows) > page.limit) {
            rows.resize(static_cast<std::size_t>(page.limit));
            PageCursor next;
            next.parts.push_back(
                store::Position{to_iso8601(rows.back().enrolled_at), rows.back().id.to_string()});
            response.next_cursor = next.encode("enrollments");
        }
        for (const auto& enrollment : rows) {
            response.enrollments.push_back(
                row(enrollment, LSL_TRY(require_stream(reader, enrollment.stream_id))));
        }
        return response;
    });
}

Result<api::GetEnrollment::Response> Enrollments::find(UserId user, std::string_view stream_id) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    return database_.read([&](store::Connection& reader) -> Result<api::GetEnrollment::Response> {
        const auto found = LSL_TRY(store::EnrollmentsStore(reader).find(id, user));
        if (!found) return not_enrolled();
        return api::GetEnrollment::Response{row(*found, LSL_TRY(require_stream(reader, id)))};
    });
}

Result<Enrolled> Enrollments::enroll(UserId user, std::string_view stream_id,
                                     std::string_view idempotency_key) {
    LSL_TRY(check_key(idempotency_key));
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    const std::string request = "enroll " + id.to_string();
    bool charged = false;

    auto enrolled = database_.write([&](store::Connection& tx) -> Result<Enrolled> {
        if (auto kept = LSL_TRY(kept_answer(tx, user, idempotency_key, request))) {
            return std::move(*kept);
        }
        domain::Stream stream = LSL_TRY(require_stream(tx, id));
        Enrolled answer;
        auto place = LSL_TRY(store::EnrollmentsStore(tx).find(id, user));
        // A refunded place in a cancelled class is no place to come back to.
        const bool cancelled = stream.status == domain::StreamStatus::Cancelled;
        if (!place || cancelled) LSL_TRY(domain::may_enroll(stream, clock_.utc()));
        if (!place) {
            place = LSL_TRY(take_place(tx, user, stream));
            answer.created = charged = true;
        }
        answer.response.enrollment = row(*place, std::move(stream));
        answer.response.token_balance = LSL_TRY(store::WalletStore(tx).balance(user));
        if (!idempotency_key.empty()) {
            LSL_TRY(store::IdempotencyStore(tx).insert(
                user, idempotency_key, {request, answer.created, wire::to_json(answer.response)},
                clock_.utc()));
        }
        return answer;
    });
    if (charged && enrolled) {
        announcements_.stream_changed(id);
        announcements_.enrollment_changed(id, user);
    }
    return enrolled;
}

Result<domain::Enrollment> Enrollments::take_place(store::Connection& tx, UserId user,
                                                   domain::Stream& stream) {
    const UtcTime now = clock_.utc();
    store::WalletStore wallet(tx);
    const std::int64_t price = stream.price_in_tokens;
    const std::int64_t balance = LSL_TRY(wallet.balance(user));
    LSL_TRY(domain::may_pay(balance, price));

    domain::Enrollment place;
    place.id = new_id<EnrollmentId>(clock_);
    place.stream_id = stream.id;
    place.user_id = user;
    place.tokens_paid = price;
    place.enrolled_at = now;
    if (stream.status == domain::StreamStatus::Ended) {
        place.replay_access_expires_at = stream.recording_expires_at;
    }
    LSL_TRY(store::EnrollmentsStore(tx).insert(place));

    const domain::WalletEntry payment{.id = new_id<WalletEntryId>(clock_),
                                      .user_id = user,
                                      .delta = -price,
                                      .reason = domain::WalletReason::Enrollment,
                                      .stream_id = stream.id,
                                      .created_at = now};
    if (!LSL_TRY(wallet.move(payment, place.id))) return internal_error("balance below zero");
    LSL_TRY(store::StreamsStore(tx).count_enrollment(stream.id, 1, price));
    stream.total_enrollments += 1;
    return place;
}

Result<api::Withdraw::Response> Enrollments::withdraw(UserId user, std::string_view stream_id) {
    const StreamId id = LSL_TRY(parse_stream_id(stream_id));
    auto withdrawn = database_.write([&](store::Connection& tx) -> Result<api::Withdraw::Response> {
        const domain::Stream stream = LSL_TRY(require_stream(tx, id));
        store::EnrollmentsStore enrollments(tx);
        const auto place = LSL_TRY(enrollments.find(id, user));
        if (!place) return not_enrolled();
        LSL_TRY(domain::may_withdraw(stream));
        LSL_TRY(refund(tx, clock_, *place, domain::WalletReason::Withdrawal));
        LSL_TRY(enrollments.remove(place->id));
        LSL_TRY(store::StreamsStore(tx).count_enrollment(id, -1, 0));
        return api::Withdraw::Response{LSL_TRY(store::WalletStore(tx).balance(user))};
    });
    if (withdrawn) {
        announcements_.stream_changed(id);
        announcements_.enrollment_changed(id, user);
    }
    return withdrawn;
}

wire::EnrollmentRow Enrollments::row(domain::Enrollment enrollment, domain::Stream stream) const {
    const LiveFigures figures = media_.figures(stream);
    return {.enrollment = std::move(enrollment), .stream = public_row(std::move(stream), figures)};
}

}  // namespace lsl::services
