#include "server/recorder/journal.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

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

Journal::Segment* current(Journal& journal, media::TrackKind kind) {
    const auto found = std::find_if(journal.segments.rbegin(), journal.segments.rend(),
                                    [&](const Journal::Segment& s) { return s.kind == kind; });
    return found == journal.segments.rend() ? nullptr : &*found;
}

void read_line(Journal& journal, const std::string& text) {
    std::istringstream in(text);
    std::string word;
    in >> word;
    if (word == "capture") {
        std::int64_t utc_ms = 0;
        if (in >> utc_ms) journal.capture_start = UtcTime(std::chrono::milliseconds(utc_ms));
        return;
    }
    if (word == "reorder") {
        int depth = 0;
        if (in >> depth) journal.reorder_depth = std::clamp(depth, 0, 16);
        return;
    }
    if (word == "written") {
        std::int64_t until_us = 0;
        if (in >> until_us) journal.last_us = std::max(journal.last_us, until_us);
        return;
    }
    if (word == "sets") {
        journal.sets_changed = true;
        return;
    }
    std::string who;
    std::int64_t first = 0;
    std::int64_t second = 0;
    if (!(in >> who >> first >> second)) return;
    const auto kind = kind_of(who);
    // Beyond the year 2200 in microseconds since 1900: not a line of ours.
    constexpr std::int64_t absurd = 10'000'000'000'000'000;
    if (!kind || std::abs(first) > absurd || std::abs(second) > absurd) return;
    if (word == "segment") {
        journal.segments.push_back({*kind, static_cast<std::uint32_t>(first), second, {}, {}});
        journal.last_us = std::max(journal.last_us, second);
        return;
    }
    Journal::Segment* segment = current(journal, *kind);
    if (segment == nullptr) return;
    if (word == "arrival") {
        segment->arrivals.push_back({first, second});
        journal.last_us = std::max(journal.last_us, first);
    }
    if (word == "report") segment->reports.push_back({first, second});
}

}  // namespace

Journal read_journal(const std::filesystem::path& path) {
    Journal journal;
    std::ifstream file(path);
    std::string text;
    while (std::getline(file, text)) {
        if (file.eof()) break;  // without its line end: cut short
        read_line(journal, text);
    }
    return journal;
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

void JournalWriter::segment(media::TrackKind kind, std::uint32_t source, std::int64_t start_us) {
    line("segment " + std::string(letter(kind)) + " " + std::to_string(source) + " " +
         std::to_string(start_us));
}

void JournalWriter::arrival(media::TrackKind kind, std::int64_t media_us, std::int64_t arrival_us) {
    line("arrival " + std::string(letter(kind)) + " " + std::to_string(media_us) + " " +
         std::to_string(arrival_us));
}

void JournalWriter::report(media::TrackKind kind, std::int64_t media_us, std::int64_t sender_us) {
    line("report " + std::string(letter(kind)) + " " + std::to_string(media_us) + " " +
         std::to_string(sender_us));
}

void JournalWriter::written(std::int64_t until_us) { line("written " + std::to_string(until_us)); }

void JournalWriter::reorder_depth(int depth) { line("reorder " + std::to_string(depth)); }

void JournalWriter::sets_changed() { line("sets changed"); }

void JournalWriter::line(const std::string& text) {
    const std::string ended = text + "\n";
    const int failed = file_.write(std::as_bytes(std::span(ended)));
    if (error_ == 0) error_ = failed;
}

}  // namespace lsl::recorder
