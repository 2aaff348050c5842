#include "shared/wire/events.h"

namespace lsl::wire {

void describe(Archive& a, StreamChanged& event) { a.field("stream", event.stream); }

void describe(Archive& a, EnrollmentChanged& event) { a.field("enrollment", event.enrollment); }

void describe(Archive& a, EnrollmentGone& event) { a.field("stream_id", event.stream_id); }

void describe(Archive& a, WalletChanged& event) { a.field("balance", event.balance); }

void describe(Archive& a, StatisticsChanged& event) {
    a.field("stream_id", event.stream_id);
    a.field("statistics", event.statistics);
}

}  // namespace lsl::wire
