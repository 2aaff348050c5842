// Mails from their cause to the sender, and what their links do.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/services/accounts/email_addresses.h"
#include "server/services/accounts/own_account.h"
#include "server/services/accounts/security_events.h"
#include "server/services/mail/mail_delivery.h"
#include "server/services/mail/mail_texts.h"
#include "server/store/notices/mails_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using mail::Outcome;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

/// Keeps what it is handed, or refuses it as it is told.
class Post final : public mail::Sender {
  public:
    struct Letter {
        std::string to, mime;
        /// What is behind the "#" of its link, soft line breaks taken out.
        std::string token() const {
            std::string flat;
            for (std::size_t i = 0; i < mime.size(); ++i) {
                if (mime.compare(i, 3, "=\r\n") == 0) {
                    i += 2;
                } else {
                    flat += mime[i];
                }
            }
            const auto link = flat.find("https://live.example.com/");
            const auto end = flat.find_first_of("#\r\n", link);
            return link == flat.npos || flat[end] != '#' ? "" : flat.substr(end + 1, 43);
        }
        bool says(std::string_view text) const { return mime.find(text) != mime.npos; }
    };
    Outcome send(const std::string& to, const std::string& mime) override {
        ++attempts;
        if (on_send) on_send();
        if (answer.kind == Outcome::Kind::Sent) letters.push_back({to, mime});
        return answer;
    }
    std::vector<Letter> letters;
    Outcome answer{Outcome::Kind::Sent, {}};
    int attempts = 0;
    std::function<void()> on_send;
};

class MailsTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    MailsTest() {
        accounts =
            std::make_unique<Accounts>(*database, clock, hub, passwords, known_devices(),
                                       AccountsOptions{.new_per_address = 1000, .mails = mails});
    }
    /// Everything that is due.
    void deliver() {
        while (delivery.send_one()) {
        }
    }
    Post::Letter next_letter() {
        deliver();
        EXPECT_FALSE(post.letters.empty());
        Post::Letter letter = post.letters.empty() ? Post::Letter{} : post.letters.back();
        post.letters.clear();
        return letter;
    }
    Person person(UserId user) { return *accounts->person_of(session_tokens.at(user)); }
    /// Ana, whose address is confirmed, with an empty mailbox.
    UserId confirmed_ana() {
        const UserId ana = viewer("ana");
        EXPECT_TRUE(addresses.verify(next_letter().token()));
        return ana;
    }
    Result<void> change(UserId user, const std::string& email) {
        return addresses.change(person(user), {.email = email, .password = "correct horse"}, "");
    }
    bool signs_in(const std::string& email, const std::string& password) {
        return accounts->login({.email = email, .password = password}, {}).has_value();
    }

    const OutgoingMails mails{clock, true};
    Post post;
    MailDelivery delivery{*database,
                          clock,
                          mails,
                          post,
                          {"https://live.example.com", {"Studio", "studio@example.com"}, {}}};
    PasswordCheck check{*database, clock, passwords};
    EmailAddresses addresses{{*database, clock, hub, passwords, check, mails}, 0};
};

TEST_F(MailsTest, ANewAccountConfirmsItsAddressOnce) {
    const UserId ana = viewer("ana");
    const Post::Letter letter = next_letter();
    EXPECT_EQ(letter.to, "ana@example.com");
    EXPECT_TRUE(letter.says("https://live.example.com/confirm#"));
    EXPECT_FALSE(person(ana).user.email_verified_at);
    EXPECT_TRUE(addresses.verify(letter.token()));
    EXPECT_TRUE(person(ana).user.email_verified_at);
    EXPECT_EQ(addresses.verify(letter.token()).error().word, "token_not_valid");
    EXPECT_EQ(addresses.verify("").error().code, ErrorCode::Gone);
    EXPECT_EQ(addresses.verify("made-up").error().code, ErrorCode::Gone);
}

TEST_F(MailsTest, ALinkIsGoodForADay) {
    viewer("ana");
    const std::string token = next_letter().token();
    clock.advance(hours(24));
    EXPECT_EQ(addresses.verify(token).error().word, "token_not_valid");
}

TEST_F(MailsTest, TheDatabaseKnowsNoTokenOfALink) {
    viewer("ana");
    const std::string token = next_letter().token();
    ASSERT_EQ(token.size(), 43u);
    const auto found = database->read([&](store::Connection& reader) -> Result<bool> {
        auto rows = reader.prepare(
            "SELECT token_hash || email FROM mail_tokens "
            "UNION ALL SELECT address || payload || last_error FROM mails");
        bool any = false;
        while (LSL_TRY(rows.step())) {
            std::string text;
            rows.next(text);
            any |= text.find(token) != text.npos;
        }
        return any;
    });
    EXPECT_FALSE(*found);
}

TEST_F(MailsTest, TheLinkIsSentAgainThreeTimesAnHour) {
    const UserId ana = viewer("ana");
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(addresses.resend(person(ana)));
    const auto refused = addresses.resend(person(ana));
    EXPECT_EQ(refused.error().code, ErrorCode::TooMany);
    EXPECT_GT(refused.error().retry_after_seconds, 0);
    deliver();
    EXPECT_EQ(post.letters.size(), 4u) << "with the one of registering";
    clock.advance(hours(1));
    EXPECT_TRUE(addresses.resend(person(ana)));
}

TEST_F(MailsTest, AForgottenPasswordIsReplaced) {
    const UserId ana = viewer("ana");
    next_letter();
    ASSERT_TRUE(addresses.forgot(" ANA@example.com ", "198.51.100.1"));
    const Post::Letter letter = next_letter();
    EXPECT_TRUE(letter.says("/reset#"));
    EXPECT_EQ(addresses.reset({letter.token(), "password1"}, "").error().word, "password_weak");
    EXPECT_TRUE(accounts->person_of(session_tokens.at(ana))) << "nothing has happened yet";
    ASSERT_TRUE(addresses.reset({letter.token(), "another fine one"}, ""));
    EXPECT_FALSE(accounts->person_of(session_tokens.at(ana)));
    EXPECT_FALSE(signs_in("ana@example.com", "correct horse"));
    const auto in = accounts->login({"ana@example.com", "another fine one"}, {});
    ASSERT_TRUE(in);
    EXPECT_TRUE(in->session.user.email_verified) << "the mail reached them";
    EXPECT_EQ(addresses.reset({letter.token(), "a third one, too"}, "").error().word,
              "token_not_valid");
    EXPECT_TRUE(next_letter().says("/login")) << "they are told";
}

TEST_F(MailsTest, OneNewLinkEndsTheOlderOnes) {
    viewer("ana");
    next_letter();
    ASSERT_TRUE(addresses.forgot("ana@example.com", ""));
    const std::string first = next_letter().token();
    ASSERT_TRUE(addresses.forgot("ana@example.com", ""));
    const std::string second = next_letter().token();
    ASSERT_TRUE(addresses.reset({second, "another fine one"}, ""));
    EXPECT_EQ(addresses.reset({first, "a third one, too"}, "").error().word, "token_not_valid");
}

TEST_F(MailsTest, AResetLinkIsGoodForAnHour) {
    viewer("ana");
    next_letter();
    ASSERT_TRUE(addresses.forgot("ana@example.com", ""));
    const std::string token = next_letter().token();
    clock.advance(minutes(60));
    EXPECT_EQ(addresses.reset({token, "another fine one"}, "").error().word, "token_not_valid");
}

TEST_F(MailsTest, WhoForgetsOftenGetsThreeMailsAnHour) {
    viewer("ana");
    next_letter();
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(addresses.forgot("ana@example.com", ""));
    deliver();
    EXPECT_EQ(post.letters.size(), 3u);
    clock.advance(hours(1));
    EXPECT_TRUE(addresses.forgot("ana@example.com", ""));
    deliver();
    EXPECT_EQ(post.letters.size(), 4u);
}

TEST_F(MailsTest, AnUnknownAddressIsAnsweredLikeAnyOther) {
    viewer("ana");
    next_letter();
    std::vector<std::string> statements[2];
    const char* const emails[] = {"ana@example.com", "nobody@example.com"};
    for (int i = 0; i < 2; ++i) {
        statements[i] = statements_of([&] { EXPECT_TRUE(addresses.forgot(emails[i], "")); });
    }
    EXPECT_EQ(statements[0], statements[1]) << "the same work in the database";
    deliver();
    EXPECT_EQ(post.letters.size(), 1u);
    EXPECT_TRUE(addresses.forgot("no address", ""));
}

TEST_F(MailsTest, ForgettingIsLimitedByTheAddressThatAsks) {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(addresses.forgot("a@example.com", "198.51.100.7"));
    EXPECT_EQ(addresses.forgot("a@example.com", "198.51.100.7").error().code, ErrorCode::TooMany);
    EXPECT_TRUE(addresses.forgot("a@example.com", "198.51.100.8"));
}

TEST_F(MailsTest, AnAddressChangesByItsOwnLinkAndComesBackByTheOld) {
    const UserId ana = confirmed_ana();
    ASSERT_TRUE(change(ana, "new@example.com"));
    EXPECT_EQ(person(ana).user.email, "ana@example.com") << "not before it is confirmed";
    const Post::Letter to_new = next_letter();
    EXPECT_EQ(to_new.to, "new@example.com");
    ASSERT_TRUE(addresses.verify(to_new.token()));
    EXPECT_EQ(person(ana).user.email, "new@example.com");
    EXPECT_TRUE(person(ana).user.email_verified_at);

    const Post::Letter to_old = next_letter();
    EXPECT_EQ(to_old.to, "ana@example.com");
    EXPECT_TRUE(to_old.says("/undo-email#"));
    EXPECT_FALSE(accounts->register_viewer({"ana@example.com", "correct horse", "Eve"}, {}))
        << "kept for who may come back";
    clock.advance(days(6));
    ASSERT_TRUE(addresses.undo(to_old.token()));
    EXPECT_FALSE(accounts->person_of(session_tokens.at(ana)));
    EXPECT_TRUE(signs_in("ana@example.com", "correct horse"));
    EXPECT_FALSE(signs_in("new@example.com", "correct horse"));
    EXPECT_EQ(addresses.undo(to_old.token()).error().word, "token_not_valid");
}

TEST_F(MailsTest, AChangeIsTakenBackWithinSevenDays) {
    const UserId ana = confirmed_ana();
    ASSERT_TRUE(change(ana, "new@example.com"));
    ASSERT_TRUE(addresses.verify(next_letter().token()));
    const std::string token = next_letter().token();
    clock.advance(days(7));
    EXPECT_EQ(addresses.undo(token).error().word, "token_not_valid");
}

TEST_F(MailsTest, ATakenAddressIsNotGivenAwayAndItsHolderIsTold) {
    const UserId ana = confirmed_ana();
    const UserId ben = viewer("ben");
    ASSERT_TRUE(addresses.verify(next_letter().token()));
    static_cast<void>(ben);
    EXPECT_TRUE(change(ana, "ben@example.com")) << "the same answer";
    const Post::Letter letter = next_letter();
    EXPECT_EQ(letter.to, "ben@example.com");
    EXPECT_EQ(letter.token(), "") << "nothing that does anything";
    EXPECT_EQ(person(ana).user.email, "ana@example.com");
}

TEST_F(MailsTest, AnAddressIsChangedByWhoKnowsThePassword) {
    const UserId ana = confirmed_ana();
    EXPECT_EQ(addresses.change(person(ana), {"new@example.com", "not it"}, "").error().word,
              "wrong_password");
    EXPECT_EQ(change(ana, "no address").error().field, "email");
    deliver();
    EXPECT_TRUE(post.letters.empty());
}

TEST_F(MailsTest, NothingElseLeavesToAnUnconfirmedAddress) {
    const UserId ana = viewer("ana");
    next_letter();
    OwnAccount own({*database, clock, hub, passwords, check, mails});
    ASSERT_TRUE(own.change_password(person(ana), {"correct horse", "another fine one"}, ""));
    deliver();
    EXPECT_TRUE(post.letters.empty());
    ASSERT_TRUE(addresses.change(person(ana), {"new@example.com", "another fine one"}, ""));
    ASSERT_TRUE(addresses.verify(next_letter().token()));
    deliver();
    EXPECT_TRUE(post.letters.empty()) << "the old one may be a stranger's";
    ASSERT_TRUE(own.change_password(person(ana), {"another fine one", "a third one, too"}, ""));
    EXPECT_EQ(next_letter().to, "new@example.com");
}

TEST_F(MailsTest, APersonHearsOfOtherWaysToSignInAndOfACopiedPasskey) {
    const domain::User ana = person(confirmed_ana()).user;
    const auto tell = [&](const char* action, MailKind kind) {
        return database->write([&](store::Connection& tx) {
            return tell_security_event(tx, clock, mails, ana, action, kind);
        });
    };
    ASSERT_TRUE(tell("passkey_added", MailKind::SignInWays));
    const Post::Letter changed = next_letter();
    EXPECT_EQ(changed.to, "ana@example.com");
    EXPECT_TRUE(changed.says("The ways to sign in to your account changed"));
    EXPECT_TRUE(changed.says("https://live.example.com/settings"));
    EXPECT_EQ(changed.token(), "") << "nothing that does anything";
    ASSERT_TRUE(tell("passkey_count_went_back", MailKind::PasskeyCopy));
    const Post::Letter copied = next_letter();
    EXPECT_TRUE(copied.says("A passkey of your account was refused"));
    EXPECT_TRUE(copied.says("https://live.example.com/settings"));
}

TEST_F(MailsTest, WhatIsPutOffIsTriedAgainLaterAndLater) {
    post.answer = {Outcome::Kind::Later, "451 not now"};
    viewer("ana");
    deliver();
    EXPECT_EQ(post.attempts, 1);
    clock.advance(std::chrono::seconds(59));
    deliver();
    EXPECT_EQ(post.attempts, 1);
    clock.advance(std::chrono::seconds(1));
    deliver();
    EXPECT_EQ(post.attempts, 2);
    clock.advance(minutes(4));
    deliver();
    EXPECT_EQ(post.attempts, 2);
    clock.advance(minutes(1));
    deliver();
    EXPECT_EQ(post.attempts, 3);
    post.answer = {Outcome::Kind::Sent, {}};
    clock.advance(minutes(15));
    EXPECT_TRUE(addresses.verify(next_letter().token()));
}

/// Not faster than without a full disk: it leaves, and then that cannot be written down.
TEST_F(MailsTest, WhatCannotBeNotedLeavesNoOftenerThanOtherAttempts) {
    viewer("ana");
    post.on_send = [this] {
        // Somebody else's hands on the database, until the test lets go of it.
        meanwhile = [](store::Connection& tx) {
            static_cast<void>(
                tx.execute("CREATE TEMP TRIGGER full BEFORE UPDATE ON mails "
                           "BEGIN SELECT raise(ABORT, 'full'); END"));
        };
    };
    deliver();
    EXPECT_EQ(post.attempts, 1);
}

TEST_F(MailsTest, AMailIsGivenUpAfterTwoDays) {
    post.answer = {Outcome::Kind::Later, "no answer"};
    viewer("ana");
    for (int i = 0; i < 12 * 50; ++i) {
        deliver();
        clock.advance(minutes(5));
    }
    EXPECT_GE(post.attempts, 7);
    EXPECT_LE(post.attempts, 10);
    post.answer = {Outcome::Kind::Sent, {}};
    deliver();
    EXPECT_TRUE(post.letters.empty());
}

TEST_F(MailsTest, TheMessageIdStaysTheSameAtEachAttempt) {
    post.answer = {Outcome::Kind::Later, ""};
    viewer("ana");
    deliver();
    const auto id = database->read([](store::Connection& reader) {
        return store::MailsStore(reader).due(store::after_every_time, 1);
    });
    post.answer = {Outcome::Kind::Sent, {}};
    clock.advance(minutes(1));
    EXPECT_TRUE(next_letter().says("Message-ID: <" + id->front().id.to_string() + "@example.com>"));
}

TEST_F(MailsTest, AnAddressThatIsRefusedForGoodGetsNothingAnyMore) {
    post.answer = {Outcome::Kind::Address, "550 no such user"};
    const UserId ana = viewer("ana");
    deliver();
    EXPECT_EQ(post.attempts, 1);
    post.answer = {Outcome::Kind::Sent, {}};
    ASSERT_TRUE(addresses.resend(person(ana)));
    ASSERT_TRUE(addresses.forgot("Ana@Example.com", ""));
    deliver();
    EXPECT_EQ(post.attempts, 1);
    const auto states = database->read(
        [&](store::Connection& reader) { return store::MailsStore(reader).list(ana); });
    ASSERT_EQ(states->size(), 3u);
    for (const auto& mail : *states) EXPECT_EQ(mail.state, "suppressed") << mail.kind;
}

TEST_F(MailsTest, AreInThePersonsLanguage) {
    Visit visit;
    visit.languages = "fr-FR, ar;q=0.9, en;q=0.5";
    ASSERT_TRUE(accounts->register_viewer({"ana@example.com", "correct horse", "آنا"}, visit));
    const Post::Letter letter = next_letter();
    EXPECT_TRUE(letter.says("Content-Language: ar"));
    EXPECT_TRUE(letter.says("dir=3D\"rtl\""));
}

TEST_F(MailsTest, OfADeletedAccountNothingIsLeftToSend) {
    const UserId ana = viewer("ana");
    OwnAccount own({*database, clock, hub, passwords, check, mails});
    ASSERT_TRUE(own.remove(person(ana), "correct horse", ""));
    deliver();
    EXPECT_TRUE(post.letters.empty());
    EXPECT_TRUE(ledger_adds_up());
}

TEST_F(MailsTest, WithoutAServerNothingIsPut) {
    const OutgoingMails off(clock, false);
    EmailAddresses without({*database, clock, hub, passwords, check, off}, 0);
    const UserId ana = viewer("ana");
    next_letter();
    EXPECT_TRUE(without.forgot("ana@example.com", ""));
    EXPECT_EQ(without.resend(person(ana)).error().word, "mail_off");
    EXPECT_EQ(without.change(person(ana), {"a@b.de", "correct horse"}, "").error().word,
              "mail_off");
    deliver();
    EXPECT_TRUE(post.letters.empty());
}

TEST_F(MailsTest, GiftsAndPayingWaitForAConfirmedAddressWhereThatIsSet) {
    accounts = std::make_unique<Accounts>(
        *database, clock, hub, passwords, known_devices(),
        AccountsOptions{.new_per_address = 1000, .mails = mails, .welcome_when_confirmed = true});
    EmailAddresses welcoming({*database, clock, hub, passwords, check, mails}, 100);
    Enrollments strict(*database, clock, media, true);
    const UserId ana = viewer("ana");
    EXPECT_EQ(balance(ana), 0);
    const auto paid = id(create(30));
    EXPECT_EQ(strict.enroll(ana, paid, "").error().word, "email_not_verified");
    EXPECT_TRUE(strict.enroll(ana, id(create(0)), ""));
    ASSERT_TRUE(welcoming.verify(next_letter().token()));
    EXPECT_EQ(balance(ana), 100);
    EXPECT_TRUE(strict.enroll(ana, paid, ""));
    ASSERT_TRUE(welcoming.change(person(ana), {"new@example.com", "correct horse"}, ""));
    ASSERT_TRUE(welcoming.verify(next_letter().token()));
    EXPECT_EQ(balance(ana), 70) << "a gift comes once";
    EXPECT_TRUE(ledger_adds_up());
}

TEST(MailTextsTest, EveryLanguageHasThemAll) {
    for (const std::string_view language : mail_languages) {
        const auto texts = read_mail_texts(language);
        ASSERT_TRUE(texts) << language << texts.error().message;
        EXPECT_EQ(texts->direction, language == "ar" ? "rtl" : "ltr");
        for (std::size_t i = 1; i + 1 < mail_kind_names.size(); ++i) {
            EXPECT_FALSE(texts->of_kinds[i].subject.empty()) << mail_kind_names[i];
            EXPECT_FALSE(texts->of_kinds[i].text.empty()) << mail_kind_names[i];
        }
        const auto check = [](const MailWords& words, bool of_class) {
            EXPECT_FALSE(words.subject.empty() || words.text.empty() || words.button.empty());
            EXPECT_EQ((words.subject + words.text).find("{title}") != std::string::npos, of_class);
        };
        for (std::size_t i = 0; i < domain::notice_event_names.size(); ++i) {
            const auto event = static_cast<domain::NoticeEvent>(i);
            if (const MailWords* words = texts->notices.of(event)) {
                check(*words, event != domain::NoticeEvent::Test);
            }
        }
        check(texts->notices.cancelled_without_place, true);
        EXPECT_NE(texts->greeting.find("{name}"), std::string::npos);
        EXPECT_NE(texts->reason.find("{studio}"), std::string::npos);
    }
}

TEST(MailTextsTest, ANameIsNoMarkup) {
    const auto texts = read_mail_texts("en");
    const WordedMail mail =
        worded(*texts, "en", MailKind::Confirm, "<b>Ana</b>", "https://x.test/#a\"b", "S");
    EXPECT_EQ(mail.html.find("<b>"), std::string::npos);
    EXPECT_NE(mail.html.find("&lt;b&gt;"), std::string::npos);
    EXPECT_EQ(mail.html.find("#a\"b"), std::string::npos);
}

TEST(MailTextsTest, TheLanguageIsTheFirstThatThereIs) {
    EXPECT_EQ(mail_language("de-AT,de;q=0.9,en;q=0.8"), "de");
    EXPECT_EQ(mail_language("fr, EN-us"), "en");
    EXPECT_EQ(mail_language("fr"), "");
    EXPECT_EQ(mail_language(""), "");
    EXPECT_EQ(mail_language(",,;,"), "");
}

}  // namespace
}  // namespace lsl::services
