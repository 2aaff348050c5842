#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/cloudflare/delivery.h"
#include "server/cloudflare/playback_token.h"
#include "server/cloudflare/stream_api.h"
#include "server/recorder/recorder.h"
#include "server/services/events/live_changes.h"
#include "server/services/hosted/class_puller.h"
#include "server/services/hosted/recording_uploads.h"
#include "server/services/live/live_input_statuses.h"
#include "server/services/live/media_backend.h"
#include "server/services/live/media_time.h"
#include "server/services/live/recording_outcomes.h"
#include "server/store/database.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"

namespace lsl::services {

/// The media backend at Cloudflare Stream. Cameras and players speak to Cloudflare by WHIP and
/// WHEP; this server makes the live inputs, signs for viewers, and, since WHIP is not recorded
/// there, watches each class itself and records it. Finished recordings go to RecordingUploads.
///
/// Thread-safe. What has to be said to Cloudflare after a class is said by a thread of its own.
class CloudflareMedia final : public MediaBackend {
  public:
    /// Everything outlives the object. `customer_code` may be empty: then the address that videos
    /// are delivered from is learnt from the first live input, and kept in the database.
    static Result<std::unique_ptr<CloudflareMedia>> open(
        store::Database& database, const Clock& clock, LiveChanges& changes,
        const RecordingOutcomes& outcomes, recorder::Recorder& recorder, RecordingUploads& uploads,
        cloudflare::StreamApi& api, cloudflare::SigningKey key, std::string_view customer_code,
        ClassPullerOptions pulling);

    /// At start-up: classes that are live are watched again, inputs of classes over are closed.
    Result<void> reconcile();
    /// Counts the viewers of live classes; tells of what changed. To be called once a second.
    void refresh();
    /// The origin that media comes from, for Content-Security-Policy; empty while not known.
    std::string delivery_origin() const;
    /// Cloudflare says that a broadcast began.
    void broadcast_began(const std::string& live_input) { puller_.wake(live_input); }

    std::string_view name() const override { return "cloudflare"; }
    Result<domain::Ingest> create_ingest(std::string_view title) override;
    std::string webrtc_url(const domain::StudioClass& row) const override;
    VideoId new_video_id() const override;
    void class_started(const domain::StudioClass& row) override;
    void class_ended(const domain::StudioClass& row) override;
    void class_cancelled(const domain::StudioClass& row, const VideoId& video) override;
    void class_back_to_planned(const domain::StudioClass& row, const VideoId& video) override;
    void switched_off(const domain::StudioClass& row, SwitchedOff what) override;
    LiveFigures figures(const domain::StudioClass& row) const override;
    Result<std::optional<HostedSource>> live_source(const domain::StudioClass& row,
                                                    UtcTime until) override;
    Result<std::optional<HostedSource>> replay_source(const domain::StudioClass& row,
                                                      const VideoId& video, UtcTime until) override;
    Result<recorder::RecordingFile> recording_file(const VideoId& video) const override;
    Result<void> check_recording(const domain::StudioClass& row) override;
    Result<void> remove_recording(const domain::StudioClass& row) override;

  private:
    CloudflareMedia(store::Database& database, const Clock& clock, LiveChanges& changes,
                    const RecordingOutcomes& outcomes, recorder::Recorder& recorder,
                    RecordingUploads& uploads, cloudflare::StreamApi& api,
                    cloudflare::SigningKey key, std::optional<cloudflare::DeliveryBase> delivery,
                    ClassPullerOptions pulling);

    void refresh(const domain::StudioClass& row);
    /// Why a live class isn't being recorded, a sentence; else empty.
    std::string recording_trouble(const domain::StudioClass& row) const;
    Result<cloudflare::DeliveryBase> delivery() const;
    Result<void> learn_delivery(const cloudflare::LiveInput& input);
    Result<std::string> signed_id(const std::string& uid, UtcTime until) const;
    /// Still or only here: not yet taken by Cloudflare.
    bool is_here(const recorder::RecordingName& name) const;
    void close_inputs_soon();
    threads::Worker::Rest close_inputs();
    Result<void> close_inputs_of_classes_over();
    Result<void> close_input(const std::string& live_input);

    store::Database& database_;
    const Clock& clock_;
    LiveChanges& changes_;
    const RecordingOutcomes& outcomes_;
    recorder::Recorder& recorder_;
    RecordingUploads& uploads_;
    cloudflare::StreamApi& api_;
    const cloudflare::SigningKey key_;
    MediaTime media_time_;

    mutable std::mutex mutex_;  ///< of the next three; never held while waiting
    std::optional<cloudflare::DeliveryBase> delivery_;
    std::map<StreamId, std::int64_t> viewers_;      ///< of live classes
    std::map<StreamId, wire::MediaHealth> told_;    ///< of live classes, as told last
    std::map<StreamId, SwitchedOff> switched_off_;  ///< by who publishes to them

    std::atomic<bool> inputs_to_close_{false};  ///< which ones, the classes' rows say

    ClassPuller puller_;
    LiveInputStatuses statuses_;
    threads::Worker closing_;  // last: it uses all the others
};

}  // namespace lsl::services
