// A class of a thousand people is moved, then cancelled, and the server dies while it tells them:
// each hears of each thing once, in order, in the app and by mail. Nobody is told of a class that
// has begun.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/mail/mail_delivery.h"
#include "server/services/notices/notices.h"
#include "server/store/notices/mails_store.h"
#include "server/store/people/users_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::days;

constexpr int people_of_the_class = 1000, people_with_mail = 200;
constexpr int not_at_all = 0;

/// What tells people, made anew after each death. Dies at that try to write a notice.
class Telling {
  public:
    Telling(const std::filesystem::path& file, const Clock& clock, int dies_at)
        : dies_at_(dies_at),
          database_(
              store::Database::open(
                  file, {.between_runs = {}, .observer = [this](const char* sql) { look(sql); }})
                  .value()),
          mails_(clock, true),
          notices_(*database_, clock, mails_, UnsubscribeLinks::open(*database_, clock).value()),
          reader_(NewsReader::open(
                      *database_, "notices",
                      [this](const std::vector<store::NewsRow>& rows) {
                          return notices_.classes.tell(rows);
                      },
                      NewsReader::By::Callers)
                      .value()),
          queue_(*database_, clock, {{std::string(notice_work), notices_.classes.work()}}) {}

    void tell() {
        reader_->read();
        queue_.look();
    }
    NoticeInbox& inbox() { return notices_.inbox; }
    store::Database& database() { return *database_; }

  private:
    void look(std::string_view sql) {
        const bool is_notice = sql.find("INSERT INTO notices") != sql.npos;
        if (is_notice && ++tries_ == dies_at_) ::kill(::getpid(), SIGKILL);
    }

    const int dies_at_;
    std::atomic<int> tries_ = 0;
    std::unique_ptr<store::Database> database_;
    const OutgoingMails mails_;
    Notices notices_;
    std::unique_ptr<NewsReader> reader_;
    DueQueue queue_;
};

/// A mail server of a file, whose process dies after it took that many mails and before anybody
/// could note it: the worst moment.
class DyingPost final : public mail::Sender {
  public:
    DyingPost(std::filesystem::path file, int dies_at)
        : file_(std::move(file)), dies_at_(dies_at) {}
    mail::Outcome send(const std::string& to, const std::string& mime) override {
        std::ofstream(file_, std::ios::app) << to << '\t' << header(mime, "Message-ID: ") << '\t'
                                            << header(mime, "Subject: ") << '\n';
        if (++taken_ == dies_at_) ::kill(::getpid(), SIGKILL);
        return {mail::Outcome::Kind::Sent, {}};
    }

  private:
    static std::string header(const std::string& mime, const std::string& name) {
        const std::size_t at = mime.find("\r\n" + name);
        const std::size_t begin = at + 2 + name.size();
        return at == mime.npos ? "" : mime.substr(begin, mime.find("\r\n", begin) - begin);
    }

    const std::filesystem::path file_;
    const int dies_at_;
    int taken_ = 0;
};

/// What the post of one person's has taken, in order.
struct TakenMail {
    std::string id, subject;
};

class NoticesKillTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    /// A process that tells until it dies, or is through. True: it died.
    bool dies_while_telling(const std::filesystem::path& file, int at) {
        const pid_t child = ::fork();
        if (child == 0) {
            Telling telling(file, clock, at);
            telling.tell();
            ::_exit(0);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return WIFSIGNALED(status);
    }
    /// A process that sends what is due. True: it died at its so many-th mail.
    bool dies_while_sending(const std::filesystem::path& file, int at) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto opened = store::Database::open(file, {});
            const OutgoingMails mails(clock, true);
            DyingPost post(folder.path() / "post", at);
            MailDelivery delivery(
                **opened, clock, mails, post,
                {"https://live.example.com", {"Studio", "s@example.com"}, {}, nullptr});
            while (delivery.send_one()) {
            }
            ::_exit(0);
        }
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return WIFSIGNALED(status);
    }
    std::map<std::string, std::vector<TakenMail>> post() {
        std::map<std::string, std::vector<TakenMail>> all;
        std::ifstream file(folder.path() / "post");
        for (std::string line; std::getline(file, line);) {
            std::istringstream parts(line);
            std::string to;
            TakenMail mail;
            std::getline(parts, to, '\t');
            std::getline(parts, mail.id, '\t');
            std::getline(parts, mail.subject);
            all[to].push_back(mail);
        }
        return all;
    }
    std::size_t lines_of_post() {
        std::size_t lines = 0;
        for (const auto& [to, taken] : post()) lines += taken.size();
        return lines;
    }
    UserId confirmed(const std::string& name) {
        const UserId user = viewer(name);
        const auto noted = database->write([&](store::Connection& tx) {
            return store::UsersStore(tx).note_verified(user, name + "@example.com", clock.utc());
        });
        EXPECT_TRUE(noted);
        return user;
    }
    void die_at(const std::filesystem::path& file, std::initializer_list<int> points) {
        close();
        for (const int at : points) EXPECT_TRUE(dies_while_telling(file, at)) << at;
        EXPECT_FALSE(dies_while_telling(file, not_at_all));
        open();
    }
};

TEST_F(NoticesKillTest, EverybodyHearsOfEachThingOnceAndInOrder) {
    const auto file = database->file();
    { Telling begins(file, clock, not_at_all); }
    const auto salsa = create(0);
    std::vector<UserId> people;
    for (int i = 0; i < people_of_the_class; ++i) {
        people.push_back(viewer("person" + std::to_string(i)));
        ASSERT_TRUE(enrollments->enroll(people.back(), id(salsa), ""));
    }
    // While they are told of their places.
    die_at(file, {1, 499, 500, 999});
    api::ChangeStream::Request change;
    change.scheduledStartTime = clock.utc() + days(3);
    ASSERT_TRUE(streams->change(id(salsa), change));
    // The news of their places is read again, as after a death: it comes first.
    die_at(file, {1001, 1200, 1999});
    ASSERT_TRUE(streams->cancel(id(salsa)));
    // Places that are paid back are no news.
    die_at(file, {1, 400, 999});
    close();

    Telling after(file, clock, not_at_all);
    for (const UserId person : people) {
        const auto notices = after.inbox().list(person, "", "").value().notices;
        ASSERT_EQ(notices.size(), 3u);
        EXPECT_EQ(notices[0].event, domain::NoticeEvent::Cancelled);
        EXPECT_EQ(notices[1].event, domain::NoticeEvent::Moved);
        EXPECT_EQ(notices[2].event, domain::NoticeEvent::Enrolled);
        const auto mails =
            after.database()
                .read([&](store::Connection& r) { return store::MailsStore(r).list(person); })
                .value();
        EXPECT_EQ(mails.size(), 3u);
    }
}

TEST_F(NoticesKillTest, TheirMailsComeInOrderAndWhatComesTwiceHasOneName) {
    const auto file = database->file();
    { Telling begins(file, clock, not_at_all); }
    const auto salsa = create(0);
    for (int i = 0; i < people_with_mail; ++i) {
        const UserId user = confirmed("person" + std::to_string(i));
        ASSERT_TRUE(enrollments->enroll(user, id(salsa), ""));
    }
    die_at(file, {});
    api::ChangeStream::Request change;
    change.scheduledStartTime = clock.utc() + days(3);
    ASSERT_TRUE(streams->change(id(salsa), change));
    die_at(file, {});
    ASSERT_TRUE(streams->cancel(id(salsa)));
    die_at(file, {});
    close();
    int deaths = 0;
    for (const int at : {1, 2, 50, 120, 150}) {
        EXPECT_TRUE(dies_while_sending(file, at)) << at;
        ++deaths;
        clock.advance(std::chrono::minutes(2));  // until the next try of what was not noted
    }
    EXPECT_FALSE(dies_while_sending(file, not_at_all));

    std::size_t again = 0;
    const auto all = post();
    ASSERT_EQ(all.size(), static_cast<std::size_t>(people_with_mail));
    for (const auto& [to, taken] : all) {
        std::vector<std::string> subjects, ids;
        for (const TakenMail& mail : taken) {
            if (!ids.empty() && ids.back() == mail.id) {
                ++again;
                continue;
            }
            ids.push_back(mail.id);
            subjects.push_back(mail.subject);
        }
        EXPECT_EQ(subjects, std::vector<std::string>(
                                {"You are in: Salsa", "Another time: Salsa", "Cancelled: Salsa"}))
            << to;
    }
    EXPECT_EQ(again, static_cast<std::size_t>(deaths)) << "one at each death, under its old name";
}

TEST_F(NoticesKillTest, NobodyIsRemindedOfAClassThatHasBegun) {
    const auto file = database->file();
    { Telling begins(file, clock, not_at_all); }
    const UtcTime start = clock.utc() + days(3);
    const auto salsa =
        row(streams->create({.title = "Salsa", .scheduledStartTime = start, .priceInTokens = 0})
                .value()
                .stream.stream.id);
    std::vector<UserId> people;
    for (int i = 0; i < people_with_mail; ++i) {
        people.push_back(confirmed("person" + std::to_string(i)));
        ASSERT_TRUE(enrollments->enroll(people.back(), id(salsa), ""));
    }
    die_at(file, {});
    close();
    EXPECT_FALSE(dies_while_sending(file, not_at_all));
    const std::size_t before = lines_of_post();
    clock.set(start - days(1));
    // The first two hundred are told in one transaction: who dies in it has told nobody.
    EXPECT_TRUE(dies_while_telling(file, 1));
    EXPECT_TRUE(dies_while_telling(file, people_with_mail / 2));
    EXPECT_FALSE(dies_while_telling(file, not_at_all));
    EXPECT_TRUE(dies_while_sending(file, people_with_mail / 2));
    // It comes back when the class is on.
    clock.set(start + std::chrono::minutes(1));
    EXPECT_FALSE(dies_while_telling(file, not_at_all));
    EXPECT_FALSE(dies_while_sending(file, not_at_all));
    EXPECT_EQ(lines_of_post() - before, static_cast<std::size_t>(people_with_mail / 2));

    Telling after(file, clock, not_at_all);
    for (const UserId person : people) {
        const auto notices = after.inbox().list(person, "", "").value().notices;
        ASSERT_EQ(notices.size(), 2u);
        EXPECT_EQ(notices[0].event, domain::NoticeEvent::Reminder24h);
        EXPECT_LT(notices[0].created_at, start);
    }
}

}  // namespace
}  // namespace lsl::services
