#pragma once

#include "server/http/events/listener_seats.h"
#include "server/services/accounts/accounts.h"
#include "server/services/accounts/email_addresses.h"
#include "server/services/accounts/factors/passkeys.h"
#include "server/services/accounts/factors/second_factors.h"
#include "server/services/accounts/limits/person_writes.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/own_account.h"
#include "server/services/accounts/staff.h"
#include "server/services/chat/community.h"
#include "server/services/classes/calendar_feeds.h"
#include "server/services/classes/streams.h"
#include "server/services/classes/workouts.h"
#include "server/services/enrollments/enrollments.h"
#include "server/services/enrollments/grants.h"
#include "server/services/enrollments/wallets.h"
#include "server/services/events/class_rooms.h"
#include "server/services/events/event_hub.h"
#include "server/services/figures/figures.h"
#include "server/services/hosted/cloudflare_webhooks.h"
#include "server/services/jobs/jobs.h"
#include "server/services/live/layer_watch.h"
#include "server/services/live/live_pictures.h"
#include "server/services/live/media_gateway.h"
#include "server/services/live/recording_space.h"
#include "server/services/notices/notices.h"
#include "server/services/pictures/thumbnails.h"
#include "server/services/watching/attendance.h"
#include "server/services/watching/playback.h"
#include "server/services/watching/practice.h"
#include "shared/base/clock.h"

namespace lsl::http {

/// What the routes call. All of it outlives the server.
struct Services {
    services::Accounts& accounts;
    services::OwnAccount& own_account;
    services::EmailAddresses& addresses;
    services::Passkeys& passkeys;
    services::SecondFactors& second_factors;
    services::CalendarFeeds& calendars;
    services::Notices& notices;
    services::Staff& staff;
    services::Streams& streams;
    services::Enrollments& enrollments;
    services::Wallets& wallets;
    services::Grants& grants;
    services::Workouts& workouts;
    services::Playback& playback;
    services::Attendance& attendance;
    services::Practice& practice;
    services::Figures& figures;
    services::MediaGateway& gateway;
    services::LayerWatch& layers;
    services::Jobs& jobs;
    services::RecordingSpace& recording_space;
    services::Thumbnails& thumbnails;
    services::LivePictures& live_pictures;
    services::EventHub& events;
    services::ClassRooms& rooms;
    services::Community& community;
    services::RateLimits& limits;
    services::PersonWrites& writes;
    ListenerSeats& seats;
    const Clock& clock;
    services::CloudflareWebhooks* webhooks = nullptr;  ///< null without a secret for them
};

}  // namespace lsl::http
