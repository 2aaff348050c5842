#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/address_range.h"
#include "server/config/variables.h"
#include "shared/base/result.h"

namespace lsl::config {

enum class MediaBackend : std::uint8_t { Local, Cloudflare };

/// Everything that can be set from outside, checked once at the start.
struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0 = any free port
    std::string public_url;     ///< without a slash at the end; empty = http(s)://localhost:<port>
    std::filesystem::path data_dir = "./data";
    bool demo = false;  ///< fill an empty data folder with believable classes
    std::string tls_cert_file;
    std::string tls_key_file;

    MediaBackend media_backend = MediaBackend::Local;
    std::uint16_t media_udp_port = 8189;  ///< 0 = any free port
    int media_threads = 1;                ///< each on a UDP port of its own, from that one on
    int media_offers_per_minute = 60;     ///< of one viewer, and for one class's ingest
    std::vector<std::string> media_public_addresses;
    std::uint64_t recordings_max_bytes = 0;  ///< of all recordings together; 0 = no limit

    std::string instructor_access_token;  ///< empty = to be generated (loopback only)
    std::string cron_secret;              ///< likewise
    std::string secrets_key;  ///< closes secrets in the database; empty = to be generated
    std::string rp_id;        ///< the host that passkeys belong to; empty = PUBLIC_URL's
    std::int64_t signup_tokens = 100;
    std::string studio_contact;  ///< "mailto:…" or a page's address; empty: the pages name nobody
    int limit_accounts_per_address = 20;  ///< new ones of a site in 15 minutes
    bool instructor_token_login = true;   ///< false: not once an owner has a password
    std::string smtp_url;                 ///< "smtp://…" or "smtps://…"; empty: no mail leaves
    std::string smtp_user, smtp_password;
    std::string smtp_ca_file;        ///< PEM, beside the system's store
    std::string mail_from;           ///< "Studio <studio@example.com>"; empty: no-reply@ our host
    bool require_confirmed = false;  ///< gifts, paying and chat wait for a confirmed address
    std::string vapid_subject;       ///< "mailto:…" or "https://…"; empty: made from the others
    std::vector<std::string> push_hosts;  ///< "host" or "host:port"
    std::vector<AddressRange> trusted_proxies;
    std::string metrics_token;  ///< reads /metrics from elsewhere than this machine; empty: none

    int limit_connections_per_address = 512;    ///< of people who are not signed in
    int limit_event_streams_per_address = 256;  ///< likewise
    int limit_event_streams_per_person = 16;
    int limit_writes_per_person = 120;  ///< in a minute

    std::string cloudflare_account_id;
    std::string cloudflare_api_token;
    std::string cloudflare_stream_customer_code;
    std::string cloudflare_signing_key_id;
    std::string cloudflare_signing_key_pem;
    std::string cloudflare_webhook_secret;
    std::string cloudflare_api_base;

    bool loopback() const { return is_loopback_host(host); }
    /// Others than this machine's users can come here, directly or through a proxy.
    bool public_site() const;
    bool tls() const { return !tls_cert_file.empty(); }
    /// Links and cookies are those of an https site, be it by own TLS or by a proxy's.
    bool https() const { return tls() || public_url.starts_with("https://"); }
};

/// "live.example.com" of https://live.example.com:8443, "::1" of http://[::1]:8080
std::string_view host_of_url(std::string_view url);

/// The names of all settings, in the order of --help.
const std::vector<std::string_view>& setting_names();
/// The text of --help.
std::string usage();

/// Checks every value and fills in the defaults that depend on others. The error's message is one
/// sentence that names the setting and where its value came from.
Result<Settings> read_settings(const Variables& variables);

/// A secret that somebody could guess: short, made of few different characters, a simple pattern,
/// or copied from an example.
bool is_weak_secret(std::string_view secret, std::size_t least_characters = 16);

}  // namespace lsl::config
