#include "server/recorder/recorder.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>

#include "server/recorder/finish/finish_recording.h"
#include "server/recorder/finish/finishing_line.h"
#include "server/recorder/finish/output_file.h"
#include "server/recorder/libav.h"
#include "server/recorder/recording.h"
#include "server/recorder/still_picture.h"
#include "server/threads/attempt.h"
#include "server/threads/worker.h"

namespace lsl::recorder {

namespace fs = std::filesystem;

namespace {

/// The writer looks at the queues this often, so that the media thread need not wake anybody.
constexpr std::chrono::milliseconds writer_rest{50};
constexpr std::chrono::seconds disk_check_every{1};

class DiskRecorder final : public Recorder {
  public:
    DiskRecorder(RecorderOptions options, RecorderListener listener)
        : options_(std::move(options)),
          listener_(std::move(listener)),
          clock_(*options_.clock),
          line_(
              options_.conversion_niceness, [this] { return free_space(); },
              [this](const RecordingPtr& recording, Result<RecordingFinished> result) {
                  const std::lock_guard lock(mutex_);
                  settle(recording, std::move(result));
              }),
          writer_(
              {.name = "recorder", .after_failure = writer_rest, .last = [this] { write(true); }},
              [this] { return write(false); }) {}

    ~DiskRecorder() override {
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [name, entry] : entries_) entry.recording->cancelled() = true;
        }
        line_.stop();
        writer_.stop();
    }

    void start() {
        clear_up(options_.folder);
        const std::lock_guard lock(mutex_);
        for (const std::string& name : names_with_parts(options_.folder)) {
            entries_[name] = {make_recording(name), State::Left};
        }
    }

    std::shared_ptr<media::MediaTap> begin(const RecordingName& name) override {
        const std::lock_guard lock(mutex_);
        if (!is_valid_name(name)) {
            post(RecordingTrouble{name, "The recording's name is not allowed."});
            return nullptr;
        }
        auto found = entries_.find(name);
        if (found == entries_.end()) {
            if (files_of(name).find_finished()) {
                post(RecordingTrouble{name, "The recording is finished already."});
                return nullptr;
            }
            found = entries_.emplace(name, Entry{make_recording(name), State::Left}).first;
        }
        Entry& entry = found->second;
        if (entry.state == State::Closing || entry.state == State::Finishing) {
            post(RecordingTrouble{name, "The recording is being finished already."});
            return nullptr;
        }
        entry.state = State::Open;
        writer_.wake();
        return entry.recording->open();
    }

    void finish(const RecordingName& name) override {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(name);
        if (found == entries_.end()) {
            if (auto file = find_on_disk(name)) {
                post(RecordingFinished{std::move(file).value(), files_of(name).others(), {}});
            } else {
                post(RecordingFailed{name, "Nothing was recorded."});
            }
            return;
        }
        Entry& entry = found->second;
        if (entry.state == State::Open || entry.state == State::Left) {
            entry.state = State::Closing;
            writer_.wake();
        }
    }

    std::vector<RecordingName> unfinished() const override {
        const std::lock_guard lock(mutex_);
        std::vector<RecordingName> names;
        for (const auto& [name, entry] : entries_) {
            if (entry.state == State::Left) names.push_back(name);
        }
        return names;
    }

    Result<std::vector<std::byte>> picture(const RecordingName& name,
                                           int most_width) const override {
        RecordingPtr recording;
        {
            const std::lock_guard lock(mutex_);
            const auto found = entries_.find(name);
            if (found != entries_.end()) recording = found->second.recording;
        }
        const auto key = recording ? recording->latest_picture() : std::nullopt;
        if (!key) return not_found("There is no picture of it now.");
        return still_picture(*key, most_width);
    }

    Result<RecordingFile> find(const RecordingName& name) const override {
        {
            const std::lock_guard lock(mutex_);
            if (entries_.contains(name)) return not_found("The recording is not finished.");
            const auto known = finished_.find(name);
            std::error_code unknown;
            if (known != finished_.end() && fs::exists(known->second.path, unknown)) {
                return known->second;
            }
        }
        auto found = find_on_disk(name);
        if (found) remember(*found);
        return found;
    }

    std::vector<Preparing> preparing() const override {
        std::vector<Preparing> all;
        const std::lock_guard lock(mutex_);
        for (const auto& [name, entry] : entries_) {
            const int percent = entry.recording->converted_percent();
            if (percent >= 0) all.push_back({name, percent});
        }
        return all;
    }

    Result<void> remove(const RecordingName& name) override {
        if (!is_valid_name(name)) return {};
        RecordingPtr recording;
        {
            const std::lock_guard lock(mutex_);
            finished_.erase(name);
            if (const auto found = entries_.find(name); found != entries_.end()) {
                recording = found->second.recording;
                recording->cancelled() = true;
                entries_.erase(found);
            }
        }
        if (recording) {
            line_.leave(recording);
        } else {
            recording = make_recording(name);
        }
        return recording->remove();
    }

    Space space() const override {
        return {.recordings_bytes = bytes_in(options_.folder),
                .free_bytes = free_space(),
                .lack = std::string(lack_of_space())};
    }

    RecorderLoad load() const override {
        RecorderLoad load;
        load.dropped_packets = dropped_packets_;
        const std::lock_guard lock(mutex_);
        load.finished = totals_.finished;
        load.short_replays = totals_.short_replays;
        load.sound_received = totals_.sound_received;
        load.sound_written = totals_.sound_written;
        for (const auto& [name, entry] : entries_) {
            if (entry.state != State::Open) continue;
            ++load.open;
            load.queued_bytes += entry.recording->queued_bytes();
        }
        return load;
    }

  private:
    enum class State {
        Open,       ///< packets are taken
        Closing,    ///< `finish` was asked for; the writer closes it with its next round
        Finishing,  ///< the finisher has it, or soon will
        Left,       ///< parts on the disk: of an earlier run, or finishing failed
    };
    using RecordingPtr = std::shared_ptr<Recording>;
    struct Entry {
        RecordingPtr recording;
        State state = State::Left;
    };
    RecordingFiles files_of(const RecordingName& name) const { return {options_.folder, name}; }
    RecordingPtr make_recording(const RecordingName& name) const {
        return std::make_shared<Recording>(files_of(name), options_, clock_, dropped_packets_);
    }

    Result<RecordingFile> find_on_disk(const RecordingName& name) const {
        if (!is_valid_name(name)) return not_found("There is no such recording.");
        const auto path = files_of(name).find_finished();
        if (!path) return not_found("There is no such recording.");
        return inspect_finished(files_of(name), *path);
    }

    /// Every range that a player asks for asks for the file first; opening it each time would cost
    /// reading its index.
    void remember(const RecordingFile& file) const {
        const std::lock_guard lock(mutex_);
        finished_[file.name] = file;
    }

    std::uint64_t free_space() const {
        return options_.free_bytes ? options_.free_bytes(options_.folder)
                                   : free_bytes(options_.folder);
    }

    /// Why there is no room for more; nothing when there is. The finished copies need as much again
    /// as the parts, which is kept free too.
    std::string_view lack_of_space() const {
        std::uint64_t copies = 0;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [name, entry] : entries_) copies += entry.recording->bytes();
        }
        if (free_space() < options_.keep_free_bytes + copies) return "The disk is nearly full";
        const std::uint64_t most = options_.max_bytes;
        if (most != 0 && bytes_in(options_.folder) >= most) {
            return "The recordings take all the room that is set for them";
        }
        return {};
    }

    /// With mutex_ held.
    void post(RecorderEvent event) {
        events_.push_back(std::move(event));
        writer_.wake();
    }

    // --- Writer thread: feeds the captures and delivers events.

    threads::Worker::Rest write(bool last) {
        std::vector<RecordingPtr> open;
        std::vector<std::pair<RecordingName, RecordingPtr>> closing;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [name, entry] : entries_) {
                if (entry.state == State::Open) open.push_back(entry.recording);
                if (entry.state == State::Closing) closing.emplace_back(name, entry.recording);
            }
        }
        const std::string_view lack = open.empty() ? "" : look_at_disk();
        for (const RecordingPtr& recording : open) {
            attempt([&] { deliver(last ? recording->close() : recording->serve(lack)); });
        }
        for (const auto& [name, recording] : closing) {
            attempt([&] { deliver(recording->close()); });
            hand_to_finisher(name, recording);
        }
        std::vector<RecorderEvent> events;
        {
            const std::lock_guard lock(mutex_);
            events.swap(events_);
        }
        attempt([&] { deliver(events); });
        const std::lock_guard lock(mutex_);
        if (!events_.empty()) return threads::Worker::no_rest;
        return has_work() ? writer_rest : threads::Worker::until_woken;
    }

    /// One recording's turn: its fault is not the others'.
    template <class Work>
    static void attempt(const Work& work) {
        threads::attempt("recorder", work);
    }

    /// With mutex_ held.
    bool has_work() const {
        return std::any_of(entries_.begin(), entries_.end(), [](const auto& item) {
            const State state = item.second.state;
            return state == State::Open || state == State::Closing;
        });
    }

    /// Now and then.
    std::string_view look_at_disk() {
        const MonoTime now = clock_.mono();
        if (disk_checked_ && now - *disk_checked_ < disk_check_every) return {};
        disk_checked_ = now;
        return lack_of_space();
    }

    void hand_to_finisher(const RecordingName& name, const RecordingPtr& recording) {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(name);
        if (found == entries_.end() || found->second.recording != recording) return;  // removed
        found->second.state = State::Finishing;
        line_.add(recording);
    }

    void deliver(const std::vector<RecorderEvent>& events) {
        if (!listener_) return;
        for (const RecorderEvent& event : events) listener_(event);
    }

    /// With mutex_ held.
    void settle(const RecordingPtr& recording, Result<RecordingFinished> result) {
        const RecordingName name = recording->files().name();
        const auto found = entries_.find(name);
        if (found == entries_.end() || found->second.recording != recording) return;  // removed
        if (result) {
            entries_.erase(found);
            finished_[name] = result->file;
            count(result->figures);
            post(std::move(result).value());
            return;
        }
        const Error& error = result.error();
        if (error.code == ErrorCode::NotFound) {
            // No part can be read; nothing that is worth keeping.
            (void)recording->remove();
            entries_.erase(found);
            post(RecordingFailed{name, error.message});
            return;
        }
        found->second.state = State::Left;
        if (error.code == ErrorCode::Conflict) return;  // the recorder is closing
        post(RecordingTrouble{name, error.message + " " + error.detail});
    }

    /// With mutex_ held.
    void count(const ReplayFigures& figures) {
        ++totals_.finished;
        if (!shortfall(figures).empty()) ++totals_.short_replays;
        totals_.sound_received += figures.sound_received;
        totals_.sound_written += figures.sound_written;
    }

    const RecorderOptions options_;
    const RecorderListener listener_;
    const Clock& clock_;

    mutable std::atomic<std::uint64_t> dropped_packets_{0};  ///< counted by the recordings

    mutable std::mutex mutex_;                ///< guards all but what is said to be a thread's own
    std::map<RecordingName, Entry> entries_;  ///< every recording that is not finished
    mutable std::map<RecordingName, RecordingFile> finished_;  ///< those that were asked for
    std::vector<RecorderEvent> events_;
    RecorderLoad totals_;                   ///< of what was finished
    std::optional<MonoTime> disk_checked_;  ///< writer's own
    FinishingLine line_;                    ///< after all that it settles with
    threads::Worker writer_;                ///< after all that it writes
};

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const RecorderOptions& options,
                                                 RecorderListener listener) {
    if (options.clock == nullptr) return internal_error("the recorder was given no clock");
    std::error_code failed;
    fs::create_directories(options.folder, failed);
    if (failed) {
        return internal_error("cannot make " + options.folder.string() + ": " + failed.message());
    }
    capture_libav_log();
    auto recorder = std::make_unique<DiskRecorder>(options, std::move(listener));
    recorder->start();
    return std::unique_ptr<Recorder>(std::move(recorder));
}

}  // namespace lsl::recorder
