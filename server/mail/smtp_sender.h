#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace lsl::mail {

/// What became of an attempt to hand over a mail.
struct Outcome {
    enum class Kind {
        Sent,     ///< the server took it
        Later,    ///< nobody could be reached, or the server asks to come back
        Address,  ///< the server knows for good that nobody is there
        Mail,     ///< the server refuses this mail for good
    };
    Kind kind = Kind::Later;
    std::string detail;  ///< the server's words, or what went wrong; for the log
};

/// Takes mails off our hands. Used by one thread.
class Sender {
  public:
    virtual ~Sender() = default;
    virtual Outcome send(const std::string& to, const std::string& mime) = 0;
    /// Ends what is being sent, and what comes after it; any thread.
    virtual void interrupt() {}
};

struct SmtpOptions {
    std::string url;   ///< "smtp://host:587": STARTTLS, required; "smtps://host": TLS at once
    std::string user;  ///< may be empty, as the next
    std::string password;
    std::string ca_file;  ///< PEM, beside the system's store; may be empty
    std::string sender;   ///< the address of MAIL FROM
};

/// Hands mails to an SMTP server (RFC 5321, 3207, 4954) by libcurl, never without TLS and a
/// certificate that holds. The connection stays open for the next one. A server that does not
/// offer TLS gets nothing, neither mail nor password: that is `Later`.
class SmtpSender final : public Sender {
  public:
    explicit SmtpSender(SmtpOptions options);
    ~SmtpSender() override;
    Outcome send(const std::string& to, const std::string& mime) override;
    void interrupt() override { interrupted_ = true; }

  private:
    struct Handle;
    const SmtpOptions options_;
    std::atomic<bool> interrupted_{false};
    std::unique_ptr<Handle> handle_;
};

}  // namespace lsl::mail
