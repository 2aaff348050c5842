#include "server/services/hosted/cloudflare_media.h"

#include <algorithm>
#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/live/media_health.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/inputs_store.h"
#include "server/store/classes/streams_store.h"
#include "server/store/people/secrets_store.h"
#include "server/threads/attempt.h"
#include "shared/wire/api.h"

namespace lsl::services {

namespace {

using domain::RecordingState;
using domain::StreamStatus;

/// Where videos are delivered from; no secret, but as fixed as one.
constexpr std::string_view delivery_name = "cloudflare_delivery";
/// A player that has not spoken for one and a half intervals is gone.
constexpr std::chrono::seconds presence{api::watching_interval_s * 3 / 2};
/// A class may be longer than a live token lives; players ask anew before it ends.
constexpr std::chrono::hours longest_source{6};
constexpr std::chrono::seconds between_closing_tries{15};
constexpr std::chrono::minutes server_token_lifetime{10};

/// What Cloudflare calls the class's live input.
const std::string& input_of(const domain::StudioClass& row) {
    return row.ingest.access.live_input_id.text;
}

Error not_ready() {
    Error error =
        make_error(ErrorCode::Unavailable, "hosted_media_misconfigured",
                   "The video service is not set up completely. The studio has to look at it.");
    error.detail = "the delivery address is not known: CLOUDFLARE_STREAM_CUSTOMER_CODE";
    return error;
}

}  // namespace

Result<std::unique_ptr<CloudflareMedia>> CloudflareMedia::open(
    store::Database& database, const Clock& clock, LiveChanges& changes,
    const RecordingOutcomes& outcomes, recorder::Recorder& recorder, RecordingUploads& uploads,
    cloudflare::StreamApi& api, cloudflare::SigningKey key, std::string_view customer_code,
    ClassPullerOptions pulling) {
    std::optional<cloudflare::DeliveryBase> delivery;
    if (!customer_code.empty()) {
        delivery = cloudflare::DeliveryBase::of_customer(customer_code);
        if (!delivery) return not_ready();
    } else {
        const auto kept = LSL_TRY(database.read([&](store::Connection& reader) {
            return store::SecretsStore(reader).find(delivery_name);
        }));
        if (kept) delivery = cloudflare::DeliveryBase::of_url(*kept + "/id/webRTC/play", "id");
    }
    return std::unique_ptr<CloudflareMedia>(
        new CloudflareMedia(database, clock, changes, outcomes, recorder, uploads, api,
                            std::move(key), std::move(delivery), std::move(pulling)));
}

CloudflareMedia::CloudflareMedia(store::Database& database, const Clock& clock,
                                 LiveChanges& changes, const RecordingOutcomes& outcomes,
                                 recorder::Recorder& recorder, RecordingUploads& uploads,
                                 cloudflare::StreamApi& api, cloudflare::SigningKey key,
                                 std::optional<cloudflare::DeliveryBase> delivery,
                                 ClassPullerOptions pulling)
    : database_(database),
      clock_(clock),
      changes_(changes),
      outcomes_(outcomes),
      recorder_(recorder),
      uploads_(uploads),
      api_(api),
      key_(std::move(key)),
      media_time_(database),
      delivery_(std::move(delivery)),
      puller_(clock, std::move(pulling)),
      statuses_(api, clock, [this](const std::string& live_input) { puller_.wake(live_input); }),
      closing_({.name = "closing inputs"}, [this] { return close_inputs(); }) {}

Result<void> CloudflareMedia::reconcile() {
    const auto open = LSL_TRY(database_.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    }));
    for (const auto& row : open) {
        if (row.ingest.playback.backend != name()) continue;
        if (row.stream.status == StreamStatus::Live) class_started(row);
    }
    close_inputs_soon();
    return {};
}

Result<domain::Ingest> CloudflareMedia::create_ingest(std::string_view title) {
    cloudflare::NewLiveInput input;
    input.name = title;
    const cloudflare::LiveInput made =
        LSL_TRY(api_.create_live_input(input, /*idempotency_key=*/random_name()));
    LSL_TRY(learn_delivery(made));
    // The URL is the credential: there is no token beside it.
    return domain::Ingest{
        .playback = {.backend = std::string(name()), .playback_id = PlaybackId(made.uid)},
        .access = {.live_input_id = LiveInputId(made.uid),
                   .webrtc_url = made.whip_url,
                   .webrtc_token = ""}};
}

std::string CloudflareMedia::webrtc_url(const domain::StudioClass& row) const {
    const bool over =
        row.stream.status == StreamStatus::Ended || row.stream.status == StreamStatus::Cancelled;
    return over ? std::string() : row.ingest.access.webrtc_url;
}

VideoId CloudflareMedia::new_video_id() const { return VideoId(random_name()); }

void CloudflareMedia::class_started(const domain::StudioClass& row) {
    auto tap = recorder_.begin(row.recording.file_name());
    if (!tap) return;  // the recorder has said why
    const auto url = [this, uid = input_of(row)]() -> Result<std::string> {
        const cloudflare::DeliveryBase from = LSL_TRY(delivery());
        return from.whep(LSL_TRY(signed_id(uid, clock_.utc() + server_token_lifetime)));
    };
    puller_.start(input_of(row), url, std::move(tap));
}

void CloudflareMedia::class_ended(const domain::StudioClass& row) {
    puller_.stop(input_of(row));
    recorder_.finish(row.recording.file_name());
    media_time_.close(row.stream.id, clock_.mono());
    close_inputs_soon();
}

void CloudflareMedia::class_cancelled(const domain::StudioClass& row, const VideoId& video) {
    puller_.stop(input_of(row));
    if (!video.empty()) static_cast<void>(recorder_.remove(video.text));
    close_inputs_soon();
}

void CloudflareMedia::class_back_to_planned(const domain::StudioClass& row, const VideoId& video) {
    puller_.stop(input_of(row));
    if (!video.empty()) static_cast<void>(recorder_.remove(video.text));
    media_time_.forget(row.stream.id);
}

void CloudflareMedia::switched_off(const domain::StudioClass& row, SwitchedOff what) {
    if (row.stream.status != StreamStatus::Live) return;
    {
        const std::lock_guard lock(mutex_);
        switched_off_[row.stream.id] = what;
    }
    refresh(row);
}

LiveFigures CloudflareMedia::figures(const domain::StudioClass& row) const {
    LiveFigures figures;
    figures.media_health.verdict = "offline";
    if (row.stream.status == StreamStatus::Live) {
        const media::RoomStats stats = puller_.stats(input_of(row));
        const std::string trouble = recording_trouble(row);
        const std::lock_guard lock(mutex_);
        const auto off = switched_off_.find(row.stream.id);
        const bool holds = stats.publisher_connected && off != switched_off_.end();
        figures.media_health = media_health(stats, holds ? off->second : SwitchedOff{});
        figures.media_health.recording_trouble = trouble;
        const auto counted = viewers_.find(row.stream.id);
        if (counted != viewers_.end()) figures.viewers = counted->second;
    }
    const std::string trouble = outcomes_.trouble(row.recording.file_name());
    if (!trouble.empty()) figures.media_health.recording_trouble = trouble;
    if (row.recording.state == RecordingState::Preparing) {
        figures.upload_progress = uploads_.progress(row.stream.id);
    }
    if (row.recording.state == RecordingState::Failed) {
        figures.media_health.recording_trouble = uploads_.trouble(row.stream.id);
    }
    return figures;
}

std::string CloudflareMedia::recording_trouble(const domain::StudioClass& row) const {
    std::string trouble = puller_.trouble(input_of(row));
    if (!trouble.empty()) return trouble;
    const auto status = statuses_.of(input_of(row));
    if (!status) return {};
    if (!status->enabled) {
        return "This class's live input is switched off at Cloudflare, so no broadcast can reach "
               "it. Switch it on in Cloudflare's dashboard.";
    }
    // The puller has been woken by the same news, so by now it would know of a broadcast by WHIP.
    if (status->connection == cloudflare::Connection::Connected &&
        !puller_.stats(input_of(row)).publisher_connected) {
        return "Cloudflare has a broadcast that neither viewers nor the recording can see. Send "
               "it from this page, or by WHIP; RTMPS and SRT can't be watched live here.";
    }
    return {};
}

void CloudflareMedia::refresh() {
    const auto open = database_.read([](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_recording();
    });
    if (!open) return;
    bool any_live = false;
    for (const auto& row : *open) {
        if (row.ingest.playback.backend != name() || row.stream.status != StreamStatus::Live)
            continue;
        any_live = true;
        refresh(row);
    }
    statuses_.set_wanted(any_live);
    if (any_live) return;
    const std::lock_guard lock(mutex_);
    viewers_.clear();
    told_.clear();
    switched_off_.clear();
}

void CloudflareMedia::refresh(const domain::StudioClass& row) {
    const auto counted = database_.read([&](store::Connection& reader) {
        return store::EnrollmentsStore(reader).count_reporting(row.stream.id,
                                                               clock_.utc() - presence);
    });
    const std::int64_t viewers = counted ? *counted : 0;
    const wire::MediaHealth health = figures(row).media_health;
    media_time_.note(row.stream.id, media_arrives(health), clock_.mono());
    bool other_viewers = false;
    bool other_public = false;
    bool other_health = false;
    {
        const std::lock_guard lock(mutex_);
        if (!health.connected) switched_off_.erase(row.stream.id);
        other_viewers = std::exchange(viewers_[row.stream.id], viewers) != viewers;
        wire::MediaHealth& told = told_[row.stream.id];
        other_public = other_viewers || other_switched_off(told, health);
        other_health = !(told == health);
        told = health;
    }
    if (other_viewers) {
        static_cast<void>(database_.write([&](store::Connection& tx) {
            return store::ClassCountersStore(tx).raise_max_viewers(row.stream.id, viewers);
        }));
    }
    if (other_public) {
        changes_.figures_changed(row.stream.id);
    } else if (other_health) {
        changes_.statistics_changed(row.stream.id);
    }
}

Result<std::optional<HostedSource>> CloudflareMedia::live_source(const domain::StudioClass& row,
                                                                 UtcTime until) {
    const cloudflare::DeliveryBase from = LSL_TRY(delivery());
    const std::string id = LSL_TRY(signed_id(row.ingest.playback.playback_id.text, until));
    return std::optional(HostedSource{
        .kind = "whep", .url = from.whep(id), .fallback_url = "", .expires_at = until});
}

Result<std::optional<HostedSource>> CloudflareMedia::replay_source(const domain::StudioClass&,
                                                                   const VideoId& video,
                                                                   UtcTime until) {
    const cloudflare::DeliveryBase from = LSL_TRY(delivery());
    const UtcTime ends = std::min<UtcTime>(until, clock_.utc() + longest_source);
    const std::string id = LSL_TRY(signed_id(video.text, ends));
    return std::optional(HostedSource{
        .kind = "hls", .url = from.hls(id), .fallback_url = from.iframe(id), .expires_at = ends});
}

Result<recorder::RecordingFile> CloudflareMedia::recording_file(const VideoId&) const {
    return not_found("There is no such recording.");
}

bool CloudflareMedia::is_here(const recorder::RecordingName& name) const {
    const auto unfinished = recorder_.unfinished();
    return recorder_.find(name).has_value() ||
           std::find(unfinished.begin(), unfinished.end(), name) != unfinished.end();
}

Result<void> CloudflareMedia::check_recording(const domain::StudioClass& row) {
    LSL_TRY(api_.video(row.recording.file_name()));
    return {};
}

Result<void> CloudflareMedia::remove_recording(const domain::StudioClass& row) {
    const std::string name = row.recording.file_name();
    if (name.empty()) return {};
    if (is_here(name)) {
        LSL_TRY(recorder_.remove(name));
        return uploads_.forget(row.stream.id);
    }
    return api_.delete_video(name);
}

std::string CloudflareMedia::delivery_origin() const {
    const std::lock_guard lock(mutex_);
    return delivery_ ? delivery_->origin() : std::string();
}

Result<cloudflare::DeliveryBase> CloudflareMedia::delivery() const {
    const std::lock_guard lock(mutex_);
    if (!delivery_) return not_ready();
    return *delivery_;
}

Result<void> CloudflareMedia::learn_delivery(const cloudflare::LiveInput& input) {
    {
        const std::lock_guard lock(mutex_);
        if (delivery_) return {};
    }
    auto base = cloudflare::DeliveryBase::of_url(input.whep_url, input.uid);
    if (!base) return not_ready();
    LSL_TRY(database_.write([&](store::Connection& tx) {
        return store::SecretsStore(tx).find_or_insert(delivery_name, base->text(), clock_.utc());
    }));
    const std::lock_guard lock(mutex_);
    delivery_ = std::move(base);
    return {};
}

Result<std::string> CloudflareMedia::signed_id(const std::string& uid, UtcTime until) const {
    return key_.sign(uid, clock_.utc(), until);
}

void CloudflareMedia::close_inputs_soon() {
    inputs_to_close_ = true;
    closing_.wake();
}

/// Each of the three ends more: a disabled input refuses broadcasts, new keys throw out the one
/// that is on, and a deleted input no longer counts for the account.
Result<void> CloudflareMedia::close_input(const std::string& live_input) {
    const auto disabled = api_.change_live_input(live_input, {.enabled = false});
    if (!disabled && disabled.error().code == ErrorCode::NotFound) return {};
    if (!disabled) return disabled.error();
    LSL_TRY(api_.rotate_keys(live_input));
    return api_.delete_live_input(live_input);
}

/// One that fails doesn't keep the others from being closed.
Result<void> CloudflareMedia::close_inputs_of_classes_over() {
    const auto over = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::StreamsStore(reader).with_open_ingest(name());
    }));
    Result<void> result;
    for (const auto& row : over) {
        auto closed = close_input(input_of(row));
        if (closed) {
            closed = database_.write([&](store::Connection& tx) {
                return store::InputsStore(tx).note_closed(row.stream.id, domain::main_input);
            });
        }
        if (!closed) result = closed;
    }
    return result;
}

/// When the server stops in between, the rows still say which are left.
threads::Worker::Rest CloudflareMedia::close_inputs() {
    using threads::Worker;
    if (!inputs_to_close_.exchange(false)) return Worker::until_woken;
    bool closed = false;
    threads::attempt("closing inputs",
                     [&] { closed = close_inputs_of_classes_over().has_value(); });
    if (closed) return Worker::no_rest;
    inputs_to_close_ = true;
    closing_.sleep(between_closing_tries);
    return Worker::no_rest;
}

}  // namespace lsl::services
