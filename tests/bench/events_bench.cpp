// What event streams cost: the server runs in a process of its own, whose processor time and memory
// are measured.
//
//     bench_events [--listeners N] [--in-room N] [--seconds N]
//
// First the hub and its loop alone, with four frames a second to the listeners of one room; then
// the whole server, in which a class changes four times a second and everybody listens, and how
// long other requests take meanwhile. The last line is JSON.

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "server/http/edge/http_server.h"
#include "server/http/events/event_stream.h"
#include "server/process_limits.h"
#include "server/server.h"
#include "server/system_clock.h"
#include "tests/server/http/http_client.h"
#include "tests/server/temporary_folder.h"

namespace lsl::bench {
namespace {

using namespace std::chrono_literals;
using lsl::testing::HttpClient;
using services::EventHub;
using services::Topic;

constexpr std::string_view access_token = "the-access-token-of-the-bench-of-events";

struct Options {
    std::int64_t listeners = 3000;
    std::int64_t in_room = 1000;
    std::int64_t seconds = 10;
};

Options read_options(int count, char** values) {
    Options options;
    const std::map<std::string, std::int64_t*> numbers = {{"--listeners", &options.listeners},
                                                          {"--in-room", &options.in_room},
                                                          {"--seconds", &options.seconds}};
    for (int i = 1; i + 1 < count; i += 2) {
        const auto number = numbers.find(values[i]);
        const std::string value = values[i + 1];
        if (number != numbers.end()) {
            std::from_chars(value.data(), value.data() + value.size(), *number->second);
        }
    }
    return options;
}

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_megabytes() {
    std::ifstream in("/proc/self/statm");
    double all = 0, resident = 0;
    in >> all >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::size_t threads() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// What the server's process says of itself between two words of ours.
struct Cost {
    double cores = 0;
    double megabytes = 0;
    double threads = 0;
};

/// A process that serves until it hears otherwise, and answers "measure" by what it cost since
/// "begin".
class ServerProcess {
  public:
    /// `serve(tell_port)` runs in the child and returns something that lives as long as it serves.
    template <class Serve>
    explicit ServerProcess(Serve serve) {
        std::array<int, 2> down{}, up{};
        if (pipe(down.data()) != 0 || pipe(up.data()) != 0) fail("pipe");
        child_ = fork();
        if (child_ < 0) fail("fork");
        if (child_ == 0) {
            close(down[1]);
            close(up[0]);
            run(serve, down[0], up[1]);
        }
        close(down[0]);
        close(up[1]);
        words_ = down[1];
        answers_ = up[0];
        std::uint16_t port = 0;
        if (read(answers_, &port, sizeof port) != sizeof port) fail("the server did not start");
        port_ = port;
    }
    ~ServerProcess() {
        close(words_);
        close(answers_);
        waitpid(child_, nullptr, 0);
    }
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    void begin() const { word('b'); }
    Cost measure() const {
        word('m');
        Cost cost;
        if (read(answers_, &cost, sizeof cost) != sizeof cost) fail("the server is gone");
        return cost;
    }

  private:
    void word(char text) const {
        if (write(words_, &text, 1) != 1) fail("the server is gone");
    }

    template <class Serve>
    [[noreturn]] static void run(Serve serve, int words, int answers) {
        const SystemClock clock;
        {
            std::uint16_t port = 0;
            const auto serving = serve(port);
            const double empty = resident_megabytes();
            if (write(answers, &port, sizeof port) != sizeof port) _exit(1);
            double cpu = cpu_seconds();
            MonoTime since = clock.mono();
            for (char text = 0; read(words, &text, 1) == 1;) {
                if (text == 'b') {
                    cpu = cpu_seconds();
                    since = clock.mono();
                    continue;
                }
                const double wall = std::chrono::duration<double>(clock.mono() - since).count();
                const Cost cost{(cpu_seconds() - cpu) / wall, resident_megabytes() - empty,
                                static_cast<double>(threads())};
                if (write(answers, &cost, sizeof cost) != sizeof cost) _exit(1);
            }
        }
        _exit(0);
    }

    pid_t child_ = -1;
    int words_ = -1;
    int answers_ = -1;
    std::uint16_t port_ = 0;
};

/// Many open event streams that are read by one thread of ours.
class Crowd {
  public:
    ~Crowd() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
        for (const int socket : sockets_) close(socket);
        if (epoll_ >= 0) close(epoll_);
    }

    void listen(std::uint16_t port, std::int64_t count, const std::string& path) {
        const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (std::int64_t i = 0; i < count; ++i) {
            const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in to{};
            to.sin_family = AF_INET;
            to.sin_port = htons(port);
            to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            if (socket < 0 || connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
                fail("connect");
            }
            if (send(socket, request.data(), request.size(), 0) < 0) fail("send");
            std::array<char, 4096> buffer;
            if (recv(socket, buffer.data(), buffer.size(), 0) <= 0) fail("no answer");
            sockets_.push_back(socket);
        }
    }
    void read_all() {
        epoll_ = epoll_create1(EPOLL_CLOEXEC);
        for (const int socket : sockets_) {
            epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
            epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
        }
        thread_ = std::thread([this] { run(); });
    }
    std::int64_t frames() const { return frames_; }
    std::int64_t ended() const { return ended_; }

  private:
    void run() {
        std::array<epoll_event, 256> events;
        std::array<char, 16384> buffer;
        while (!stopping_) {
            const int count =
                epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i) {
                const int socket = events[static_cast<std::size_t>(i)].data.fd;
                if (recv(socket, buffer.data(), buffer.size(), 0) > 0) {
                    ++frames_;
                } else {
                    ++ended_;
                    epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr);
                }
            }
        }
    }

    std::vector<int> sockets_;
    int epoll_ = -1;
    std::atomic<std::int64_t> frames_ = 0;
    std::atomic<std::int64_t> ended_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// A room and its loop without the rest of the server. Something happens all the time, of which the
/// hub makes a frame each 250 ms.
class RoomServer final : public http::RequestHandler {
  public:
    explicit RoomServer(std::uint16_t& port) {
        http::HttpServerOptions options;
        options.room.per_address = options.room.most;
        server_ = http::HttpServer::bind(options, clock_).value();
        server_->serve(*this);
        port = server_->port();
        publisher_ = std::thread([this] {
            for (std::int64_t i = 0; !stopping_; ++i) {
                hub_.change_room(room_, {.viewers = i, .resync = std::nullopt});
                std::this_thread::sleep_for(20ms);
            }
        });
    }
    ~RoomServer() override {
        stopping_ = true;
        publisher_.join();
        hub_.close();
        server_->stop();
    }

    http::Response handle(http::Request& request, const http::BodyReader&) override {
        services::Listening listening;
        if (request.target == "/room") listening.room = Topic::class_room(room_);
        http::Response response;
        response.add("Content-Type", "text/event-stream");
        response.body =
            std::make_shared<http::EventStream>(hub_.subscribe(std::move(listening)), clock_.mono(),
                                                ": hello\n\n", [] { return true; });
        return response;
    }
    http::Response refuse(int status) override {
        return http::text_response(status, "text/plain", "");
    }
    http::Asker identify(http::Request& request) override {
        request.client_address = request.peer_address;
        return {};
    }
    http::Response turn_away(http::Refused) override {
        return http::text_response(503, "text/plain", "");
    }

  private:
    const SystemClock clock_;
    const StreamId room_{Uuid{{1}}};
    EventHub hub_{clock_};
    std::unique_ptr<http::HttpServer> server_;
    std::atomic<bool> stopping_ = false;
    std::thread publisher_;
};

struct RoomFigures {
    Cost cost;
    double frames_per_second = 0;
    bool all_heard = false;
};

RoomFigures measure_room(const Options& options) {
    const ServerProcess server(
        [](std::uint16_t& port) { return std::make_unique<RoomServer>(port); });
    Crowd crowd;
    crowd.listen(server.port(), options.in_room, "/room");
    crowd.listen(server.port(), options.listeners - options.in_room, "/elsewhere");
    crowd.read_all();
    // The threads that answered the heads leave after a while.
    std::this_thread::sleep_for(12s);
    const std::int64_t before = crowd.frames();
    server.begin();
    std::this_thread::sleep_for(std::chrono::seconds(options.seconds));
    RoomFigures figures{.cost = server.measure()};
    figures.frames_per_second =
        static_cast<double>(crowd.frames() - before) / static_cast<double>(options.seconds);
    figures.all_heard = crowd.ended() == 0 &&
                        figures.frames_per_second > static_cast<double>(options.in_room) * 3.5;
    return figures;
}

/// The whole server, as it runs for people.
struct WholeServer {
    explicit WholeServer(std::uint16_t& port) {
        config::Settings settings;
        settings.port = 0;
        settings.media_udp_port = 0;
        settings.media_public_addresses = {"127.0.0.1"};
        settings.data_dir = folder.path();
        settings.instructor_access_token = access_token;
        settings.cron_secret = "the-cron-secret-of-the-bench-of-events";
        settings.limit_connections_per_address = 4000;
        settings.limit_event_streams_per_address = 4000;
        settings.limit_writes_per_person = 100'000;
        lsl::ServerOptions options;
        options.log = [](std::string_view) {};
        server = Server::start(settings, clock, std::move(options)).value();
        port = server->http_port();
    }
    lsl::testing::TemporaryFolder folder;
    const SystemClock clock;
    std::unique_ptr<Server> server;
};

std::string id_in(const std::string& json) {
    const std::size_t at = json.find("\"id\":\"");
    if (at == json.npos) fail("no class was made");
    return json.substr(at + 6, 36);
}

struct Times {
    double p50_ms = 0;
    double p99_ms = 0;
};

/// How long an ordinary request takes, a new connection each.
Times time_requests(std::uint16_t port, std::chrono::seconds for_so_long) {
    const SystemClock clock;
    std::vector<double> times;
    HttpClient visitor(port);
    const MonoTime end = clock.mono() + for_so_long;
    while (clock.mono() < end) {
        const MonoTime begin = clock.mono();
        if (visitor.get("/api/streams").status != 200) fail("a request was refused");
        times.push_back(std::chrono::duration<double, std::milli>(clock.mono() - begin).count());
        std::this_thread::sleep_for(2ms);
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times[times.size() * 99 / 100]};
}

struct WholeFigures {
    Cost cost;
    Times alone;  ///< before anybody listens, on the same machine in the same minute
    Times others;
    double frames_per_second = 0;
    bool all_stayed = false;
};

WholeFigures measure_whole(const Options& options) {
    const ServerProcess server(
        [](std::uint16_t& port) { return std::make_unique<WholeServer>(port); });
    HttpClient staff(server.port());
    staff.post("/api/instructor/login", "{\"token\":\"" + std::string(access_token) + "\"}");
    const std::string id =
        id_in(staff
                  .post("/api/instructor/streams/create",
                        R"({"title":"Salsa","scheduledStartTime":"2030-01-01T10:00:00Z"})")
                  .body);
    const Times alone = time_requests(server.port(), std::chrono::seconds(options.seconds));
    Crowd crowd;
    crowd.listen(server.port(), options.listeners, "/api/events");
    crowd.read_all();
    std::this_thread::sleep_for(12s);

    std::atomic<bool> stop = false;
    std::thread teacher([&] {
        for (int i = 0; !stop; ++i) {
            staff.request("PATCH", "/api/instructor/streams/" + id,
                          "{\"title\":\"Salsa " + std::to_string(i) + "\"}",
                          {"Content-Type: application/json"});
            std::this_thread::sleep_for(250ms);
        }
    });
    const std::int64_t before = crowd.frames();
    server.begin();
    const Times others = time_requests(server.port(), std::chrono::seconds(options.seconds));
    WholeFigures figures{.cost = server.measure(), .alone = alone, .others = others};
    figures.frames_per_second =
        static_cast<double>(crowd.frames() - before) / static_cast<double>(options.seconds);
    stop = true;
    teacher.join();
    figures.all_stayed = crowd.ended() == 0;
    return figures;
}

int run(const Options& options) {
    raise_descriptor_limit();
    const RoomFigures room = measure_room(options);
    std::printf("%lld listeners, four frames a second to %lld: %.3f core, %.1f MB, %.0f threads\n",
                static_cast<long long>(options.listeners), static_cast<long long>(options.in_room),
                room.cost.cores, room.cost.megabytes, room.cost.threads);
    const WholeFigures whole = measure_whole(options);
    std::printf(
        "the whole server, four frames a second to all: %.3f core, %.1f MB; other requests "
        "p50 %.2f ms, p99 %.2f ms; alone p50 %.2f ms, p99 %.2f ms\n",
        whole.cost.cores, whole.cost.megabytes, whole.others.p50_ms, whole.others.p99_ms,
        whole.alone.p50_ms, whole.alone.p99_ms);
    std::printf(
        "{\"listeners\": %lld, \"in_room\": %lld, \"room_cores\": %.4f, \"room_mb\": %.1f, "
        "\"room_threads\": %.0f, \"room_frames_per_s\": %.0f, \"whole_cores\": %.4f, "
        "\"whole_mb\": %.1f, \"whole_threads\": %.0f, \"whole_frames_per_s\": %.0f, "
        "\"other_p50_ms\": %.3f, \"other_p99_ms\": %.3f, \"alone_p50_ms\": %.3f, "
        "\"alone_p99_ms\": %.3f}\n",
        static_cast<long long>(options.listeners), static_cast<long long>(options.in_room),
        room.cost.cores, room.cost.megabytes, room.cost.threads, room.frames_per_second,
        whole.cost.cores, whole.cost.megabytes, whole.cost.threads, whole.frames_per_second,
        whole.others.p50_ms, whole.others.p99_ms, whole.alone.p50_ms, whole.alone.p99_ms);
    return room.all_heard && whole.all_stayed ? 0 : 1;
}

}  // namespace
}  // namespace lsl::bench

int main(int count, char** values) {
    return lsl::bench::run(lsl::bench::read_options(count, values));
}
