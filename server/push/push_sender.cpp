#include "server/push/push_sender.h"

#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

#include <curl/curl.h>

namespace lsl::push {

/// One request, until its outcome is known.
struct HttpSender::Post {
    Post() = default;
    ~Post();
    Post(const Post&) = delete;
    Post& operator=(const Post&) = delete;
    void finish(CURLcode code);

    CURL* curl = nullptr;
    CURLM* multi = nullptr;  ///< null: it was not begun
    curl_slist* headers = nullptr;
    MayConnect is_public = nullptr;
    bool may_be_loopback = false;
    char problem[CURL_ERROR_SIZE] = {};
    std::size_t room = 16 << 10;  ///< octets of an answer that are still read, and ignored
    Outcome outcome{Outcome::Kind::Later, "it was interrupted", {}};
};

struct HttpSender::Multi {
    CURLM* curl = nullptr;
};

namespace {

constexpr long connect_milliseconds = 5000, whole_milliseconds = 10000;
constexpr int wait_milliseconds = 200;  // then it looks whether it was interrupted
constexpr long most_connections = 32, most_connections_of_host = 8;
constexpr std::size_t longest_detail = 200;
constexpr std::chrono::hours longest_pause_asked{24};

void start_curl_once() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

bool is_loopback(const sockaddr_storage& address) {
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
    }
    if (address.ss_family != AF_INET6) return false;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

/// The one place where an address is let through: between this look and connecting to it nobody
/// resolves the name again.
template <class Post>
curl_socket_t open_socket(void* to, curlsocktype purpose, curl_sockaddr* address) {
    const auto& post = *static_cast<const Post*>(to);
    sockaddr_storage where{};
    if (purpose != CURLSOCKTYPE_IPCXN || address->addrlen > sizeof where) return CURL_SOCKET_BAD;
    std::memcpy(&where, &address->addr, address->addrlen);
    const bool allowed = post.is_public(where) || (post.may_be_loopback && is_loopback(where));
    if (!allowed) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// Nobody needs what a service says; more than some of it is refused.
std::size_t ignore_body(char*, std::size_t size, std::size_t count, void* left) {
    auto& room = *static_cast<std::size_t*>(left);
    const std::size_t bytes = size * count;
    if (bytes > room) return 0;
    room -= bytes;
    return bytes;
}

void add_header(curl_slist*& list, const std::string& line) {
    if (curl_slist* longer = curl_slist_append(list, line.c_str())) list = longer;
}

curl_slist* headers_of(const Delivery& delivery) {
    curl_slist* list = nullptr;
    add_header(list, "Authorization: " + delivery.authorization);
    add_header(list, "Content-Type: application/octet-stream");
    add_header(list, "Content-Encoding: aes128gcm");
    add_header(list, "TTL: " + std::to_string(std::max<std::int64_t>(delivery.ttl.count(), 0)));
    add_header(list, std::string("Urgency: ") + (delivery.urgent ? "high" : "normal"));
    if (!delivery.topic.empty()) add_header(list, "Topic: " + delivery.topic);
    // libcurl would wait a second for a "100 Continue".
    add_header(list, "Expect:");
    return list;
}

}  // namespace

Outcome outcome_of(long status, std::optional<std::chrono::seconds> retry_after) {
    Outcome outcome;
    outcome.detail = "status " + std::to_string(status);
    outcome.retry_after = retry_after;
    if (status >= 200 && status < 300) {
        outcome.kind = Outcome::Kind::Sent;
    } else if (status == 404 || status == 410) {
        outcome.kind = Outcome::Kind::Gone;
    } else if (status == 401 || status == 403) {
        outcome.kind = Outcome::Kind::Us;
    } else if (status == 408 || status == 429 || status >= 500) {
        outcome.kind = Outcome::Kind::Later;
    } else {
        // Also redirects: a service that wants us elsewhere is none that we know.
        outcome.kind = Outcome::Kind::Refused;
    }
    return outcome;
}

HttpSender::Post::~Post() {
    if (multi != nullptr) curl_multi_remove_handle(multi, curl);
    if (curl != nullptr) curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
}

void HttpSender::Post::finish(CURLcode code) {
    if (code != CURLE_OK) {
        const std::string text = problem[0] != '\0' ? problem : curl_easy_strerror(code);
        outcome = {Outcome::Kind::Later, text.substr(0, longest_detail), {}};
        return;
    }
    long status = 0;
    curl_off_t seconds = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
    std::optional<std::chrono::seconds> pause;
    if (seconds > 0) {
        pause = std::min<std::chrono::seconds>(std::chrono::seconds(seconds), longest_pause_asked);
    }
    outcome = outcome_of(status, pause);
}

HttpSender::HttpSender(MayConnect is_public)
    : is_public_(is_public), multi_(std::make_unique<Multi>()) {
    start_curl_once();
    multi_->curl = curl_multi_init();
    if (multi_->curl == nullptr) return;
    curl_multi_setopt(multi_->curl, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
    curl_multi_setopt(multi_->curl, CURLMOPT_MAX_TOTAL_CONNECTIONS, most_connections);
    curl_multi_setopt(multi_->curl, CURLMOPT_MAX_HOST_CONNECTIONS, most_connections_of_host);
}

HttpSender::~HttpSender() {
    if (multi_->curl != nullptr) curl_multi_cleanup(multi_->curl);
}

std::unique_ptr<HttpSender::Post> HttpSender::begin(const Delivery& delivery) {
    auto post = std::make_unique<Post>();
    post->curl = curl_easy_init();
    if (post->curl == nullptr) return nullptr;
    post->headers = headers_of(delivery);
    post->is_public = is_public_;
    post->may_be_loopback = delivery.endpoint.may_be_loopback;
    CURL* curl = post->curl;
    curl_easy_setopt(curl, CURLOPT_URL, delivery.endpoint.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, post->may_be_loopback ? "https,http" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, whole_milliseconds);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket<Post>);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, post.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &post->room);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, post->problem);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, post->headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(delivery.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, delivery.body.data());
    curl_easy_setopt(curl, CURLOPT_PRIVATE, post.get());
    if (curl_multi_add_handle(multi_->curl, curl) != CURLM_OK) return nullptr;
    post->multi = multi_->curl;
    return post;
}

void HttpSender::run() {
    int running = 1;
    while (running > 0 && !interrupted_) {
        if (curl_multi_perform(multi_->curl, &running) != CURLM_OK) return;
        for (int left = 0; CURLMsg* message = curl_multi_info_read(multi_->curl, &left);) {
            if (message->msg != CURLMSG_DONE) continue;
            void* owner = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
            static_cast<Post*>(owner)->finish(message->data.result);
        }
        if (running > 0) {
            curl_multi_poll(multi_->curl, nullptr, 0, wait_milliseconds, nullptr);
        }
    }
}

std::vector<Outcome> HttpSender::send(const std::vector<Delivery>& all) {
    // libcurl keeps their addresses.
    std::vector<std::unique_ptr<Post>> posts;
    if (multi_->curl != nullptr) {
        for (const Delivery& delivery : all) posts.push_back(begin(delivery));
        run();
    }
    std::vector<Outcome> outcomes(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool begun = i < posts.size() && posts[i] != nullptr;
        outcomes[i] = begun ? std::move(posts[i]->outcome)
                            : Outcome{Outcome::Kind::Later, "libcurl did not start", {}};
    }
    return outcomes;
}

}  // namespace lsl::push
