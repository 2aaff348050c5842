#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "tests/server/http/server_fixture.h"
#include "tests/server/tls_certificate.h"

namespace lsl::http {
namespace {

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
        lsl::testing::write_certificate(settings_.tls_cert_file, settings_.tls_key_file);
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
