#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "shared/base/result.h"

namespace lsl::http {

/// What TLS connections are made with: a certificate chain with its key, TLS 1.2 and 1.3, and in
/// 1.2 only suites with forward secrecy and authenticated encryption (RFC 9325 4.2). Thread-safe.
class TlsContext {
  public:
    /// Unavailable when the PEM files do not make a usable certificate.
    static Result<TlsContext> load(const std::string& cert_file, const std::string& key_file);

    /// The server's side of a connection on `socket`; null without memory.
    SSL* new_session(int socket) const;

  private:
    explicit TlsContext(std::shared_ptr<SSL_CTX> context) : context_(std::move(context)) {}
    std::shared_ptr<SSL_CTX> context_;
};

}  // namespace lsl::http
