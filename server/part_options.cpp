#include "server/part_options.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "server/process_limits.h"

namespace lsl {

http::HttpServerOptions http_options(const config::Settings& settings) {
    http::HttpServerOptions options;
    options.host = settings.host;
    options.port = settings.port;
    options.tls_cert_file = settings.tls_cert_file;
    options.tls_key_file = settings.tls_key_file;
    options.room = room_that_fits(read_process_limits(),
                                  static_cast<std::size_t>(settings.limit_connections_per_address));
    options.is_proxy = [proxies = settings.trusted_proxies](std::string_view address) {
        return config::any_contains(proxies, address);
    };
    return options;
}

media::MediaOptions media_options(const config::Settings& settings) {
    media::MediaOptions options;
    options.bind_address = settings.host == "localhost" ? "127.0.0.1" : settings.host;
    options.udp_port = settings.media_udp_port;
    options.public_addresses = settings.media_public_addresses;
    return options;
}

recorder::RecorderOptions recorder_options(const config::Settings& settings, const Clock& clock) {
    recorder::RecorderOptions options;
    options.folder = settings.data_dir / "recordings";
    options.max_bytes = settings.recordings_max_bytes;
    options.clock = &clock;
    return options;
}

http::SeatLimits seat_limits(const config::Settings& settings) {
    return seats_that_fit(http_options(settings).room,
                          static_cast<std::size_t>(settings.limit_event_streams_per_address),
                          static_cast<std::size_t>(settings.limit_event_streams_per_person));
}

services::AccountsOptions accounts_options(const config::Settings& settings) {
    services::AccountsOptions options;
    options.signup_tokens = settings.signup_tokens;
    options.instructor_access_token = settings.instructor_access_token;
    options.cron_secret = settings.cron_secret;
    options.welcome_when_confirmed = settings.require_confirmed;
    options.access_token_login = settings.instructor_token_login;
    options.new_per_address = static_cast<std::size_t>(settings.limit_accounts_per_address);
    return options;
}

passkeys::Site passkey_site(const config::Settings& settings, const std::string& public_url) {
    if (!settings.rp_id.empty()) return {public_url, settings.rp_id};
    return {public_url, std::string(config::host_of_url(public_url))};
}

http::ApplicationOptions application_options(const config::Settings& settings) {
    http::ApplicationOptions options;
    options.https = settings.https();
    options.metrics_token = settings.metrics_token;
    options.studio_contact = settings.studio_contact;
    options.signup_tokens = settings.signup_tokens;
    options.sends_mail = !settings.smtp_url.empty();
    options.trusted_proxy = [proxies = settings.trusted_proxies](std::string_view address) {
        return config::any_contains(proxies, address);
    };
    return options;
}

std::string public_url_of(const config::Settings& settings, std::uint16_t http_port) {
    if (!settings.public_url.empty()) return settings.public_url;
    return (settings.tls() ? "https://localhost:" : "http://localhost:") +
           std::to_string(http_port);
}

}  // namespace lsl
