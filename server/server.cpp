#include "server/server.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/data_folder.h"
#include "server/hosted_media.h"
#include "server/http/application.h"
#include "server/http/http_server.h"
#include "server/media/media_threads.h"
#include "server/recorder/recorder.h"
#include "server/scheduler/scheduler.h"
#include "server/services/accounts.h"
#include "server/services/announcements.h"
#include "server/services/enrollments.h"
#include "server/services/event_hub.h"
#include "server/services/jobs.h"
#include "server/services/live_media.h"
#include "server/services/live_media_loop.h"
#include "server/services/media_backends.h"
#include "server/services/media_inbox.h"
#include "server/services/playback.h"
#include "server/services/rate_limits.h"
#include "server/services/recording_space.h"
#include "server/services/streams.h"
#include "server/services/thumbnails.h"
#include "server/services/wallets.h"
#include "server/services/workouts.h"
#include "server/store/database.h"

namespace lsl {
namespace {

http::HttpServerOptions http_options(const config::Settings& settings) {
    http::HttpServerOptions options;
    options.host = settings.host;
    options.port = settings.port;
    options.tls_cert_file = settings.tls_cert_file;
    options.tls_key_file = settings.tls_key_file;
    return options;
}

media::MediaOptions media_options(const config::Settings& settings) {
    media::MediaOptions options;
    options.bind_address = settings.host == "localhost" ? "127.0.0.1" : settings.host;
    options.udp_port = settings.media_udp_port;
    options.public_addresses = settings.media_public_addresses;
    return options;
}

recorder::RecorderOptions recorder_options(const config::Settings& settings, const Clock& clock) {
    recorder::RecorderOptions options;
    options.folder = settings.data_dir / "recordings";
    options.max_bytes = settings.recordings_max_bytes;
    options.clock = &clock;
    return options;
}

/// A line about a run that nobody waits for.
std::string job_line(UtcTime now, std::string_view job, const Result<wire::JobReport>& report) {
    std::string line = to_iso8601(now) + " job=" + std::string(job);
    if (!report) {
        const Error& error = report.error();
        return line + " error=\"" + error.message + "\" detail=\"" + error.detail + "\"";
    }
    return line + " processed=" + std::to_string(report->processed) +
           " failed=" + std::to_string(report->failed);
}

class RunningServer final : public Server {
  public:
    RunningServer(const config::Settings& settings, const Clock& clock, ServerOptions options)
        : settings_(settings),
          clock_(clock),
          options_(std::move(options)),
          limits_(clock),
          passwords_(options_.password_cost) {}

    ~RunningServer() override {
        // A job that runs, by the clock or in a request, ends after the class it is at.
        if (jobs_) jobs_->stop();
        scheduler_.reset();
        // Event streams first: they would hold the threads that HTTP waits for.
        hub_.close();
        if (http_) http_->stop();
        // Its thread calls back into the services below.
        thumbnails_.reset();
    }

    Result<void> open() {
        folder_ = LSL_TRY(DataFolder::lock(settings_.data_dir));
        database_ = LSL_TRY(store::Database::open(settings_.data_dir / "leansporty.db"));
        // The port is known, and clients may queue, before anything that names it is made.
        http_ = LSL_TRY(http::HttpServer::bind(http_options(settings_), clock_));
        public_url_ = settings_.public_url;
        if (public_url_.empty()) {
            public_url_ = (settings_.tls() ? "https://localhost:" : "http://localhost:") +
                          std::to_string(http_->port());
        }
        LSL_TRY(open_media());
        LSL_TRY(open_services());
        LSL_TRY(live_media_->reconcile());
        if (hosted_) LSL_TRY(hosted_->backend().reconcile());
        loop_.emplace(*live_media_, inbox_, clock_, [this] {
            if (hosted_) hosted_->backend().refresh();
        });
        if (settings_.demo) {
            LSL_TRY(services::fill_demo(*database_, clock_, *accounts_, *streams_, *enrollments_));
        }
        serve();
        schedule();
        return {};
    }

    std::string public_url() const override { return public_url_; }
    std::uint16_t http_port() const override { return http_->port(); }
    std::uint16_t media_udp_port() const override { return media_->udp_port(); }
    std::vector<services::DemoLogin> demo_logins() const override {
        return services::demo_logins(*database_);
    }

  private:
    Result<void> open_media() {
        recorder_ = LSL_TRY(recorder::Recorder::open(recorder_options(settings_, clock_),
                                                     inbox_.recorder_listener()));
        media_ = LSL_TRY(
            media::start_media_threads(static_cast<std::size_t>(settings_.media_threads),
                                       media_options(settings_), clock_, inbox_.media_listener()));
        return {};
    }

    services::LiveMediaOptions live_media_options() const {
        services::LiveMediaOptions options;
        options.public_url = public_url_;
        options.offers.most = static_cast<std::size_t>(settings_.media_offers_per_minute);
        return options;
    }

    Result<void> open_services() {
        announcements_.emplace(*database_, hub_);
        live_media_.emplace(*database_, clock_, *announcements_, inbox_, *media_, *recorder_,
                            live_media_options());
        LSL_TRY(open_backends());
        announcements_->use(*backends_);
        playback_ = LSL_TRY(services::Playback::open(*database_, clock_, *backends_));
        live_media_->use(*playback_);
        thumbnails_.emplace(settings_.data_dir / "thumbnails", clock_);
        streams_.emplace(*database_, clock_, *announcements_, *backends_, &*thumbnails_,
                         services::StreamsOptions{public_url_});
        enrollments_.emplace(*database_, clock_, *announcements_, *backends_);
        wallets_.emplace(*database_);
        workouts_.emplace(*database_);
        jobs_.emplace(*database_, clock_, *streams_);
        recording_space_.emplace(*recorder_, clock_, settings_.recordings_max_bytes);
        accounts_.emplace(
            *database_, clock_, hub_, limits_, passwords_,
            services::AccountsOptions{settings_.signup_tokens, settings_.instructor_access_token,
                                      settings_.cron_secret});
        return {};
    }

    /// The one that the setting names carries new classes; older ones keep theirs.
    Result<void> open_backends() {
        std::vector<services::MediaBackend*> backends{&*live_media_};
        if (has_hosted_media(settings_)) {
            hosted_ = LSL_TRY(HostedMedia::open(
                settings_, {*database_, clock_, *announcements_, *live_media_, *recorder_}));
            backends.push_back(&hosted_->backend());
        }
        if (settings_.media_backend == config::MediaBackend::Cloudflare) {
            std::reverse(backends.begin(), backends.end());
        }
        backends_.emplace(std::move(backends));
        return {};
    }

    void serve() {
        http::ApplicationOptions options;
        options.public_url = public_url_;
        options.https = settings_.https();
        options.version = server_version();
        options.log = options_.log;
        options.connections = [this] { return http_->connections(); };
        options.media_origin = [this] { return hosted_ ? hosted_->media_origin() : std::string(); };
        options.trusted_proxy = [this](std::string_view address) {
            return config::any_contains(settings_.trusted_proxies, address);
        };
        application_.emplace(
            http::Services{*accounts_, *streams_, *enrollments_, *wallets_, *workouts_, *playback_,
                           *live_media_, *jobs_, *recording_space_, *thumbnails_, hub_, limits_,
                           clock_, hosted_ ? hosted_->webhooks() : nullptr},
            std::move(options));
        http_->serve(*application_);
    }

    void schedule() {
        const auto daily = [this](std::string_view name, std::chrono::minutes at,
                                  Result<wire::JobReport> (services::Jobs::*work)()) {
            return scheduler::DailyJob{
                .at = at,
                .last_run = [this, name]() -> std::optional<UtcTime> {
                    const auto last = jobs_->last_finished(name);
                    return last ? *last : std::nullopt;
                },
                .run =
                    [this, name, work] {
                        const auto report = ((*jobs_).*work)();
                        if (options_.log) options_.log(job_line(clock_.utc(), name, report));
                    }};
        };
        scheduler_.emplace(clock_,
                           std::vector{daily(services::cleanup_job, services::cleanup_at,
                                             &services::Jobs::cleanup_recordings),
                                       daily(services::catalog_job, services::catalog_at,
                                             &services::Jobs::migrate_streams_to_workouts)});
    }

    // In the order of starting; destroyed from the last to the first.
    const config::Settings settings_;
    const Clock& clock_;
    const ServerOptions options_;
    std::string public_url_;

    std::unique_ptr<DataFolder> folder_;
    std::unique_ptr<store::Database> database_;
    services::EventHub hub_;
    services::RateLimits limits_;
    services::Passwords passwords_;
    services::MediaInbox inbox_;
    std::optional<services::Announcements> announcements_;
    std::unique_ptr<recorder::Recorder> recorder_;
    std::unique_ptr<media::MediaThread> media_;
    std::optional<services::LiveMedia> live_media_;
    std::unique_ptr<HostedMedia> hosted_;
    std::optional<services::MediaBackends> backends_;
    std::unique_ptr<services::Playback> playback_;
    std::optional<services::Thumbnails> thumbnails_;
    std::optional<services::Streams> streams_;
    std::optional<services::Enrollments> enrollments_;
    std::optional<services::Wallets> wallets_;
    std::optional<services::Workouts> workouts_;
    std::optional<services::Jobs> jobs_;
    std::optional<services::RecordingSpace> recording_space_;
    std::optional<services::Accounts> accounts_;
    std::optional<services::LiveMediaLoop> loop_;
    std::optional<http::Application> application_;
    std::unique_ptr<http::HttpServer> http_;
    std::optional<scheduler::Scheduler> scheduler_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const config::Settings& settings, const Clock& clock,
                                              ServerOptions options) {
    auto server = std::make_unique<RunningServer>(settings, clock, std::move(options));
    LSL_TRY(server->open());
    return std::unique_ptr<Server>(std::move(server));
}

std::string_view server_version() { return LSL_VERSION; }

}  // namespace lsl
