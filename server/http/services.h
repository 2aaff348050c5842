#pragma once

#include "server/services/accounts.h"
#include "server/services/cloudflare_webhooks.h"
#include "server/services/enrollments.h"
#include "server/services/event_hub.h"
#include "server/services/jobs.h"
#include "server/services/live_media.h"
#include "server/services/playback.h"
#include "server/services/rate_limits.h"
#include "server/services/recording_space.h"
#include "server/services/streams.h"
#include "server/services/thumbnails.h"
#include "server/services/wallets.h"
#include "server/services/workouts.h"
#include "shared/base/clock.h"

namespace lsl::http {

/// What the routes call. All of it outlives the server.
struct Services {
    services::Accounts& accounts;
    services::Streams& streams;
    services::Enrollments& enrollments;
    services::Wallets& wallets;
    services::Workouts& workouts;
    services::Playback& playback;
    services::LiveMedia& live_media;
    services::Jobs& jobs;
    services::RecordingSpace& recording_space;
    services::Thumbnails& thumbnails;
    services::EventHub& events;
    services::RateLimits& limits;
    const Clock& clock;
    services::CloudflareWebhooks* webhooks = nullptr;  ///< null without a secret for them
};

}  // namespace lsl::http
