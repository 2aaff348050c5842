// The steps of a class's life: going live, back, ending, cancelling, giving the money back.

#include "server/services/classes/stream_lookup.h"
#include "server/services/classes/streams.h"
#include "server/services/enrollments/refunds.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "shared/domain/lifecycle.h"

namespace lsl::services {

namespace {

using store::ClassCountersStore;
using store::StreamsStore;

Error nothing_paid() {
    return make_error(ErrorCode::Conflict, "nothing_paid", "Nobody paid for this class.");
}

}  // namespace

Result<api::OneInstructorStream> Streams::start(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const std::lock_guard in_order(steps_);
    const auto go_live = [&](store::Connection& tx) -> Result<Step> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        const bool changed = LSL_TRY(domain::start(row, media_.new_video_id(), clock_.utc()));
        if (changed) LSL_TRY(StreamsStore(tx).update(row));
        return Step{std::move(row), changed};
    };
    Step step = LSL_TRY(database_.write(go_live));
    if (step.changed) media_.class_started(step.row);
    return for_instructor(std::move(step.row));
}

Result<api::OneInstructorStream> Streams::go_back_to_planned(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const std::lock_guard in_order(steps_);
    VideoId video;
    const auto undo = [&](store::Connection& tx) -> Result<Step> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        video = row.recording.video_id.value_or(VideoId());
        const bool watched = row.stream.max_viewers > 0 || media_.figures(row).viewers > 0 ||
                             LSL_TRY(store::EnrollmentsStore(tx).any_watched_live(id));
        const bool changed = LSL_TRY(domain::go_back_to_planned(row, watched, clock_.utc()));
        if (changed) {
            LSL_TRY(StreamsStore(tx).update(row));
            LSL_TRY(ClassCountersStore(tx).forget_media(id));
        }
        return Step{std::move(row), changed};
    };
    Step step = LSL_TRY(database_.write(undo));
    if (step.changed) media_.class_back_to_planned(step.row, video);
    return for_instructor(std::move(step.row));
}

Result<api::OneInstructorStream> Streams::end(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const std::lock_guard in_order(steps_);
    const auto finish = [&](store::Connection& tx) -> Result<Step> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        const bool changed = LSL_TRY(domain::end(row, clock_.utc()));
        if (changed) {
            LSL_TRY(StreamsStore(tx).update(row));
            LSL_TRY(store::EnrollmentsStore(tx).set_replay_expiry(
                id, row.recording.expires_at.value_or(clock_.utc())));
        }
        return Step{std::move(row), changed};
    };
    Step step = LSL_TRY(database_.write(finish));
    if (!step.changed) return for_instructor(std::move(step.row));
    media_.class_ended(step.row);
    // Now it is known how much of the class there was.
    return get_for_instructor(id_text);
}

Result<api::OneInstructorStream> Streams::cancel(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    return for_instructor(LSL_TRY(call_off(id, domain::WalletReason::Cancelled,
                                           [](const domain::StudioClass&) { return true; })));
}

Result<api::OneInstructorStream> Streams::refund(std::string_view id_text) {
    const StreamId id = LSL_TRY(parse_stream_id(id_text));
    const auto always = [](const domain::StudioClass&) { return true; };
    return for_instructor(LSL_TRY(give_back(id, always)).row);
}

Result<Step> Streams::give_back(StreamId id,
                                const std::function<bool(const domain::StudioClass&)>& applies) {
    const auto refund_all = [&](store::Connection& tx) -> Result<Step> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        if (!applies(row)) return Step{std::move(row), false};
        const bool changed = LSL_TRY(domain::refund(row, clock_.utc()));
        if (changed) {
            if (LSL_TRY(ClassCountersStore(tx).totals(id)).revenue <= 0) return nothing_paid();
            LSL_TRY(StreamsStore(tx).update(row));
            LSL_TRY(refund_everybody(tx, clock_, row, domain::WalletReason::Missed));
        }
        return Step{std::move(row), changed};
    };
    return database_.write(refund_all);
}

Result<domain::StudioClass> Streams::call_off(
    StreamId id, domain::WalletReason reason,
    const std::function<bool(const domain::StudioClass&)>& applies) {
    const std::lock_guard in_order(steps_);
    VideoId video;
    const auto cancel_and_refund = [&](store::Connection& tx) -> Result<Step> {
        domain::StudioClass row = LSL_TRY(require_stream(tx, id));
        if (!applies(row)) return Step{std::move(row), false};
        video = row.recording.video_id.value_or(VideoId());
        const bool changed = LSL_TRY(domain::cancel(row, clock_.utc()));
        if (changed) {
            LSL_TRY(StreamsStore(tx).update(row));
            LSL_TRY(refund_everybody(tx, clock_, row, reason));
        }
        return Step{std::move(row), changed};
    };
    Step step = LSL_TRY(database_.write(cancel_and_refund));
    if (step.changed) media_.class_cancelled(step.row, video);
    return std::move(step.row);
}

}  // namespace lsl::services
