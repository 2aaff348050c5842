#include "server/http/edge/connections/tls_context.h"

#include <openssl/err.h>

namespace lsl::http {
namespace {

constexpr const char* suites_of_1_2 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";

}  // namespace

Result<TlsContext> TlsContext::load(const std::string& cert_file, const std::string& key_file) {
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    const bool usable =
        context != nullptr && SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1 &&
        SSL_CTX_set_cipher_list(context.get(), suites_of_1_2) == 1 &&
        SSL_CTX_use_certificate_chain_file(context.get(), cert_file.c_str()) == 1 &&
        SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) == 1 &&
        SSL_CTX_check_private_key(context.get()) == 1;
    if (!usable) {
        ERR_clear_error();
        return make_error(ErrorCode::Unavailable, "tls",
                          "TLS_CERT_FILE and TLS_KEY_FILE do not make a usable certificate.");
    }
    // A peer that renegotiates again and again would cost a handshake each time.
    SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    // An idle connection gives its 34 KB of buffers back.
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    // Reads and writes have deadlines of ours.
    SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
    return TlsContext(std::move(context));
}

SSL* TlsContext::new_session(int socket) const {
    SSL* session = SSL_new(context_.get());
    if (session != nullptr && SSL_set_fd(session, socket) != 1) {
        SSL_free(session);
        return nullptr;
    }
    return session;
}

}  // namespace lsl::http
