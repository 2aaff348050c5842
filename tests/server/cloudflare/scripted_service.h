#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lsl::testing {

/// What a ScriptedService answers to one request.
struct Scripted {
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers;
    std::string content_type = "application/json";
    std::chrono::milliseconds delay{0};
    bool cut = false;  ///< promises twice the body and closes the connection after it
};

/// A request as it arrived. Header names are as sent.
struct SeenRequest {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;
    std::string body;

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

/// A real HTTP or HTTPS server on 127.0.0.1 that gives prepared answers, one after the other, and
/// keeps what it was asked. Without an answer left it says 418.
class ScriptedService {
  public:
    ScriptedService() : ScriptedService("", "") {}
    ScriptedService(const std::string& cert_file, const std::string& key_file);
    ~ScriptedService();
    ScriptedService(const ScriptedService&) = delete;
    ScriptedService& operator=(const ScriptedService&) = delete;

    void answer(Scripted next);
    void answer(int status, std::string body = "");
    std::vector<SeenRequest> seen() const;
    /// "http://127.0.0.1:port", "https://localhost:port" with a certificate.
    std::string url() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lsl::testing
