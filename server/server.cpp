#include "server/server.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/daily_jobs.h"
#include "server/data_folder.h"
#include "server/due_work.h"
#include "server/hosted_media.h"
#include "server/http/application.h"
#include "server/http/edge/http_server.h"
#include "server/mail_out.h"
#include "server/media/io/media_threads.h"
#include "server/part_options.h"
#include "server/push_out.h"
#include "server/recorder/recorder.h"
#include "server/scheduler/scheduler.h"
#include "server/services/accounts/accounts.h"
#include "server/services/accounts/email_addresses.h"
#include "server/services/accounts/factors/passkeys.h"
#include "server/services/accounts/factors/second_factors.h"
#include "server/services/accounts/limits/person_writes.h"
#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/own_account.h"
#include "server/services/accounts/passwords/password_check.h"
#include "server/services/accounts/staff.h"
#include "server/services/chat/community.h"
#include "server/services/classes/calendar_feeds.h"
#include "server/services/classes/streams.h"
#include "server/services/classes/workouts.h"
#include "server/services/enrollments/enrollments.h"
#include "server/services/enrollments/grants.h"
#include "server/services/enrollments/wallets.h"
#include "server/services/events/announcements.h"
#include "server/services/events/class_rooms.h"
#include "server/services/events/event_hub.h"
#include "server/services/events/live_changes.h"
#include "server/services/events/news_reader.h"
#include "server/services/figures/figures.h"
#include "server/services/jobs/due_queue.h"
#include "server/services/jobs/jobs.h"
#include "server/services/jobs/trusted_time.h"
#include "server/services/live/layer_watch.h"
#include "server/services/live/live_pictures.h"
#include "server/services/live/local_media.h"
#include "server/services/live/media_backends.h"
#include "server/services/live/media_gateway.h"
#include "server/services/live/media_inbox.h"
#include "server/services/live/media_loop.h"
#include "server/services/live/media_reports.h"
#include "server/services/live/recording_outcomes.h"
#include "server/services/live/recording_reports.h"
#include "server/services/live/recording_space.h"
#include "server/services/live/room_figures.h"
#include "server/services/notices/notices.h"
#include "server/services/pictures/thumbnails.h"
#include "server/services/watching/attendance.h"
#include "server/services/watching/live_spans.h"
#include "server/services/watching/playback.h"
#include "server/services/watching/playback_tokens.h"
#include "server/services/watching/watch_rights.h"
#include "server/store/database.h"
#include "server/system_clock.h"

namespace lsl {
namespace {

class RunningServer final : public Server {
  public:
    RunningServer(const config::Settings& settings, const Clock& clock, ServerOptions options)
        : settings_(settings),
          clock_(clock),
          options_(std::move(options)),
          limits_(clock),
          writes_(clock, static_cast<std::size_t>(settings.limit_writes_per_person)),
          seats_(seat_limits(settings)),
          passwords_(options_.password_cost),
          mails_(clock, !settings.smtp_url.empty()) {}

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
        public_url_ = public_url_of(settings_, http_->port());
        LSL_TRY(open_media());
        LSL_TRY(open_services());
        LSL_TRY(local_->reconcile());
        LSL_TRY(recordings_->reconcile());
        if (hosted_) LSL_TRY(hosted_->backend().reconcile());
        loop_.emplace(*reports_, inbox_, clock_, [this] {
            time_->look();
            if (hosted_) hosted_->backend().refresh();
        });
        LSL_TRY(open_demo());
        LSL_TRY(open_news());
        serve();
        scheduler_.emplace(clock_, daily_jobs(*jobs_, clock_, options_.log));
        return {};
    }

    std::string public_url() const override { return public_url_; }
    std::uint16_t http_port() const override { return http_->port(); }
    std::uint16_t media_udp_port() const override { return media_->udp_port(); }
    void reload() override {
        if (!options_.log) return;
        const auto reloaded = http_->reload_certificate();
        options_.log(to_iso8601(clock_.utc()) + " reload=" +
                     (!reloaded   ? "failed: " + reloaded.error().message + " The old ones stay."
                      : *reloaded ? "the TLS certificate was read again"
                                  : "there is no TLS certificate to read"));
    }
    std::vector<services::DemoLogin> demo_logins() const override {
        return services::demo_logins(*database_);
    }

  private:
    Result<void> open_demo() {
        if (settings_.public_site()) {
            LSL_TRY(services::close_known_demo_logins(*database_, clock_, passwords_));
        }
        if (!settings_.demo) return {};
        LSL_TRY(services::fill_demo({*database_, clock_, *accounts_, *streams_, *enrollments_,
                                     recorder_options(settings_, clock_).folder},
                                    settings_.public_site() ? services::DemoPasswords::Random
                                                            : services::DemoPasswords::Known));
        return {};
    }

    Result<void> open_news() {
        news_ = LSL_TRY(services::NewsReader::open(*database_, "events",
                                                   [this](const std::vector<store::NewsRow>& rows) {
                                                       community_->news.tell(rows);
                                                       announcements_->tell(rows);
                                                       return Result<void>();
                                                   }));
        LSL_TRY(plan_due_work(*database_, clock_));
        due_.emplace(*database_, clock_, due_work(*database_, clock_, notices_->classes));
        due_loop_.emplace(*due_);
        if (mails_.on()) {
            mail_out_.emplace(settings_, public_url_, *database_, clock_, mails_,
                              notices_->unsubscribe, options_.log);
        }
        push_out_.emplace(settings_, public_url_, *database_, clock_, *vapid_, options_.log);
        return {};
    }

    Result<void> open_media() {
        recorder_ = LSL_TRY(recorder::Recorder::open(recorder_options(settings_, clock_),
                                                     inbox_.recorder_listener()));
        media_ = LSL_TRY(
            media::start_media_threads(static_cast<std::size_t>(settings_.media_threads),
                                       media_options(settings_), clock_, inbox_.media_listener()));
        return {};
    }

    Result<void> open_services() {
        LSL_TRY(open_backends());
        LSL_TRY(open_watching());
        announcements_.emplace(*database_, hub_, *backends_, changes_);
        community_.emplace(*database_, clock_, hub_, *backends_, settings_.require_confirmed);
        rooms_.emplace(*database_, community_->view);
        thumbnails_.emplace(settings_.data_dir / "thumbnails", clock_, options_.picture_program);
        live_pictures_.emplace(*database_, *recorder_, clock_);
        streams_.emplace(*database_, clock_, *backends_, &*thumbnails_,
                         services::StreamsOptions{public_url_});
        enrollments_.emplace(*database_, clock_, *backends_, settings_.require_confirmed);
        wallets_.emplace(*database_);
        grants_.emplace(*database_, clock_, hub_);
        staff_.emplace(*database_, clock_, hub_,
                       services::StaffOptions{public_url_, mails_.on(), mails_});
        workouts_.emplace(*database_);
        time_ = LSL_TRY(services::TrustedTime::open(*database_, clock_, time_since_boot));
        jobs_.emplace(*database_, clock_, *time_, *streams_);
        return open_accounts();
    }

    Result<void> open_accounts() {
        services::AccountsOptions options = accounts_options(settings_);
        options.mails.emplace(mails_);
        accounts_.emplace(*database_, clock_, hub_, passwords_,
                          LSL_TRY(services::KnownDevices::open(*database_, clock_)),
                          std::move(options));
        password_check_.emplace(*database_, clock_, passwords_);
        own_account_.emplace(services::OwnAccount::Parts{*database_, clock_, hub_, passwords_,
                                                         *password_check_, mails_});
        addresses_.emplace(services::EmailAddresses::Parts{*database_, clock_, hub_, passwords_,
                                                           *password_check_, mails_},
                           settings_.require_confirmed ? settings_.signup_tokens : 0);
        const auto site = passkey_site(settings_, public_url_);
        passkeys_.emplace(services::Passkeys::Parts{*database_, clock_, *accounts_,
                                                    *password_check_, mails_, site});
        second_factors_.emplace(
            services::SecondFactors::Parts{*database_, clock_, *accounts_, *password_check_, mails_,
                                           services::SecretBox(settings_.secrets_key), site.rp_id});
        calendars_.emplace(LSL_TRY(services::CalendarFeeds::open(*database_, clock_, public_url_)));
        vapid_.emplace(LSL_TRY(
            services::open_vapid(*database_, clock_, push_subject(settings_, public_url_))));
        notices_.emplace(*database_, clock_, mails_,
                         LSL_TRY(services::UnsubscribeLinks::open(*database_, clock_)),
                         services::PushSettings{vapid_->public_key(), push_hosts(settings_)});
        // Its reader is its own: it writes. It begins before the demo, whose classes are news too.
        notice_news_ = LSL_TRY(services::NewsReader::open(
            *database_, "notices", [this](const std::vector<store::NewsRow>& rows) {
                return notices_->classes.tell(rows);
            }));
        return accounts_->forget_former_access_tokens();
    }

    /// The one that the setting names carries new classes; older ones keep theirs.
    Result<void> open_backends() {
        recording_space_.emplace(*recorder_, clock_, settings_.recordings_max_bytes);
        watched_space_.emplace(*recorder_, clock_);
        figures_.emplace(*database_, clock_, *media_, changes_);
        outcomes_.emplace(*database_, clock_, changes_);
        services::RecordingReports::TakeElsewhere take_elsewhere;
        if (has_hosted_media(settings_)) {
            hosted_ = LSL_TRY(HostedMedia::open(
                settings_, {*database_, clock_, changes_, *outcomes_, *recorder_}));
            take_elsewhere = [this](const auto& row, const auto& file) {
                hosted_->take(row, file);
            };
        }
        recordings_.emplace(*database_, clock_, *recorder_, *outcomes_, *watched_space_, changes_,
                            std::string(services::LocalMedia::backend_name),
                            std::move(take_elsewhere));
        local_.emplace(services::LocalMedia::Parts{*database_, *media_, *recorder_, *figures_,
                                                   *outcomes_, *recordings_, *watched_space_},
                       public_url_);
        std::vector<services::MediaBackend*> backends{&*local_};
        if (hosted_) backends.push_back(&hosted_->backend());
        if (settings_.media_backend == config::MediaBackend::Cloudflare) {
            std::reverse(backends.begin(), backends.end());
        }
        backends_.emplace(std::move(backends));
        return {};
    }

    Result<void> open_watching() {
        tokens_.emplace(LSL_TRY(services::PlaybackTokens::open(*database_, clock_)));
        rights_.emplace(*database_, clock_, *tokens_);
        attendance_.emplace(*database_, clock_, *rights_);
        practice_.emplace(*database_, clock_, *rights_);
        playback_.emplace(*database_, clock_, *tokens_, *rights_, *attendance_, *backends_);
        services::RateLimit offers = services::MediaGateway::usual_offers;
        offers.most = static_cast<std::size_t>(settings_.media_offers_per_minute);
        gateway_.emplace(
            services::MediaGateway::Parts{*database_, clock_, *media_, *rights_, *figures_},
            offers);
        layers_.emplace(*media_);
        live_spans_.emplace(*database_, clock_);
        LSL_TRY(live_spans_->close_former());
        class_figures_.emplace(*database_, clock_);
        reports_.emplace(services::MediaReports::Parts{*database_, inbox_, *gateway_, *figures_,
                                                       *attendance_, *live_spans_, *recordings_,
                                                       *layers_});
        return {};
    }

    void serve() {
        http::ApplicationOptions options = application_options(settings_);
        options.public_url = public_url_;
        options.version = server_version();
        options.log = options_.log;
        options.connections = [this] { return http_->connections(); };
        options.connections_ended = [this] { return http_->connections_ended(); };
        options.listeners_too_slow = [this] { return http_->listeners_too_slow(); };
        options.media_stats = [this] { return media_->engine_stats(); };
        options.recorder_load = [this] { return recorder_->load(); };
        options.media_origin = [this] { return hosted_ ? hosted_->media_origin() : std::string(); };
        application_.emplace(http::Services{*accounts_,
                                            *own_account_,
                                            *addresses_,
                                            *passkeys_,
                                            *second_factors_,
                                            *calendars_,
                                            *notices_,
                                            *staff_,
                                            *streams_,
                                            *enrollments_,
                                            *wallets_,
                                            *grants_,
                                            *workouts_,
                                            *playback_,
                                            *attendance_,
                                            *practice_,
                                            *class_figures_,
                                            *gateway_,
                                            *layers_,
                                            *jobs_,
                                            *recording_space_,
                                            *thumbnails_,
                                            *live_pictures_,
                                            hub_,
                                            *rooms_,
                                            *community_,
                                            limits_,
                                            writes_,
                                            seats_,
                                            clock_,
                                            hosted_ ? hosted_->webhooks() : nullptr},
                             std::move(options));
        http_->serve(*application_);
    }

    // In the order of starting; destroyed from the last to the first.
    const config::Settings settings_;
    const Clock& clock_;
    const ServerOptions options_;
    std::string public_url_;

    std::unique_ptr<DataFolder> folder_;
    std::unique_ptr<store::Database> database_;
    services::EventHub hub_{clock_};
    services::RateLimits limits_;
    services::PersonWrites writes_;
    http::ListenerSeats seats_;
    services::Passwords passwords_;
    const services::OutgoingMails mails_;
    services::MediaInbox inbox_;
    services::LiveChanges changes_;
    std::unique_ptr<recorder::Recorder> recorder_;
    std::unique_ptr<media::MediaThread> media_;
    // What the loop has looked at lately would be old on the page of who just deleted something.
    std::optional<services::RecordingSpace> recording_space_;
    std::optional<services::RecordingSpace> watched_space_;
    std::optional<services::RoomFigures> figures_;
    std::optional<services::RecordingOutcomes> outcomes_;
    std::unique_ptr<HostedMedia> hosted_;
    std::optional<services::RecordingReports> recordings_;
    std::optional<services::LocalMedia> local_;
    std::optional<services::MediaBackends> backends_;
    std::optional<services::PlaybackTokens> tokens_;
    std::optional<services::WatchRights> rights_;
    std::optional<services::Attendance> attendance_;
    std::optional<services::Practice> practice_;
    std::optional<services::Playback> playback_;
    std::optional<services::MediaGateway> gateway_;
    std::optional<services::LayerWatch> layers_;
    std::optional<services::LiveSpans> live_spans_;
    std::optional<services::Figures> class_figures_;
    std::optional<services::MediaReports> reports_;
    std::optional<services::Announcements> announcements_;
    std::optional<services::Community> community_;
    std::optional<services::ClassRooms> rooms_;
    std::optional<services::Thumbnails> thumbnails_;
    std::optional<services::LivePictures> live_pictures_;
    std::optional<services::Streams> streams_;
    std::optional<services::Enrollments> enrollments_;
    std::optional<services::Wallets> wallets_;
    std::optional<services::Grants> grants_;
    std::optional<services::Staff> staff_;
    std::optional<services::Workouts> workouts_;
    std::unique_ptr<services::TrustedTime> time_;
    std::optional<services::Jobs> jobs_;
    std::optional<services::Accounts> accounts_;
    std::optional<services::PasswordCheck> password_check_;
    std::optional<services::OwnAccount> own_account_;
    std::optional<services::EmailAddresses> addresses_;
    std::optional<services::Passkeys> passkeys_;
    std::optional<services::SecondFactors> second_factors_;
    std::optional<services::CalendarFeeds> calendars_;
    std::optional<push::Vapid> vapid_;
    std::optional<services::Notices> notices_;
    std::unique_ptr<services::NewsReader> news_;
    std::unique_ptr<services::NewsReader> notice_news_;
    std::optional<services::DueQueue> due_;
    std::optional<services::DueLoop> due_loop_;
    std::optional<MailOut> mail_out_;
    std::optional<PushOut> push_out_;
    std::optional<services::MediaLoop> loop_;
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
