#include "server/mail/smtp_sender.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

#include <curl/curl.h>

#include "server/mail/message.h"

namespace lsl::mail {

struct SmtpSender::Handle {
    Handle();
    ~Handle();
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    CURL* curl = nullptr;
    char problem[CURL_ERROR_SIZE] = {};
    /// The talk with the server as far as it says what became of a mail.
    struct Talk {
        std::string command;  ///< the last one's first word
        std::string refused;  ///< that of the last one that a 4xx or 5xx answered
        std::string reply;    ///< what it answered
    } talk;
};

namespace {

constexpr long connect_seconds = 10;
constexpr long whole_seconds = 60;
constexpr long slowest_seconds = 30;  // without a byte
constexpr long port_of_submission = 587;
constexpr std::size_t longest_detail = 300;
constexpr const char* system_certificates = "/etc/ssl/certs";

/// Sees every line in both directions; passwords are in some, so nothing but the first word of a
/// command is kept.
template <class Talk>
int listen(CURL*, curl_infotype type, char* data, std::size_t size, void* to) {
    auto& talk = *static_cast<Talk*>(to);
    std::string_view line(data, size);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (type == CURLINFO_HEADER_OUT) talk.command = line.substr(0, line.find_first_of(" :\r\n"));
    const bool refusal = !line.empty() && (line.front() == '4' || line.front() == '5');
    if (type == CURLINFO_HEADER_IN && refusal) {
        // libcurl says QUIT after it.
        talk.refused = talk.command;
        talk.reply = line.substr(0, longest_detail);
    }
    return 0;
}

struct Upload {
    std::string_view left;
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* from) {
    std::string_view& left = static_cast<Upload*>(from)->left;
    const std::size_t bytes = std::min(size * count, left.size());
    std::memcpy(to, left.data(), bytes);
    left.remove_prefix(bytes);
    return bytes;
}

/// libcurl asks at least once a second; anything but 0 ends what it does.
int go_on(void* interrupted, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<const std::atomic<bool>*>(interrupted) ? 1 : 0;
}

bool has_port(std::string_view url) {
    const std::string_view rest = url.substr(url.find("://") + 3);
    const auto after_host = rest.starts_with('[') ? rest.find(']') : 0;
    return rest.find(':', after_host) != rest.npos;
}

/// What kind of "no" it was: whether about the address depends on what it answers.
Outcome::Kind kind_of(CURLcode code, std::string_view reply, std::string_view command) {
    if (code == CURLE_OK) return Outcome::Kind::Sent;
    if (!reply.starts_with('5')) return Outcome::Kind::Later;
    if (command == "RCPT") return Outcome::Kind::Address;
    // The end of the mail itself is no command.
    if (command == "DATA") return Outcome::Kind::Mail;
    return Outcome::Kind::Later;
}

/// libcurl's one-time start; it is not safe beside itself.
void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

SmtpSender::Handle::Handle() {
    start_curl();
    curl = curl_easy_init();
}

SmtpSender::Handle::~Handle() {
    if (curl != nullptr) curl_easy_cleanup(curl);
}

SmtpSender::SmtpSender(SmtpOptions options)
    : options_(std::move(options)), handle_(std::make_unique<Handle>()) {
    CURL* curl = handle_->curl;
    if (curl == nullptr) return;
    // The name behind the host is what we say in EHLO.
    std::string url = options_.url;
    while (url.ends_with('/')) url.pop_back();
    url.append("/").append(domain_of(options_.sender));
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (options_.url.starts_with("smtp:") && !has_port(options_.url)) {
        curl_easy_setopt(curl, CURLOPT_PORT, port_of_submission);
    }
    // Not CURLUSESSL_TRY: where somebody hides STARTTLS, that sends all in clear.
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, system_certificates);
    }
    if (!options_.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole_seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slowest_seconds);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &interrupted_);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, handle_->problem);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen<Handle::Talk>);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &handle_->talk);
    const std::string from = "<" + options_.sender + ">";
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
}

SmtpSender::~SmtpSender() = default;

Outcome SmtpSender::send(const std::string& to, const std::string& mime) {
    CURL* curl = handle_->curl;
    if (curl == nullptr) return {Outcome::Kind::Later, "libcurl did not start"};
    // Checked before by to_mime; in a command a line break would begin another.
    if (to.find_first_of("\r\n<> ") != to.npos) return {Outcome::Kind::Address, "no address"};

    handle_->talk = {};
    handle_->problem[0] = '\0';
    const std::string recipient = "<" + to + ">";
    curl_slist* recipients = curl_slist_append(nullptr, recipient.c_str());
    Upload upload{mime};
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mime.size()));
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, nullptr);
    curl_slist_free_all(recipients);

    const auto kind = kind_of(code, handle_->talk.reply, handle_->talk.refused);
    if (kind == Outcome::Kind::Sent) return {kind, {}};
    std::string detail = handle_->problem[0] != '\0' ? handle_->problem : curl_easy_strerror(code);
    if (!handle_->talk.reply.empty()) detail += ": " + handle_->talk.reply;
    return {kind, detail.substr(0, longest_detail)};
}

}  // namespace lsl::mail
