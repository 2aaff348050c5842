#include "server/config/settings.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace lsl::config {
namespace {

Result<Settings> read(const std::vector<std::pair<std::string, std::string>>& values) {
    Variables variables;
    for (const auto& [name, value] : values) variables[name] = {value, "a test"};
    return read_settings(variables);
}

std::string fault_of(const std::vector<std::pair<std::string, std::string>>& values) {
    const auto settings = read(values);
    return settings ? "" : settings.error().message;
}

TEST(SettingsTest, NothingGivenIsALoopbackServer) {
    const auto settings = read({});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->host, "127.0.0.1");
    EXPECT_EQ(settings->port, 8080);
    EXPECT_EQ(settings->media_udp_port, 8189);
    EXPECT_EQ(settings->signup_tokens, 100);
    EXPECT_EQ(settings->limit_accounts_per_address, 20);
    EXPECT_EQ(settings->recordings_max_bytes, 0u);
    EXPECT_EQ(settings->data_dir, "./data");
    EXPECT_EQ(settings->public_url, "");
    EXPECT_EQ(settings->media_public_addresses, std::vector<std::string>{"127.0.0.1"});
    EXPECT_FALSE(settings->demo);
    EXPECT_TRUE(settings->loopback());
    EXPECT_FALSE(settings->https());
}

TEST(SettingsTest, MailLeavesByAServerThatIsNamed) {
    EXPECT_EQ(read({})->smtp_url, "");
    EXPECT_TRUE(read({})->instructor_token_login);
    const auto settings = read({{"SMTP_URL", "smtp://127.0.0.1:2525"},
                                {"SMTP_USER", "studio"},
                                {"SMTP_PASSWORD", "a secret word"},
                                {"MAIL_FROM", "Tanzstudio Köln <studio@example.com>"},
                                {"REQUIRE_CONFIRMED", "1"}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->smtp_user, "studio");
    EXPECT_EQ(settings->mail_from, "Tanzstudio Köln <studio@example.com>");
    EXPECT_TRUE(settings->require_confirmed);
    EXPECT_EQ(fault_of({{"SMTP_PASSWORD", "a secret word"}}).find("secret"), std::string::npos);
    EXPECT_TRUE(read({{"SMTP_URL", "smtps://[::1]:465"}}));
}

TEST(SettingsTest, PushServicesMayBeNamedAndTurnToSomebody) {
    const auto settings =
        read({{"VAPID_SUBJECT", "studio@example.com"},
              {"PUSH_HOSTS", "push.example.com, 127.0.0.1:9090, [::1]:9091, localhost"}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->vapid_subject, "mailto:studio@example.com");
    EXPECT_EQ(settings->push_hosts.size(), 4u);
    EXPECT_TRUE(read({})->push_hosts.empty());
    EXPECT_EQ(read({{"VAPID_SUBJECT", "https://studio.example"}})->vapid_subject,
              "https://studio.example");
}

TEST(SettingsTest, AWrongValueIsOneSentenceWithNameValueAndOrigin) {
    EXPECT_EQ(fault_of({{"PORT", "eighty"}}),
              "PORT must be a whole number from 0 to 65535 (it was \"eighty\", given by a test).");
    EXPECT_NE(fault_of({{"MEDIA_UDP_PORT", "65535"}, {"MEDIA_THREADS", "2"}})
                  .find("needs as many UDP ports"),
              std::string::npos);
    EXPECT_EQ(fault_of({{"MEDIA_UDP_PORT", "70000"}}),
              "MEDIA_UDP_PORT must be a whole number from 0 to 65535 (it was \"70000\", given by a "
              "test).");
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"HOST", "example.com"},
             {"RP_ID", "example.com"},
             {"SECRETS_KEY", "aaaaaaaaaaaaaaaa"},
             {"PUBLIC_URL", "live.example.com"},
             {"PUBLIC_URL", "https://live.example.com/app"},
             {"PUBLIC_URL", "https://user@live.example.com"},
             {"DEMO", "maybe"},
             {"MEDIA_BACKEND", "janus"},
             {"MEDIA_PUBLIC_ADDRESSES", "1.2.3.4, my-host"},
             {"SIGNUP_TOKENS", "-1"},
             {"RECORDINGS_MAX_BYTES", "10 GB"},
             {"RECORDINGS_MAX_BYTES", "-1"},
             {"SIGNUP_TOKENS", "1.5"},
             {"LIMIT_ACCOUNTS_PER_ADDRESS", "0"},
             {"TRUSTED_PROXIES", "10.0.0.0/33"},
             {"CLOUDFLARE_ACCOUNT_ID", "mine"},
             {"CLOUDFLARE_STREAM_CUSTOMER_CODE", "customer-abc.cloudflarestream.com"},
             {"CLOUDFLARE_API_BASE", "api.example.com"},
             {"CLOUDFLARE_API_BASE", "https://"},
             {"SMTP_URL", "mail.example.com"},
             {"SMTP_URL", "http://mail.example.com"},
             {"SMTP_URL", "smtp://user@mail.example.com"},
             {"SMTP_URL", "smtp://"},
             {"SMTP_CA_FILE", "/no/such/file"},
             {"MAIL_FROM", "nobody"},
             {"MAIL_FROM", "Ana <ana@example.com"},
             {"REQUIRE_CONFIRMED", "1"},
             {"VAPID_SUBJECT", "http://studio.example"},
             {"VAPID_SUBJECT", "Ana <ana@example.com>"},
             {"PUSH_HOSTS", "https://push.example.com"},
             {"PUSH_HOSTS", "push.example.com:0"},
             {"PUSH_HOSTS", "127.0.0.1:9090,a/b"},
             {"INSTRUCTOR_TOKEN_LOGIN", "perhaps"},
             {"TLS_CERT_FILE", "/no/such/file"},
         }) {
        EXPECT_EQ(
            fault_of({{name, value}}).rfind(name == "TLS_CERT_FILE" ? "TLS_KEY_FILE" : name, 0), 0u)
            << name << "=" << value << ": " << fault_of({{name, value}});
    }
}

TEST(SettingsTest, WhomViewersMayAskIsALink) {
    const auto contact = [](const std::string& given) {
        const auto settings = read({{"STUDIO_CONTACT", given}});
        return settings ? settings->studio_contact : "";
    };
    EXPECT_EQ(contact("hello@studio.example"), "mailto:hello@studio.example");
    EXPECT_EQ(contact("mailto:hello@studio.example"), "mailto:hello@studio.example");
    EXPECT_EQ(contact("https://studio.example/contact?a=b"), "https://studio.example/contact?a=b");
    for (const std::string wrong :
         {"the front desk", "@studio", "hello@", "javascript:alert(1)", "a@b@c", "a@b?cc=d@e",
          "https://studio.example/\"onclick", "data:text/html,a@b"}) {
        EXPECT_NE(fault_of({{"STUDIO_CONTACT", wrong}}), "") << wrong;
    }
}

TEST(SettingsTest, CloudflareNeedsItsAccountAndKey) {
    EXPECT_NE(fault_of({{"MEDIA_BACKEND", "cloudflare"}}).find("CLOUDFLARE_ACCOUNT_ID"),
              std::string::npos);
    EXPECT_NE(fault_of({{"MEDIA_BACKEND", "cloudflare"},
                        {"CLOUDFLARE_ACCOUNT_ID", "0123456789abcdef0123456789abcdef"},
                        {"CLOUDFLARE_API_TOKEN", "token"},
                        {"CLOUDFLARE_SIGNING_KEY_ID", "key"}})
                  .find("CLOUDFLARE_SIGNING_KEY_PEM"),
              std::string::npos);
}

// Browsers name an origin in one form alone; any other would have every change refused as foreign.
TEST(SettingsTest, ThePublicUrlIsWrittenAsBrowsersWriteAnOrigin) {
    for (const auto& [given, taken] : std::vector<std::pair<std::string, std::string>>{
             {"https://Live.Example.COM", "https://live.example.com"},
             {"HTTPS://live.example.com/", "https://live.example.com"},
             {"https://live.example.com:443", "https://live.example.com"},
             {"http://live.example.com:80/", "http://live.example.com"},
             {"http://live.example.com:443", "http://live.example.com:443"},
             {"https://live.example.com:0443", "https://live.example.com"},
             {"https://live.example.com:8443", "https://live.example.com:8443"},
             {"http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080"},
             {"http://[::1]", "http://[::1]"}}) {
        const auto settings = read({{"PUBLIC_URL", given}, {"TRUSTED_PROXIES", "127.0.0.1"}});
        ASSERT_TRUE(settings) << given;
        EXPECT_EQ(settings->public_url, taken);
    }
    for (const std::string url : {"https://live.example.com:", "https://live.example.com:0",
                                  "https://live.example.com:99999", "https://:443", "https://",
                                  "https://a%62c", "https://live.example.com:443x"}) {
        EXPECT_NE(fault_of({{"PUBLIC_URL", url}}), "") << url;
    }
    EXPECT_NE(fault_of({{"PUBLIC_URL", "https://m\xC3\xBCller.example"}}).find("xn--"),
              std::string::npos);
}

TEST(SettingsTest, ValuesAreTaken) {
    const auto settings = read({{"HOST", "::1"},
                                {"PORT", "0"},
                                {"PUBLIC_URL", "https://live.example.com/"},
                                {"DEMO", "1"},
                                {"MEDIA_PUBLIC_ADDRESSES", "203.0.113.7, 2001:db8::1"},
                                {"TRUSTED_PROXIES", "10.0.0.0/8,::1"}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->public_url, "https://live.example.com");
    EXPECT_TRUE(settings->https());
    EXPECT_TRUE(settings->demo);
    EXPECT_EQ(settings->media_public_addresses,
              (std::vector<std::string>{"203.0.113.7", "2001:db8::1"}));
    EXPECT_TRUE(any_contains(settings->trusted_proxies, "10.9.8.7"));
    EXPECT_TRUE(any_contains(settings->trusted_proxies, "::ffff:10.9.8.7"));
    EXPECT_TRUE(any_contains(settings->trusted_proxies, "::1"));
    EXPECT_FALSE(any_contains(settings->trusted_proxies, "11.0.0.1"));
    EXPECT_FALSE(any_contains(settings->trusted_proxies, "nonsense"));
}

TEST(SettingsTest, OutsideOfLoopbackSecretsMustBeThereAndStrong) {
    const std::string strong = "q8Zr2mVx0Lc7Tn4KpW9sHb5Gd1Jy6Fu3";
    EXPECT_EQ(fault_of({{"HOST", "0.0.0.0"}, {"CRON_SECRET", strong}})
                  .rfind("INSTRUCTOR_ACCESS_TOKEN must be set", 0),
              0u);
    EXPECT_EQ(fault_of({{"HOST", "0.0.0.0"}, {"INSTRUCTOR_ACCESS_TOKEN", strong}})
                  .rfind("CRON_SECRET must be set", 0),
              0u);
    for (const std::string weak :
         {"short", "aaaaaaaaaaaaaaaaaaaaaaaa", "changeme-changeme-1234", "your-secret-token-here",
          "an-example-secret-0192", "q8Zr2mVx0Lc7Tn4KpW9s", "0123456789abcdef0123456789abcdef",
          "abcdefghijklmnopqrstuvwxyz012345"}) {
        const std::string fault = fault_of(
            {{"HOST", "0.0.0.0"}, {"CRON_SECRET", strong}, {"INSTRUCTOR_ACCESS_TOKEN", weak}});
        EXPECT_EQ(fault.rfind("INSTRUCTOR_ACCESS_TOKEN must be 32", 0), 0u) << weak;
        EXPECT_EQ(fault.find(weak), std::string::npos) << "a secret is never repeated";
    }
    EXPECT_TRUE(read({{"HOST", "0.0.0.0"},
                      {"CRON_SECRET", strong},
                      {"INSTRUCTOR_ACCESS_TOKEN", "another " + strong}}));
}

TEST(SettingsTest, AProxyBeforeALoopbackHostMakesItAPublicSite) {
    for (const char* url : {"https://live.example.com", "http://192.0.2.7:8080",
                            "https://[2001:db8::7]", "https://localhost.example.com"}) {
        const auto settings = read({{"PUBLIC_URL", url}});
        ASSERT_TRUE(settings) << "secrets that were not given are made: " << url;
        EXPECT_TRUE(settings->public_site()) << url;
        EXPECT_NE(fault_of({{"PUBLIC_URL", url}, {"INSTRUCTOR_ACCESS_TOKEN", "aaaaaaaaaaaaaaaa"}}),
                  "")
            << url;
        EXPECT_NE(fault_of({{"PUBLIC_URL", url}, {"CRON_SECRET", "aaaaaaaaaaaaaaaa"}}), "") << url;
    }
    for (const char* url : {"http://localhost:8080", "https://127.0.0.1", "http://[::1]:8080",
                            "https://studio.localhost"}) {
        const auto settings = read({{"PUBLIC_URL", url}, {"CRON_SECRET", "aaaaaaaaaaaaaaaa"}});
        ASSERT_TRUE(settings) << url;
        EXPECT_FALSE(settings->public_site()) << url;
    }
}

TEST(SettingsTest, AllAddressesOfTheMachineAreAnnouncedWhenListeningEverywhere) {
    const std::string strong = "q8Zr2mVx0Lc7Tn4KpW9sHb5Gd1Jy6Fu3";
    const auto settings =
        read({{"HOST", "0.0.0.0"}, {"CRON_SECRET", strong}, {"INSTRUCTOR_ACCESS_TOKEN", strong}});
    ASSERT_TRUE(settings);
    ASSERT_FALSE(settings->media_public_addresses.empty());
    for (const std::string& address : settings->media_public_addresses) {
        EXPECT_NE(address, "0.0.0.0");
        EXPECT_TRUE(IpAddress::parse(address)) << address;
    }
}

TEST(SettingsTest, HelpNamesEverySetting) {
    const std::string text = usage();
    EXPECT_NE(text.find("--media-udp-port <number>"), std::string::npos) << text;
    EXPECT_EQ(setting_names().size(), 42u);
}

}  // namespace
}  // namespace lsl::config
