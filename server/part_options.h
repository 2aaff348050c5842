#pragma once

#include "server/config/settings.h"
#include "server/http/application.h"
#include "server/http/edge/http_server.h"
#include "server/http/events/listener_seats.h"
#include "server/media/media_types.h"
#include "server/passkeys/webauthn.h"
#include "server/recorder/recorder.h"
#include "server/services/accounts/accounts.h"
#include "shared/base/clock.h"

namespace lsl {

// What each part of the server is told of the settings.

http::HttpServerOptions http_options(const config::Settings& settings);
http::SeatLimits seat_limits(const config::Settings& settings);
media::MediaOptions media_options(const config::Settings& settings);
/// `clock` outlives the recorder.
recorder::RecorderOptions recorder_options(const config::Settings& settings, const Clock& clock);
services::AccountsOptions accounts_options(const config::Settings& settings);
/// Whom passkeys are made for; `public_url` is the address that people know.
passkeys::Site passkey_site(const config::Settings& settings, const std::string& public_url);
/// What the application is told of the settings alone.
http::ApplicationOptions application_options(const config::Settings& settings);
/// The address that people know: the one that is set, else this machine's own.
std::string public_url_of(const config::Settings& settings, std::uint16_t http_port);

}  // namespace lsl
