#include "server/recorder/capture/journal.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

namespace lsl::recorder {

namespace {

std::string_view letter(media::TrackKind kind) {
    return kind == media::TrackKind::Video ? "v" : "a";
}

std::optional<media::TrackKind> kind_of(const std::string& letter) {
    if (letter == "v") return media::TrackKind::Video;
    if (letter == "a") return media::TrackKind::Audio;
    return std::nullopt;
}

/// Reads the lines of one journal, in order.
class Reader {
  public:
    void line(const std::string& text);
    Journal& journal() { return journal_; }

  private:
    void timing(const std::string& word, std::istringstream& in);
    void segment(media::TrackKind kind, std::istringstream& in);
    void point(const std::string& word, media::TrackKind kind, std::istringstream& in);
    void arrived(std::int64_t at_us);
    /// Distinct for each source of each run; the two tracks count their sources apart.
    std::uint32_t source_number(media::TrackKind kind, std::int64_t source);

    Journal journal_;
    int run_ = 0;
    std::map<std::tuple<int, media::TrackKind, std::int64_t>, std::uint32_t> sources_;
};

/// Beyond a thousand years of microseconds: not a line of ours.
constexpr std::int64_t absurd = 50'000'000'000'000'000;
bool sane(std::int64_t time_us) { return time_us > -absurd && time_us < absurd; }

void Reader::line(const std::string& text) {
    std::istringstream in(text);
    std::string word;
    in >> word;
    std::int64_t first = 0;
    std::int64_t second = 0;
    if (word == "run") {
        ++run_;
    } else if (word == "sets") {
        journal_.sets_changed = true;
    } else if (word == "capture") {
        if (in >> first) journal_.capture_start = UtcTime(std::chrono::milliseconds(first));
    } else if (word == "reorder") {
        if (in >> first) {
            journal_.reorder_depth = static_cast<int>(std::clamp<std::int64_t>(first, 0, 16));
        }
    } else if (word == "written") {
        if (in >> first && sane(first)) journal_.last_us = std::max(journal_.last_us, first);
    } else if (word == "heard") {
        if (in >> first && sane(first)) arrived(first);
    } else if (word == "sound") {
        if (in >> first >> second && first >= 0 && second >= 0 && sane(first) && sane(second)) {
            journal_.sound_received += first;
            journal_.sound_kept += second;
        }
    } else {
        timing(word, in);
    }
}

void Reader::timing(const std::string& word, std::istringstream& in) {
    std::string who;
    if (!(in >> who)) return;
    const auto kind = kind_of(who);
    if (!kind) return;
    if (word == "segment") {
        segment(*kind, in);
    } else {
        point(word, *kind, in);
    }
}

void Reader::segment(media::TrackKind kind, std::istringstream& in) {
    std::int64_t source = 0;
    std::int64_t start_us = 0;
    if (!(in >> source >> start_us) || !sane(start_us)) return;
    std::int64_t rtp_us = 0;
    // Journals of earlier versions counted RTP time as the parts do.
    if (!(in >> rtp_us) || !sane(rtp_us)) rtp_us = start_us;
    journal_.segments.push_back({kind, source_number(kind, source), start_us, rtp_us, {}, {}});
    journal_.last_us = std::max(journal_.last_us, start_us);
}

void Reader::point(const std::string& word, media::TrackKind kind, std::istringstream& in) {
    std::int64_t rtp_us = 0;
    std::int64_t clock_us = 0;
    if (!(in >> rtp_us >> clock_us) || !sane(rtp_us) || !sane(clock_us)) return;
    const auto segment = std::find_if(journal_.segments.rbegin(), journal_.segments.rend(),
                                      [&](const Journal::Segment& s) { return s.kind == kind; });
    if (segment == journal_.segments.rend()) return;
    if (word == "arrival") {
        segment->arrivals.push_back({rtp_us, clock_us});
        arrived(clock_us);
    }
    if (word == "report") {
        std::int64_t arrival_us = 0;
        if (!(in >> arrival_us) || !sane(arrival_us)) {
            arrival_us = segment->start_us + rtp_us - segment->rtp_us;
        }
        segment->reports.push_back({rtp_us, clock_us, arrival_us});
    }
}

void Reader::arrived(std::int64_t at_us) {
    journal_.last_us = std::max(journal_.last_us, at_us);
    journal_.first_arrival_us = std::min(journal_.first_arrival_us.value_or(at_us), at_us);
    journal_.last_arrival_us = std::max(journal_.last_arrival_us.value_or(at_us), at_us);
}

std::uint32_t Reader::source_number(media::TrackKind kind, std::int64_t source) {
    const auto next = static_cast<std::uint32_t>(sources_.size());
    return sources_.try_emplace({run_, kind, source}, next).first->second;
}

}  // namespace

Journal read_journal(const std::filesystem::path& path) {
    Reader reader;
    std::ifstream file(path);
    std::string text;
    while (std::getline(file, text)) {
        if (file.eof()) break;  // without its line end: cut short
        reader.line(text);
    }
    return std::move(reader.journal());
}

Result<JournalWriter> JournalWriter::open(const std::filesystem::path& path) {
    JournalWriter writer(LSL_TRY(OutputFile::open(path)));
    // After a crash the last line may lack its end; an empty line harms nobody.
    if (writer.file_.bytes() > 0) writer.line("");
    return writer;
}

void JournalWriter::capture(UtcTime start) {
    line("capture " + std::to_string(start.time_since_epoch().count()));
}

void JournalWriter::run() { line("run"); }

void JournalWriter::segment(media::TrackKind kind, std::uint32_t source, std::int64_t start_us,
                            std::int64_t rtp_us) {
    line("segment " + std::string(letter(kind)) + " " + std::to_string(source) + " " +
         std::to_string(start_us) + " " + std::to_string(rtp_us));
}

void JournalWriter::arrival(media::TrackKind kind, std::int64_t rtp_us, std::int64_t arrival_us) {
    line("arrival " + std::string(letter(kind)) + " " + std::to_string(rtp_us) + " " +
         std::to_string(arrival_us));
}

void JournalWriter::report(media::TrackKind kind, std::int64_t rtp_us, std::int64_t sender_us,
                           std::int64_t arrival_us) {
    line("report " + std::string(letter(kind)) + " " + std::to_string(rtp_us) + " " +
         std::to_string(sender_us) + " " + std::to_string(arrival_us));
}

void JournalWriter::sound(std::int64_t received, std::int64_t kept) {
    line("sound " + std::to_string(received) + " " + std::to_string(kept));
}

void JournalWriter::written(std::int64_t until_us) { line("written " + std::to_string(until_us)); }

void JournalWriter::heard(std::int64_t arrival_us) { line("heard " + std::to_string(arrival_us)); }

void JournalWriter::reorder_depth(int depth) { line("reorder " + std::to_string(depth)); }

void JournalWriter::sets_changed() { line("sets changed"); }

void JournalWriter::line(const std::string& text) {
    const std::string ended = text + "\n";
    const int failed = file_.write(std::as_bytes(std::span(ended)));
    if (error_ == 0) error_ = failed;
}

}  // namespace lsl::recorder
