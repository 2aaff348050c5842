#pragma once

#include <string>
#include <string_view>

#include "server/http/api/services.h"
#include "server/http/api/sessions.h"
#include "server/http/edge/router.h"
#include "server/http/metrics/metrics.h"

namespace lsl::http {

/// The endpoints of the API, each bound to its use case. `routes` holds references to the others.
void add_api_routes(Router& routes, const Services& services, const Sessions& sessions);

/// People's own accounts: passwords, addresses, sessions, export, the end.
void add_own_account_routes(Router& routes, const Services& services, const Sessions& sessions);

/// Passkeys, and the codes that staff are asked for after their password.
void add_factor_routes(Router& routes, const Services& services, const Sessions& sessions);

/// What staff do: with classes, with each other, with tokens.
void add_staff_routes(Router& routes, const Services& services);

/// The room of a class: its chat, and what else people do there.
void add_chat_routes(Router& routes, const Services& services);

/// What viewers keep of a replay: where they left it, what they practise of it.
void add_practice_routes(Router& routes, const Services& services);

/// What the numbers of classes are, for their staff.
void add_figures_routes(Router& routes, const Services& services);

/// What people are told of: the list in the app, how they want to be told, links that end mails.
void add_notice_routes(Router& routes, const Services& services);

/// WHIP and WHEP (RFC 9725 and its counterpart for players) under /whip and /whep.
void add_webrtc_routes(Router& routes, const Services& services);

/// Recordings and thumbnails, read from disk.
void add_file_routes(Router& routes, const Services& services, const Sessions& sessions);

/// The cron endpoints, and what the instructor sees of the jobs.
void add_job_routes(Router& routes, const Services& services);

/// What Cloudflare tells by itself; no routes when its secret is not set.
void add_webhook_routes(Router& routes, const Services& services);

/// GET /api/events. Its first event tells the server's version, the build of the web client that it
/// serves, and its time.
void add_event_route(Router& routes, const Services& services, const Sessions& sessions,
                     Metrics& metrics, std::string_view version, std::string_view build);

}  // namespace lsl::http
