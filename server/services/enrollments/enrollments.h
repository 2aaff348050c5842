#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/services/classes/page_request.h"
#include "server/services/live/media_backend.h"
#include "server/store/classes/idempotency_store.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/api.h"

namespace lsl::services {

struct Enrolled {
    api::Enroll::Response response;
    bool created = false;  ///< 201; else 200. A retried key gives what its first answer was
};

/// Places in classes. Every answer is the caller's own; ids of classes come as text, malformed and
/// unknown ones are NotFound. Thread-safe.
class Enrollments {
  public:
    /// `confirmed_only`: whoever pays has confirmed their address.
    Enrollments(store::Database& database, const Clock& clock, MediaBackend& media,
                bool confirmed_only = false);

    /// Newest first.
    Result<api::ListEnrollments::Response> list(UserId user, const PageRequest& page);
    /// NotFound when not enrolled.
    Result<api::GetEnrollment::Response> find(UserId user, std::string_view stream_id);

    /// One transaction: the price of the row, one ledger entry, one place. PaymentRequired
    /// `insufficient_tokens`, Forbidden `email_not_verified`, Conflict when the class takes nobody
    /// any more. With an idempotency key (empty: none) a repetition gives the first answer again,
    /// with the class as it is now, and charges nobody, also after a withdrawal; the same key for
    /// another request is InvalidInput `idempotency_mismatch`. Conflict `price_changed` when the
    /// price is not `expected_price`; whoever has a place keeps it.
    Result<Enrolled> enroll(UserId user, std::string_view stream_id,
                            std::string_view idempotency_key,
                            std::optional<std::int64_t> expected_price = std::nullopt);

    /// Until the class starts, with full refund. NotFound when not enrolled, Conflict later.
    Result<api::Withdraw::Response> withdraw(UserId user, std::string_view stream_id);

  private:
    /// Inside a transaction: pays and takes the place; counts it in `stream`, too.
    Result<domain::Enrollment> take_place(store::Connection& tx, UserId user,
                                          domain::StudioClass& row);
    /// The answer that a key's first request was given, as the class is now.
    Result<Enrolled> answer_again(store::Connection& tx, UserId user, const store::KeptAnswer& kept,
                                  domain::StudioClass row);
    wire::EnrollmentRow enrollment_row(domain::Enrollment enrollment,
                                       domain::StudioClass row) const;

    store::Database& database_;
    const Clock& clock_;
    MediaBackend& media_;
    const bool confirmed_only_;
};

}  // namespace lsl::services
