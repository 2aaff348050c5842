#include "server/http/edge/http_server.h"

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "server/http/edge/respond.h"
#include "server/system_clock.h"
#include "tests/server/http/http_client.h"
#include "tests/server/temporary_folder.h"

namespace lsl::http {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpAnswer;
using lsl::testing::HttpConnection;

/// A body that goes on until it is told to end.
class Ticker final : public LiveBody {
  public:
    std::optional<std::string> next(std::chrono::milliseconds at_most) override {
        std::unique_lock lock(mutex_);
        if (first_) {
            first_ = false;
            return "first";
        }
        changed_.wait_for(lock, at_most, [&] { return ended_; });
        if (ended_) return std::nullopt;
        return "";
    }
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool first_ = true, ended_ = false;
};

/// Answers with what it was asked.
class Echo final : public RequestHandler {
  public:
    Response handle(Request& request, const BodyReader& read_body) override {
        ++requests;
        if (request.target == "/live") {
            Response response = text_response(200, "text/event-stream", "");
            response.body = ticker;
            return response;
        }
        if (request.target == "/file") {
            Response response = text_response(200, "video/webm", "");
            response.body = FileSlice{file, 2, length};
            return response;
        }
        if (request.target == "/missing") return failure(not_found("Nothing here."));
        if (request.target == "/none") {
            Response response;
            response.status = 204;
            return response;
        }
        if (request.target == "/unread") return failure(log_in_first());
        const auto body = read_body(1000);
        if (!body) return failure(body.error());
        return text_response(200, "text/plain",
                             request.method + " " + request.target + " " + *body);
    }
    Response refuse(int status) override {
        Response response = failure(make_error(ErrorCode::Malformed, "refused", "Refused."));
        response.status = status;
        return response;
    }
    Asker identify(Request& request) override {
        const std::string_view person = request.cookie("person");
        if (person.empty()) return {Rank::Stranger, request.client_address};
        return {Rank::Person, std::string(person)};
    }
    Response turn_away(Refused why) override {
        ++turned_away;
        return failure(refusal_error(why));
    }

    std::atomic<int> turned_away{0};
    std::atomic<int> requests{0};
    std::filesystem::path file;
    std::size_t length = 5;
    std::shared_ptr<Ticker> ticker = std::make_shared<Ticker>();

  private:
    static Error log_in_first() {
        return make_error(ErrorCode::Unauthenticated, "unauthenticated", "Sign in first.");
    }
};

class HttpServerTest : public ::testing::Test {
  protected:
    void start(HttpServerOptions options = {}) {
        auto bound = HttpServer::bind(options, clock_);
        ASSERT_TRUE(bound) << bound.error().message;
        server_ = std::move(*bound);
        server_->serve(echo_);
    }
    std::uint16_t port() const { return server_->port(); }
    /// The answer to raw bytes on a connection of their own.
    HttpAnswer ask(std::string_view bytes) {
        HttpConnection connection(port());
        connection.send(bytes);
        return connection.read_answer().value_or(HttpAnswer{});
    }

    SystemClock clock_;
    Echo echo_;
    std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AnswersSeveralRequestsOnOneConnection) {
    start();
    HttpConnection connection(port());
    for (int i = 0; i < 300; ++i) {
        connection.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_EQ(connection.read_answer()->body, "GET /x ") << i;
    }
}

TEST_F(HttpServerTest, AnswersRequestsThatWereSentAhead) {
    start();
    HttpConnection connection(port());
    connection.send(
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
        "GET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(connection.read_answer()->body, "POST /1 ab");
    EXPECT_EQ(connection.read_answer()->body, "GET /2 ");
    EXPECT_EQ(connection.read_answer()->body, "GET /3 ");
}

TEST_F(HttpServerTest, ARequestWithoutLengthHasNoBodyAndDoesNotEatTheNext) {
    start();
    HttpConnection connection(port());
    for (const std::string method : {"POST", "DELETE", "PATCH"}) {
        connection.send(method + " /x HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_EQ(connection.read_answer()->body, method + " /x ");
    }
}

TEST_F(HttpServerTest, ReadsChunkedBodies) {
    start();
    EXPECT_EQ(ask("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                  .body,
              "POST /x abcde");
}

TEST_F(HttpServerTest, KeepsTheConnectionAfterAFailureWhenItIsInStep) {
    start();
    HttpConnection connection(port());
    connection.send("GET /missing HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto missing = connection.read_answer();
    EXPECT_EQ(missing->status, 404);
    EXPECT_EQ(missing->header("Connection"), "");
    connection.send("POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(connection.read_answer()->status, 401);
    connection.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(connection.read_answer()->body, "GET /x ");
}

TEST_F(HttpServerTest, EndsTheConnectionWhenAsked) {
    start();
    HttpConnection connection(port());
    connection.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(connection.read_answer()->header("Connection"), "close");
    EXPECT_TRUE(connection.closes_within(2s));
}

TEST_F(HttpServerTest, CloseMayBeOneOfSeveralOptions) {
    start();
    for (const char* options : {"close, TE", "TE,close", "te\r\nConnection: Close"}) {
        HttpConnection connection(port());
        connection.send(std::string("GET /x HTTP/1.1\r\nHost: a\r\nConnection: ") + options +
                        "\r\n\r\n");
        EXPECT_EQ(connection.read_answer()->body, "GET /x ");
        EXPECT_TRUE(connection.closes_within(2s)) << options;
    }
    HttpConnection old(port());
    old.send("GET /x HTTP/1.0\r\nHost: a\r\nConnection: TE, Keep-Alive\r\n\r\n");
    EXPECT_EQ(old.read_answer()->body, "GET /x ");
}

TEST_F(HttpServerTest, ATargetInAbsoluteFormIsItsPath) {
    start();
    EXPECT_EQ(ask("GET http://a:80/x?y HTTP/1.1\r\nHost: b\r\n\r\n").body, "GET /x?y ");
    EXPECT_EQ(ask("GET HTTPS://a HTTP/1.1\r\nHost: b\r\n\r\n").body, "GET / ");
    EXPECT_EQ(ask("GET http://a?q HTTP/1.1\r\nHost: b\r\n\r\n").body, "GET /?q ");
}

TEST_F(HttpServerTest, AnEmptyLineBeforeARequestIsNoPartOfIt) {
    start();
    HttpConnection connection(port());
    connection.send("\r\nPOST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n");
    EXPECT_EQ(connection.read_answer()->body, "POST /1 ab");
    connection.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(connection.read_answer()->body, "GET /2 ");
}

TEST_F(HttpServerTest, RangesThatNobodyUnderstandsAreIgnored) {
    start();
    for (const char* range :
         {"lines=1-2", "bytes=a-b", "bytes=5-2", "Bytes=0-1,x", "bytes=0-0,zz"}) {
        const HttpAnswer answer =
            ask(std::string("GET /x HTTP/1.1\r\nHost: a\r\nRange: ") + range + "\r\n\r\n");
        EXPECT_EQ(answer.status, 200) << range;
        EXPECT_EQ(answer.body, "GET /x ") << range;
    }
}

TEST_F(HttpServerTest, ARefusalHasOneLength) {
    start();
    for (const char* bytes : {"FOO\r\n\r\n", "GET /x HTTP/1.1\r\nHost: a\r\nAccept: ;;\r\n\r\n"}) {
        HttpConnection connection(port());
        connection.send(bytes);
        const std::string head = connection.read_until("\r\n\r\n", 2s);
        const std::size_t first = head.find("Content-Length:");
        ASSERT_NE(first, head.npos) << head;
        EXPECT_EQ(head.find("Content-Length:", first + 1), head.npos) << head;
    }
}

TEST_F(HttpServerTest, BytesThatAreNoRequestGet400AndTheConnectionEnds) {
    start();
    for (const std::string_view bytes : {
             "NONSENSE\r\n\r\n",
             "GET /x HTTP/1.1 extra\r\nHost: a\r\n\r\n",
             "GET /x HTTP/3.0\r\nHost: a\r\n\r\n",
             "GET /x HTTP/1.1\r\nbroken header\r\n\r\n",
             "GET /x HTTP/1.1\r\nHost: a\r\nBad Name: 1\r\n\r\n",
             "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
             "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
             "chunked\r\n\r\n",
         }) {
        HttpConnection connection(port());
        connection.send(bytes);
        const auto answer = connection.read_answer();
        ASSERT_TRUE(answer) << bytes;
        EXPECT_EQ(answer->status, 400) << bytes;
        EXPECT_NE(answer->body.find("\"code\":\"refused\""), std::string::npos) << bytes;
        EXPECT_TRUE(connection.closes_within(2s)) << bytes;
    }
    EXPECT_EQ(echo_.requests, 0);
}

TEST_F(HttpServerTest, TooLargeBodiesAreRefusedWithAnAnswerThatArrives) {
    start();
    const std::string large(5u << 20, 'x');
    for (const std::string& request :
         {"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(large.size()) +
              "\r\n\r\n" + large,
          "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n500000\r\n" + large +
              "\r\n0\r\n\r\n"}) {
        HttpConnection connection(port());
        connection.send(request);
        const auto answer = connection.read_answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 413);
        EXPECT_NE(answer->body.find("too_large"), std::string::npos);
    }
}

TEST_F(HttpServerTest, AHugeDeclaredBodyIsRefusedBeforeItIsSent) {
    start();
    HttpConnection connection(port());
    connection.send(
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99000000\r\n"
        "Expect: 100-continue\r\n\r\n");
    const auto answer = connection.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
}

TEST_F(HttpServerTest, APatientClientIsToldToContinue) {
    start();
    HttpConnection connection(port());
    connection.send(
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_NE(connection.read_until("100 Continue", 2s).find("100 Continue"), std::string::npos);
    connection.send("ab");
    EXPECT_EQ(connection.read_answer()->body, "POST /x ab");
}

TEST_F(HttpServerTest, CompressedAndMultipartBodiesAreRefused) {
    start();
    for (const std::string header :
         {"Content-Encoding: gzip", "Content-Type: multipart/form-data; boundary=x"}) {
        EXPECT_EQ(
            ask("POST /x HTTP/1.1\r\nHost: a\r\n" + header + "\r\nContent-Length: 2\r\n\r\nab")
                .status,
            415)
            << header;
    }
}

TEST_F(HttpServerTest, ARequestThatDripsIsDroppedAtItsDeadline) {
    HttpServerOptions options;
    options.request_deadline = 400ms;
    start(options);
    HttpConnection connection(port());
    const MonoTime begin = clock_.mono();
    const std::string text = "GET /x HTTP/1.1\r\nHost: a\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (const char c : text) {
        connection.send({&c, 1});
        if (connection.closes_within(50ms)) break;
    }
    EXPECT_TRUE(connection.closes_within(1s));
    EXPECT_LT(clock_.mono() - begin, 2s);
    EXPECT_EQ(echo_.requests, 0);
}

TEST_F(HttpServerTest, ABodyThatNeverComesIsDroppedAtTheDeadline) {
    HttpServerOptions options;
    options.request_deadline = 300ms;
    start(options);
    HttpConnection connection(port());
    connection.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(connection.closes_within(2s));
}

TEST_F(HttpServerTest, AnIdleConnectionIsClosed) {
    HttpServerOptions options;
    options.idle_timeout = 200ms;
    start(options);
    HttpConnection connection(port());
    EXPECT_TRUE(connection.closes_within(2s));
}

TEST_F(HttpServerTest, HeadHasTheLengthAndNoBody) {
    start();
    HttpConnection connection(port());
    connection.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(connection.read_answer("HEAD")->header("Content-Length"), "8");
    EXPECT_EQ(connection.read_answer()->body, "GET /y ");
}

TEST_F(HttpServerTest, NoContentHasNoLength) {
    start();
    const HttpAnswer answer = ask("GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("Content-Length"), "");
}

TEST_F(HttpServerTest, SendsAPartOfAFile) {
    const lsl::testing::TemporaryFolder folder;
    echo_.file = folder.path() / "video.webm";
    std::ofstream(echo_.file) << "0123456789";
    start();
    const HttpAnswer answer = ask("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.body, "23456");
    EXPECT_EQ(answer.header("Content-Type"), "video/webm");
    EXPECT_EQ(answer.head.find("Content-Type"), answer.head.rfind("Content-Type"));
}

TEST_F(HttpServerTest, LiveBodiesDoNotKeepOthersWaiting) {
    start();
    std::vector<std::unique_ptr<HttpConnection>> listeners;
    for (int i = 0; i < 64; ++i) {
        listeners.push_back(std::make_unique<HttpConnection>(port()));
        listeners.back()->send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    EXPECT_EQ(ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").body, "GET /x ");
    EXPECT_NE(listeners.back()->read_until("first", 2s).find("200 OK"), std::string::npos);
    echo_.ticker->end();
}

TEST_F(HttpServerTest, WhoIsTurnedAwayHearsWhyAndWhen) {
    HttpServerOptions options;
    options.room.per_address = 1;
    options.room.spare = 8;
    start(options);
    HttpConnection live(port());
    live.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_NE(live.read_until("first", 2s), "");
    const HttpAnswer refused = ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("Retry-After"), "10");
    EXPECT_EQ(ask("GET /x HTTP/1.1\r\nHost: a\r\nCookie: person=ana\r\n\r\n").status, 200);
    echo_.ticker->end();
}

TEST_F(HttpServerTest, WhoComesToAFullHouseIsToldWithoutBeingHeard) {
    HttpServerOptions options;
    options.room.most = 1;
    options.room.for_people = options.room.for_staff = 0;
    start(options);
    HttpConnection live(port());
    live.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_NE(live.read_until("first", 2s), "");
    const HttpAnswer refused = ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("Retry-After"), "10");
    EXPECT_NE(refused.body.find("busy"), std::string::npos);
    echo_.ticker->end();
}

TEST_F(HttpServerTest, AHeadIsBoundedAsAWhole) {
    start();
    std::string head = "GET /x HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 90; ++i)
        head += "X-" + std::to_string(i) + ": " + std::string(8000, 'x') + "\r\n";
    HttpConnection connection(port());
    connection.send(head);
    const auto answer = connection.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400);
    EXPECT_EQ(echo_.requests, 0);
}

TEST_F(HttpServerTest, AnAnswerThatIsTakenTooSlowlyIsCut) {
    const lsl::testing::TemporaryFolder folder;
    echo_.file = folder.path() / "video.webm";
    echo_.length = 64u << 20;
    std::ofstream(echo_.file) << std::string(echo_.length + 2, 'x');
    HttpServerOptions options;
    options.answer_patience = 500ms;
    options.least_bytes_per_second = 100u << 20;
    start(options);
    HttpConnection slow(port());
    slow.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
    for (int i = 0; i < 100 && server_->connections() == 0; ++i) std::this_thread::yield();
    // Nothing of it is read, so it ends by patience alone, though progress has 20 s.
    const auto begun = clock_.mono();
    while (server_->connections() > 0 && clock_.mono() - begun < 10s) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(HttpServerTest, StopsAtOnceWithOpenConnections) {
    start();
    HttpConnection idle(port()), used(port()), half(port()), live(port());
    used.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(used.read_answer());
    half.send("GET /x HTT");
    live.send("GET /live HTTP/1.1\r\nHost: a\r\n\r\n");
    live.read_until("first", 2s);
    const MonoTime begin = clock_.mono();
    echo_.ticker->end();
    server_->stop();
    EXPECT_LT(clock_.mono() - begin, 2s);
    EXPECT_TRUE(idle.closes_within(1s));
    EXPECT_TRUE(half.closes_within(1s));
}

TEST_F(HttpServerTest, ATakenPortIsOneSentence) {
    start();
    HttpServerOptions options;
    options.port = port();
    const auto second = HttpServer::bind(options, clock_);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("Port " + std::to_string(port())), std::string::npos);
}

}  // namespace
}  // namespace lsl::http
