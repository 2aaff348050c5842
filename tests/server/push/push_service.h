#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lsl::testing {

/// A push service on 127.0.0.1 that keeps what it is sent. It answers as the path says
/// ("/status/410"), else 201. By sockets: the HTTP library refuses bodies in aes128gcm.
class PushService {
  public:
    struct Seen {
        std::string target, body;
        std::map<std::string, std::string> headers;  ///< names in small letters
    };

    PushService();
    ~PushService() { stop(); }
    PushService(const PushService&) = delete;
    PushService& operator=(const PushService&) = delete;

    /// "127.0.0.1:port"
    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    std::string url(const std::string& path) const { return "http://" + host() + path; }
    std::vector<Seen> seen() const;
    void stop();

  private:
    void serve();
    void answer(int connection);

    int socket_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::vector<Seen> seen_;
    std::thread thread_;
};

}  // namespace lsl::testing
