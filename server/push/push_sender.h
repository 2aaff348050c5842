#pragma once

#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/push/endpoint.h"

namespace lsl::push {

/// A message as it is handed to a push service (RFC 8030).
struct Delivery {
    Endpoint endpoint;
    std::string authorization;    ///< of Vapid
    std::string body;             ///< sealed
    std::chrono::seconds ttl{0};  ///< how long the service keeps it for a device that is off
    bool urgent = false;          ///< it wakes a device that saves its battery
    /// At most 32 characters of base64url: of messages that wait with one topic the last one
    /// alone arrives. Empty: none.
    std::string topic;
};

/// What became of an attempt.
struct Outcome {
    enum class Kind {
        Sent,     ///< the service took it
        Gone,     ///< there is no such subscription any more: it is to be forgotten
        Later,    ///< nobody could be reached, or the service asks to come back
        Refused,  ///< this message is refused for good
        Us,       ///< our key or what we say of us is refused: no subscription is at fault
    };
    Kind kind = Kind::Later;
    std::string detail;  ///< for the log: a status or what went wrong, no address
    std::optional<std::chrono::seconds> retry_after;
};

/// Takes messages off our hands. Used by one thread.
class Sender {
  public:
    virtual ~Sender() = default;
    /// All of them at once, and what became of each, in their order.
    virtual std::vector<Outcome> send(const std::vector<Delivery>& all) = 0;
    /// Ends what is being sent, and what comes after it; any thread.
    virtual void interrupt() {}
};

/// Posts by libcurl: no redirects, no proxy, nothing but https, except to a loopback host of the
/// settings. Each address that a name leads to is looked at when it is connected to, so a name
/// that changes between two looks gains nothing.
class HttpSender final : public Sender {
  public:
    using MayConnect = bool (*)(const sockaddr_storage&);
    /// `is_public`: whether an address belongs to the open internet.
    explicit HttpSender(MayConnect is_public);
    ~HttpSender() override;
    std::vector<Outcome> send(const std::vector<Delivery>& all) override;
    void interrupt() override { interrupted_ = true; }

  private:
    struct Post;
    struct Multi;
    /// Null when libcurl does not start.
    std::unique_ptr<Post> begin(const Delivery& delivery);
    /// Until each has its outcome, or somebody interrupts.
    void run();
    const MayConnect is_public_;
    std::atomic<bool> interrupted_{false};
    std::unique_ptr<Multi> multi_;
};

/// What a service's answer means for the message and its subscription.
Outcome outcome_of(long status, std::optional<std::chrono::seconds> retry_after);

}  // namespace lsl::push
