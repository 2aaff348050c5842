// A class of a thousand people is moved, then cancelled, and the server dies while it tells them:
// each hears of each thing once, in order, in the app and by mail.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/services/notices/notices.h"
#include "server/store/mails_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::days;

constexpr int people_of_the_class = 1000;
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

}  // namespace
}  // namespace lsl::services
