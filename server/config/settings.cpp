#include "server/config/settings.h"

#include "server/config/contact_link.h"
#include "server/config/mail_settings.h"
#include "server/config/public_url.h"
#include "server/config/push_settings.h"
#include "server/config/setting_reader.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <limits>
#include <set>
#include <utility>

#include "shared/domain/guessable.h"
#include "shared/domain/text_rules.h"

namespace lsl::config {
namespace {

struct Described {
    std::string_view name;
    std::string_view value;
    std::string_view text;
};

constexpr Described described[] = {
    {"HOST", "address", "address to listen on (127.0.0.1)"},
    {"PORT", "number", "TCP port (8080)"},
    {"PUBLIC_URL", "url", "where people reach this server (http://localhost:PORT)"},
    {"DATA_DIR", "folder", "database, recordings and kept secrets (./data)"},
    {"DEMO", "0|1", "1 fills an empty data folder with example classes (0)"},
    {"TLS_CERT_FILE", "file", "certificate chain as PEM, to serve https"},
    {"TLS_KEY_FILE", "file", "its private key as PEM"},
    {"MEDIA_BACKEND", "local|cloudflare", "who carries the media (local)"},
    {"MEDIA_UDP_PORT", "number", "UDP port of the media engine (8189)"},
    {"MEDIA_THREADS", "number", "media threads, each on the next UDP port (1)"},
    {"MEDIA_OFFERS_PER_MINUTE", "number", "WHEP posts of a viewer, WHIP posts for a class (60)"},
    {"MEDIA_PUBLIC_ADDRESSES", "list", "IP addresses to announce for media (those of HOST)"},
    {"RECORDINGS_MAX_BYTES", "number", "what all recordings may take; 0: the disk (0)"},
    {"INSTRUCTOR_ACCESS_TOKEN", "secret", "what instructors log in with"},
    {"CRON_SECRET", "secret", "bearer token of the job endpoints"},
    {"SECRETS_KEY", "secret", "closes secrets in the database (kept in DATA_DIR)"},
    {"RP_ID", "host", "whom passkeys belong to (the host of PUBLIC_URL)"},
    {"SIGNUP_TOKENS", "number", "tokens a new viewer starts with (100)"},
    {"STUDIO_CONTACT", "text", "e-mail address or page of whom viewers ask for more tokens"},
    {"INSTRUCTOR_TOKEN_LOGIN", "0|1", "0: not by the token, once an owner has another way in (1)"},
    {"SMTP_URL", "url", "mail server: smtp://host:587 (STARTTLS) or smtps://host; none: no mail"},
    {"SMTP_USER", "text", "whom the mail server knows us as"},
    {"SMTP_PASSWORD", "secret", "its password"},
    {"SMTP_CA_FILE", "file", "certificates as PEM that the mail server may have, too"},
    {"MAIL_FROM", "address", "whom mails come from (no-reply@ the host of PUBLIC_URL)"},
    {"VAPID_SUBJECT", "text", "whom push services turn to: an e-mail address or an https page"},
    {"PUSH_HOSTS", "list", "host[:port] of push services beside the known ones"},
    {"REQUIRE_CONFIRMED", "0|1", "1: gifts, paying and chat wait for a confirmed address (0)"},
    {"LIMIT_ACCOUNTS_PER_ADDRESS", "number", "new accounts of an address in 15 minutes (20)"},
    {"TRUSTED_PROXIES", "list", "addresses or ranges whose X-Forwarded-For counts"},
    {"METRICS_TOKEN", "secret", "bearer that reads /metrics from other machines"},
    {"LIMIT_CONNECTIONS_PER_ADDRESS", "number", "of people not signed in (512)"},
    {"LIMIT_EVENT_STREAMS_PER_ADDRESS", "number", "of people not signed in (256)"},
    {"LIMIT_EVENT_STREAMS_PER_PERSON", "number", "of one person, signed in (16)"},
    {"LIMIT_WRITES_PER_PERSON", "number", "changes of one person in a minute (120)"},
    {"CLOUDFLARE_ACCOUNT_ID", "id", "for MEDIA_BACKEND=cloudflare"},
    {"CLOUDFLARE_API_TOKEN", "secret", ""},
    {"CLOUDFLARE_STREAM_CUSTOMER_CODE", "code", ""},
    {"CLOUDFLARE_SIGNING_KEY_ID", "id", ""},
    {"CLOUDFLARE_SIGNING_KEY_PEM", "pem", ""},
    {"CLOUDFLARE_WEBHOOK_SECRET", "secret", ""},
    {"CLOUDFLARE_API_BASE", "url", "another API address, for tests"},
};

bool is_address_or_localhost(const std::string& host) {
    return host == "localhost" || IpAddress::parse(host).has_value();
}

void check_files(SettingReader& reader, const Settings& settings) {
    if (settings.tls_cert_file.empty() != settings.tls_key_file.empty()) {
        reader.fault(settings.tls_cert_file.empty() ? "TLS_CERT_FILE" : "TLS_KEY_FILE",
                     "is missing: TLS needs a certificate and its key");
    }
    const std::pair<std::string_view, const std::string&> files[] = {
        {"TLS_CERT_FILE", settings.tls_cert_file}, {"TLS_KEY_FILE", settings.tls_key_file}};
    for (const auto& [name, path] : files) {
        std::error_code ignored;
        if (!path.empty() && !std::filesystem::is_regular_file(path, ignored)) {
            reader.fault(name, "must name a readable PEM file");
        }
    }
}

/// Where there is no other reader than this machine's users any secret will do.
void check_secrets(SettingReader& reader, const Settings& settings) {
    if (!settings.public_site()) return;
    struct Secret {
        std::string_view name;
        const std::string& value;
        std::size_t least_characters;
    };
    const Secret secrets[] = {{"INSTRUCTOR_ACCESS_TOKEN", settings.instructor_access_token, 32},
                              {"CRON_SECRET", settings.cron_secret, 16}};
    for (const Secret& secret : secrets) {
        if (!secret.value.empty() && is_weak_secret(secret.value, secret.least_characters)) {
            reader.fault(secret.name, "must be " + std::to_string(secret.least_characters) +
                                          " or more random characters, not an example: \"openssl "
                                          "rand -hex 32\" makes some");
        }
        if (secret.value.empty() && !settings.loopback()) {
            reader.fault(secret.name, "must be set when HOST is not a loopback address");
        }
    }
}

bool is_hexadecimal(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_letters_digits_dashes(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c == '-' || (c < 0x80 && std::isalnum(c) != 0);
    });
}

bool is_web_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find_first_of(" ?#") == std::string_view::npos && !text.ends_with("//");
}

/// Passkeys of a host that our pages are not on would be refused by every browser.
void read_sign_in_settings(SettingReader& reader, Settings& settings) {
    reader.text("SECRETS_KEY", settings.secrets_key);
    if (!settings.secrets_key.empty() && is_weak_secret(settings.secrets_key)) {
        reader.fault("SECRETS_KEY", "must be 16 or more random characters, not an example");
    }
    reader.text("RP_ID", settings.rp_id);
    const std::string host(settings.public_url.empty() ? "localhost"
                                                       : host_of_url(settings.public_url));
    if (settings.rp_id.empty()) settings.rp_id = host;
    if (settings.rp_id != host && !host.ends_with("." + settings.rp_id)) {
        reader.fault("RP_ID", "must be the host of PUBLIC_URL or a domain that it is in");
    }
}

void check_cloudflare(SettingReader& reader, const Settings& settings) {
    if (const auto& account = settings.cloudflare_account_id;
        !account.empty() && !is_hexadecimal(account, 32)) {
        reader.fault("CLOUDFLARE_ACCOUNT_ID", "must be 32 hexadecimal digits");
    }
    if (!is_letters_digits_dashes(settings.cloudflare_stream_customer_code)) {
        reader.fault("CLOUDFLARE_STREAM_CUSTOMER_CODE",
                     "must be the letters and digits between \"customer-\" and "
                     "\".cloudflarestream.com\"");
    }
    if (const auto& base = settings.cloudflare_api_base; !base.empty() && !is_web_address(base)) {
        reader.fault("CLOUDFLARE_API_BASE", "must be an http or https address");
    }
    if (settings.media_backend != MediaBackend::Cloudflare) return;
    const std::pair<std::string_view, const std::string&> needed[] = {
        {"CLOUDFLARE_ACCOUNT_ID", settings.cloudflare_account_id},
        {"CLOUDFLARE_API_TOKEN", settings.cloudflare_api_token},
        {"CLOUDFLARE_SIGNING_KEY_ID", settings.cloudflare_signing_key_id},
        {"CLOUDFLARE_SIGNING_KEY_PEM", settings.cloudflare_signing_key_pem}};
    for (const auto& [name, value] : needed) {
        if (value.empty()) reader.fault(name, "must be set when MEDIA_BACKEND is cloudflare");
    }
}

void fill_public_addresses(Settings& settings) {
    if (!settings.media_public_addresses.empty()) return;
    const bool any = settings.host == "0.0.0.0" || settings.host == "::";
    if (!any) {
        settings.media_public_addresses = {settings.host == "localhost" ? "127.0.0.1"
                                                                        : settings.host};
        return;
    }
    settings.media_public_addresses = interface_addresses();
    if (settings.host == "0.0.0.0") {
        std::erase_if(settings.media_public_addresses,
                      [](const std::string& a) { return a.find(':') != std::string::npos; });
    }
    if (settings.media_public_addresses.empty()) settings.media_public_addresses = {"127.0.0.1"};
}

}  // namespace

const std::vector<std::string_view>& setting_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const Described& setting : described) all.push_back(setting.name);
        return all;
    }();
    return names;
}

std::string usage() {
    std::string text =
        "leansporty-live [--flag value …]\n\n"
        "Settings come from flags, the environment (PORT=8080) or a file .env in the working\n"
        "folder, in this order.\n\n";
    for (const Described& setting : described) {
        std::string line = "  --";
        for (const char c : setting.name) {
            line += c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
        line.append(" <").append(setting.value).append(">");
        if (!setting.text.empty()) {
            line.resize(std::max<std::size_t>(line.size() + 1, 46), ' ');
            line += setting.text;
        }
        text += line + "\n";
    }
    return text + "  --help, --version\n";
}

namespace {

/// Where the server is found and keeps its data.
void read_place(SettingReader& reader, Settings& s) {
    reader.text("HOST", s.host);
    if (!is_address_or_localhost(s.host)) {
        reader.fault("HOST", "must be an IP address of this machine, 0.0.0.0 or localhost");
    }
    reader.number("PORT", 0, 65535, s.port);
    reader.text("PUBLIC_URL", s.public_url);
    if (!s.public_url.empty()) {
        if (auto origin = normalized_origin(s.public_url)) {
            s.public_url = std::move(*origin);
        } else {
            reader.fault("PUBLIC_URL", origin.error().message);
        }
    }
    std::string data_dir = s.data_dir.string();
    reader.text("DATA_DIR", data_dir);
    s.data_dir = data_dir;
    reader.flag("DEMO", s.demo);
    reader.text("TLS_CERT_FILE", s.tls_cert_file);
    reader.text("TLS_KEY_FILE", s.tls_key_file);
    check_files(reader, s);
}

void read_media(SettingReader& reader, Settings& s) {
    std::string backend = "local";
    reader.text("MEDIA_BACKEND", backend);
    if (backend == "cloudflare") {
        s.media_backend = MediaBackend::Cloudflare;
    } else if (backend != "local") {
        reader.fault("MEDIA_BACKEND", "must be local or cloudflare");
    }
    reader.number("MEDIA_UDP_PORT", 0, 65535, s.media_udp_port);
    reader.number("MEDIA_THREADS", 1, 64, s.media_threads);
    if (s.media_udp_port + s.media_threads - 1 > 65535) {
        reader.fault("MEDIA_THREADS", "needs as many UDP ports from MEDIA_UDP_PORT on");
    }
    reader.number("MEDIA_OFFERS_PER_MINUTE", 1, 100'000, s.media_offers_per_minute);
    s.media_public_addresses = reader.list("MEDIA_PUBLIC_ADDRESSES");
    for (const std::string& address : s.media_public_addresses) {
        if (!IpAddress::parse(address)) {
            reader.fault("MEDIA_PUBLIC_ADDRESSES", "must be IP addresses with commas between them");
        }
    }

    reader.number("RECORDINGS_MAX_BYTES", 0, std::numeric_limits<std::int64_t>::max(),
                  s.recordings_max_bytes);
}

/// Who gets in, and whose word is believed.
void read_access(SettingReader& reader, Settings& s) {
    reader.text("INSTRUCTOR_ACCESS_TOKEN", s.instructor_access_token);
    reader.text("CRON_SECRET", s.cron_secret);
    check_secrets(reader, s);
    reader.number("SIGNUP_TOKENS", 0, 1'000'000, s.signup_tokens);
    reader.number("LIMIT_ACCOUNTS_PER_ADDRESS", 1, 1'000'000, s.limit_accounts_per_address);
    for (const std::string& text : reader.list("TRUSTED_PROXIES")) {
        if (const auto range = AddressRange::parse(text)) {
            s.trusted_proxies.push_back(*range);
        } else {
            reader.fault("TRUSTED_PROXIES",
                         "must be IP addresses or ranges such as 10.0.0.0/8, with commas between");
        }
    }
}

void read_studio(SettingReader& reader, Settings& s) {
    reader.text("STUDIO_CONTACT", s.studio_contact);
    if (!s.studio_contact.empty()) {
        if (auto link = contact_link(s.studio_contact)) {
            s.studio_contact = std::move(*link);
        } else {
            reader.fault("STUDIO_CONTACT", "must be an e-mail address or begin with https://");
        }
    }
    reader.flag("INSTRUCTOR_TOKEN_LOGIN", s.instructor_token_login);
}

void read_metrics_token(SettingReader& reader, Settings& s) {
    reader.text("METRICS_TOKEN", s.metrics_token);
    if (!s.metrics_token.empty() && is_weak_secret(s.metrics_token)) {
        reader.fault("METRICS_TOKEN", "must be 16 or more random characters, not an example");
    }
}

void read_limits(SettingReader& reader, Settings& s) {
    reader.number("LIMIT_CONNECTIONS_PER_ADDRESS", 1, 1'000'000, s.limit_connections_per_address);
    reader.number("LIMIT_EVENT_STREAMS_PER_ADDRESS", 1, 1'000'000,
                  s.limit_event_streams_per_address);
    reader.number("LIMIT_EVENT_STREAMS_PER_PERSON", 1, 1'000'000, s.limit_event_streams_per_person);
    reader.number("LIMIT_WRITES_PER_PERSON", 1, 1'000'000, s.limit_writes_per_person);
}

void read_cloudflare(SettingReader& reader, Settings& s) {
    reader.text("CLOUDFLARE_ACCOUNT_ID", s.cloudflare_account_id);
    reader.text("CLOUDFLARE_API_TOKEN", s.cloudflare_api_token);
    reader.text("CLOUDFLARE_STREAM_CUSTOMER_CODE", s.cloudflare_stream_customer_code);
    reader.text("CLOUDFLARE_SIGNING_KEY_ID", s.cloudflare_signing_key_id);
    reader.text("CLOUDFLARE_SIGNING_KEY_PEM", s.cloudflare_signing_key_pem);
    reader.text("CLOUDFLARE_WEBHOOK_SECRET", s.cloudflare_webhook_secret);
    reader.text("CLOUDFLARE_API_BASE", s.cloudflare_api_base);
    check_cloudflare(reader, s);
}

}  // namespace

Result<Settings> read_settings(const Variables& variables) {
    Settings s;
    SettingReader reader(variables);
    read_place(reader, s);
    read_media(reader, s);
    read_access(reader, s);
    read_studio(reader, s);
    read_sign_in_settings(reader, s);
    read_mail_settings(reader, s);
    read_push_settings(reader, s);
    read_metrics_token(reader, s);
    read_limits(reader, s);
    read_cloudflare(reader, s);
    if (reader.error()) return *reader.error();
    fill_public_addresses(s);
    return s;
}

std::string_view host_of_url(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    if (url.starts_with('[')) return url.substr(1, url.find(']') - 1);
    return url.substr(0, url.find(':'));
}

bool Settings::public_site() const {
    if (!loopback()) return true;
    if (public_url.empty()) return false;
    const std::string_view name = host_of_url(public_url);
    return !is_loopback_host(name) && !name.ends_with(".localhost");
}

bool is_weak_secret(std::string_view secret, std::size_t least_characters) {
    if (secret.size() < least_characters) return true;
    if (std::set<char>(secret.begin(), secret.end()).size() < 6) return true;
    if (domain::is_simple_pattern(secret)) return true;
    std::string lower(secret);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    for (const std::string_view word :
         {"changeme", "change-me", "change_me", "example", "placeholder", "your-", "your_"}) {
        if (lower.find(word) != std::string::npos) return true;
    }
    return false;
}

}  // namespace lsl::config
