#include <cstdio>
#include <memory>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "tests/server/http/server_fixture.h"

namespace lsl::http {
namespace {

/// A key and a certificate that it signed itself, as PEM files.
void write_certificate(const std::string& cert_file, const std::string& key_file) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
    X509_set_pubkey(cert.get(), key.get());
    X509_NAME* name = X509_get_subject_name(cert.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(cert.get(), name);
    X509_sign(cert.get(), key.get(), EVP_sha256());
    const std::unique_ptr<FILE, decltype(&fclose)> out(fopen(cert_file.c_str(), "w"), fclose);
    PEM_write_X509(out.get(), cert.get());
    const std::unique_ptr<FILE, decltype(&fclose)> secret(fopen(key_file.c_str(), "w"), fclose);
    PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

/// What a server answers over TLS to one request.
std::string ask(std::uint16_t port, const std::string& request) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    BIO* bio = BIO_new_ssl_connect(context.get());
    BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
    std::string answer;
    if (BIO_do_connect(bio) == 1) {
        BIO_write(bio, request.data(), static_cast<int>(request.size()));
        char buffer[4096];
        for (int count; (count = BIO_read(bio, buffer, sizeof buffer)) > 0;) {
            answer.append(buffer, static_cast<std::size_t>(count));
        }
    }
    BIO_free_all(bio);
    return answer;
}

class TlsTest : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        settings_.tls_cert_file = folder_.path() / "cert.pem";
        settings_.tls_key_file = folder_.path() / "key.pem";
        write_certificate(settings_.tls_cert_file, settings_.tls_key_file);
        start();
    }
};

TEST_F(TlsTest, ServesHttpsWithSecureCookiesAndHsts) {
    EXPECT_EQ(server_->public_url(), "https://localhost:" + std::to_string(port()));
    const std::string body =
        "{\"email\":\"a@example.com\",\"password\":\"a long password\","
        "\"displayName\":\"A\"}";
    const std::string answer =
        ask(port(),
            "POST /api/auth/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            "Content-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_EQ(answer.rfind("HTTP/1.1 201 ", 0), 0u) << answer;
    EXPECT_NE(answer.find("Set-Cookie: __Host-lsl_session="), std::string::npos) << answer;
    EXPECT_NE(answer.find("; Secure"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos) << answer;
}

TEST_F(TlsTest, PlainTextAtATlsPortDoesNotDisturbIt) {
    lsl::testing::HttpConnection plain(port());
    plain.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(plain.closes_within(std::chrono::seconds(3)));
    EXPECT_NE(ask(port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .find("200 OK"),
              std::string::npos);
}

TEST_F(TlsTest, FilesThatAreNoCertificateAreOneSentence) {
    config::Settings broken = settings_;
    broken.data_dir = folder_.path() / "other";
    std::filesystem::create_directory(broken.data_dir);
    broken.tls_cert_file = settings_.tls_key_file;
    const auto started = Server::start(broken, clock_);
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("TLS_CERT_FILE"), std::string::npos);
}

}  // namespace
}  // namespace lsl::http
