#include "server/media/transport/dtls.h"

#include <algorithm>
#include <array>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

namespace lsl::media {

/// Reaches into a transport from OpenSSL's certificate callback.
struct DtlsVerify {
    static int callback(X509_STORE_CTX* store, void*);
    static bool matches(X509* certificate, const std::vector<Fingerprint>& expected);
};

namespace {

// The server's order decides in OpenSSL: GCM costs a tenth of CM with SHA-1.
constexpr const char* kProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";
constexpr long kCertificateLifeSeconds = 3650L * 24 * 3600;
constexpr std::size_t kRecordHeaderSize = 13;
// RFC 6347 4.2.4.1 says one second; ICE has proved the path, so loss is likelier than delay.
constexpr unsigned kFirstRetransmitUs = 100'000;
constexpr unsigned kLongestRetransmitUs = 1'600'000;

unsigned next_retransmit_us(SSL*, unsigned previous_us) {
    if (previous_us == 0) return kFirstRetransmitUs;
    return std::min(previous_us * 2, kLongestRetransmitUs);
}

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

std::unique_ptr<X509, FreeCertificate> make_certificate(EVP_PKEY* key) {
    std::unique_ptr<X509, FreeCertificate> certificate(X509_new());
    if (!certificate) return nullptr;
    std::array<unsigned char, 8> serial{};
    RAND_bytes(serial.data(), static_cast<int>(serial.size()));
    serial[0] &= 0x7f;
    BIGNUM* number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
    BN_free(number);
    X509_set_version(certificate.get(), X509_VERSION_3);
    // A day of slack for peers whose calendar is behind.
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -24L * 3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kCertificateLifeSeconds);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("WebRTC"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

/// Places for what came and what is to leave. An empty one means "not yet", never end of file.
void set_empty_bios(SSL* ssl) {
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    BIO_set_mem_eof_return(out, -1);
    SSL_set_bio(ssl, in, out);
}

std::string colon_hex(const unsigned char* bytes, unsigned size) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        if (i > 0) text += ':';
        text += kDigits[bytes[i] >> 4];
        text += kDigits[bytes[i] & 15];
    }
    return text;
}

}  // namespace

bool DtlsVerify::matches(X509* certificate, const std::vector<Fingerprint>& expected) {
    for (const Fingerprint& fingerprint : expected) {
        const EVP_MD* hash = fingerprint.hash == "sha-256"   ? EVP_sha256()
                             : fingerprint.hash == "sha-384" ? EVP_sha384()
                             : fingerprint.hash == "sha-512" ? EVP_sha512()
                                                             : nullptr;
        if (hash == nullptr) continue;
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
        unsigned size = 0;
        if (X509_digest(certificate, hash, digest.data(), &size) != 1) continue;
        if (size == fingerprint.digest.size() &&
            CRYPTO_memcmp(digest.data(), fingerprint.digest.data(), size) == 0) {
            return true;
        }
    }
    return false;
}

int DtlsVerify::callback(X509_STORE_CTX* store, void*) {
    auto* ssl =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* transport = static_cast<DtlsTransport*>(SSL_get_app_data(ssl));
    // Self-signed by design: the fingerprint in the SDP is the only trust there is.
    transport->certificate_matched_ =
        matches(X509_STORE_CTX_get0_cert(store), transport->expected_);
    X509_STORE_CTX_set_error(
        store, transport->certificate_matched_ ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
    return transport->certificate_matched_ ? 1 : 0;
}

void DtlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }
void DtlsTransport::Free::operator()(ssl_st* ssl) const { SSL_free(ssl); }
DtlsContext::~DtlsContext() = default;
DtlsTransport::~DtlsTransport() = default;

Result<std::unique_ptr<DtlsContext>> DtlsContext::make() {
    std::unique_ptr<EVP_PKEY, FreeKey> key(EVP_EC_gen("P-256"));
    if (!key) return internal_error("DTLS: no P-256 key could be made");
    auto certificate = make_certificate(key.get());
    if (!certificate) return internal_error("DTLS: no certificate could be made");

    std::unique_ptr<DtlsContext> made(new DtlsContext);
    made->context_.reset(SSL_CTX_new(DTLS_method()));
    SSL_CTX* context = made->context_.get();
    if (context == nullptr || SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
        return internal_error("DTLS: the context could not be set up");
    }
    SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_max_cert_list(context, DtlsTransport::kMaxCertificateChain);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(context, &DtlsVerify::callback, nullptr);
    if (SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES") != 1 ||
        SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") != 1 ||
        SSL_CTX_set_tlsext_use_srtp(context, kProfiles) != 0) {
        return internal_error("DTLS: ciphers or SRTP profiles were refused");
    }

    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size);
    made->fingerprint_ = colon_hex(digest.data(), size);
    return made;
}

void DtlsContext::offer_only(SrtpProfile profile) {
    SSL_CTX_set_tlsext_use_srtp(context_.get(), profile == SrtpProfile::AeadAes128Gcm
                                                    ? "SRTP_AEAD_AES_128_GCM"
                                                    : "SRTP_AES128_CM_SHA1_80");
}

std::size_t dtls_records(Bytes datagram) {
    std::size_t records = 0;
    for (; !datagram.empty(); ++records) {
        const std::size_t body =
            datagram.size() >= kRecordHeaderSize ? load16(datagram.data() + 11) : datagram.size();
        datagram = datagram.subspan(std::min(kRecordHeaderSize + body, datagram.size()));
    }
    return records;
}

DtlsTransport::DtlsTransport(const DtlsContext& context, DtlsRole role,
                             std::vector<Fingerprint> expected)
    : ssl_(SSL_new(context.ssl_context())), role_(role), expected_(std::move(expected)) {
    SSL_set_app_data(ssl_.get(), this);
    set_empty_bios(ssl_.get());
    SSL_set_mtu(ssl_.get(), static_cast<long>(kMtu));
    DTLS_set_timer_cb(ssl_.get(), &next_retransmit_us);
    if (role == DtlsRole::Client) {
        SSL_set_connect_state(ssl_.get());
    } else {
        SSL_set_accept_state(ssl_.get());
    }
}

void DtlsTransport::start() {
    if (role_ == DtlsRole::Client && state_ == DtlsState::Handshaking) advance();
}

void DtlsTransport::handle(Bytes datagram) {
    if (state_ == DtlsState::Failed || state_ == DtlsState::Closed) return;
    if (state_ == DtlsState::Handshaking && !takes(datagram)) return;
    if (!hold_buffers()) return;
    BIO* in = SSL_get_rbio(ssl_.get());
    // One datagram at a time: a memory BIO forgets where one ends and the next begins.
    BIO_reset(in);
    BIO_write(in, datagram.data(), static_cast<int>(datagram.size()));
    advance();
    release_buffers();
}

/// They are there while shaking hands anyway. False when there is no memory for them: the datagram
/// is lost then, as others are.
bool DtlsTransport::hold_buffers() {
    return state_ == DtlsState::Handshaking || SSL_alloc_buffers(ssl_.get()) == 1;
}

void DtlsTransport::release_buffers() {
    if (state_ == DtlsState::Handshaking) return;
    // Keeps them if a record is read in part, which the next datagram overwrites.
    SSL_free_buffers(ssl_.get());
    // The BIOs are as large as the longest flight was.
    set_empty_bios(ssl_.get());
}

/// RFC 6347 4.1: the epoch stands behind type and version.
bool DtlsTransport::takes(Bytes datagram) {
    while (datagram.size() >= kRecordHeaderSize) {
        if (load16(datagram.data() + 3) != 0) ++early_records_;
        const std::size_t record = kRecordHeaderSize + load16(datagram.data() + 11);
        datagram = datagram.subspan(std::min(record, datagram.size()));
    }
    return early_records_ <= kMaxEarlyRecords;
}

void DtlsTransport::handle_timeout() {
    if (state_ != DtlsState::Handshaking) return;
    if (DTLSv1_handle_timeout(ssl_.get()) < 0) state_ = DtlsState::Failed;
    ERR_clear_error();
    collect_output();
}

void DtlsTransport::close() {
    if (state_ == DtlsState::Connected && hold_buffers()) {
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
        collect_output();
    }
    state_ = DtlsState::Closed;
    release_buffers();
}

std::optional<std::chrono::microseconds> DtlsTransport::timeout() const {
    if (state_ != DtlsState::Handshaking) return std::nullopt;
    timeval left{};
    if (DTLSv1_get_timeout(ssl_.get(), &left) != 1) return std::nullopt;
    return std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
}

void DtlsTransport::advance() {
    ERR_clear_error();
    if (state_ == DtlsState::Handshaking) {
        const int result = SSL_do_handshake(ssl_.get());
        if (result == 1) {
            state_ =
                certificate_matched_ && export_keys() ? DtlsState::Connected : DtlsState::Failed;
        } else {
            const int error = SSL_get_error(ssl_.get(), result);
            if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
                state_ = DtlsState::Failed;
            }
        }
    }
    if (state_ == DtlsState::Connected) read_records();
    ERR_clear_error();
    collect_output();
}

/// Application data (a data channel we did not offer) is read and forgotten; reading is also what
/// answers a repeated last flight and notices close_notify.
void DtlsTransport::read_records() {
    std::array<std::byte, 2048> ignored;
    int result;
    do {
        result = SSL_read(ssl_.get(), ignored.data(), static_cast<int>(ignored.size()));
    } while (result > 0);
    const int error = SSL_get_error(ssl_.get(), result);
    if (error == SSL_ERROR_ZERO_RETURN || error == SSL_ERROR_SSL) state_ = DtlsState::Closed;
}

void DtlsTransport::collect_output() {
    if (sent_ == out_.size()) {
        out_.clear();
        sent_ = 0;
    }
    BIO* bio = SSL_get_wbio(ssl_.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    if (size > 0) {
        const auto* begin = reinterpret_cast<const std::byte*>(data);
        out_.insert(out_.end(), begin, begin + size);
        BIO_reset(bio);
    }
}

Bytes DtlsTransport::next_datagram() {
    const Bytes left = Bytes(out_).subspan(sent_);
    if (left.empty()) {
        // All has been sent; what follows the handshake is short and rare.
        sent_ = 0;
        if (state_ == DtlsState::Handshaking) {
            out_.clear();
        } else {
            std::vector<std::byte>().swap(out_);
        }
        return {};
    }
    std::size_t size = 0;
    while (left.size() - size >= kRecordHeaderSize) {
        const std::size_t record = kRecordHeaderSize + load16(left.data() + size + 11);
        if (record > left.size() - size) break;
        if (size > 0 && size + record > kMtu) break;
        size += record;
    }
    if (size == 0) size = left.size();
    sent_ += size;
    return left.first(size);
}

bool DtlsTransport::export_keys() {
    const SRTP_PROTECTION_PROFILE* chosen = SSL_get_selected_srtp_profile(ssl_.get());
    if (chosen == nullptr) return false;
    std::size_t salt_size;
    if (chosen->id == SRTP_AEAD_AES_128_GCM) {
        keys_.profile = SrtpProfile::AeadAes128Gcm;
        salt_size = 12;
    } else if (chosen->id == SRTP_AES128_CM_SHA1_80) {
        keys_.profile = SrtpProfile::Aes128CmSha1_80;
        salt_size = 14;
    } else {
        return false;
    }

    // RFC 5764 4.2: client key, server key, client salt, server salt.
    constexpr std::string_view kLabel = "EXTRACTOR-dtls_srtp";
    std::array<std::byte, 2 * (16 + 14)> material;
    const std::size_t needed = 2 * (16 + salt_size);
    if (SSL_export_keying_material(ssl_.get(), as_uchar(material.data()), needed, kLabel.data(),
                                   kLabel.size(), nullptr, 0, 0) != 1) {
        return false;
    }
    SrtpMaster client;
    SrtpMaster server;
    const std::byte* p = material.data();
    std::memcpy(client.key.data(), p, 16);
    std::memcpy(server.key.data(), p + 16, 16);
    std::memcpy(client.salt.data(), p + 32, salt_size);
    std::memcpy(server.salt.data(), p + 32 + salt_size, salt_size);
    OPENSSL_cleanse(material.data(), material.size());
    keys_.local = role_ == DtlsRole::Client ? client : server;
    keys_.remote = role_ == DtlsRole::Client ? server : client;
    return true;
}

}  // namespace lsl::media
