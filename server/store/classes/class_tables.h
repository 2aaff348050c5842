#pragma once

#include <string>

#include "server/store/table.h"
#include "shared/domain/studio_class.h"

// A class is a row of `classes`, and for each of its inputs a row of `class_inputs` and one of
// `recordings`. The columns of each are named here once, and so is how they are read together.

namespace lsl::store {

/// Table classes, less what is counted there: total_revenue and delivered_seconds have functions of
/// their own, as have thumbnail_source_url and the keys of searches.
struct ClassesTable {
    static constexpr const char* name = "classes";
    using Row = domain::StudioClass;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        auto& s = row.stream;
        column("id", s.id, Written::Key);
        column("title", s.title);
        column("description", s.description);
        column("instructor_name", s.instructor_name);
        column("style", s.style);
        column("level", s.level);
        column("scheduled_start_time", s.scheduled_start_time);
        column("scheduled_duration_seconds", s.scheduled_duration_seconds);
        column("actual_start_time", s.actual_start_time);
        column("actual_end_time", s.actual_end_time);
        column("status", s.status);
        column("price_in_tokens", s.price_in_tokens);
        column("keep_for_catalog", s.keep_for_catalog);
        column("migrated_to_workout_id", s.migrated_to_workout_id);
        column("migration_scheduled_at", s.migration_scheduled_at);
        column("thumbnail_url", s.thumbnail_url);
        column("max_viewers", s.max_viewers, Written::Once);
        column("total_enrollments", s.total_enrollments, Written::Once);
        column("calendar_sequence", row.calendar.sequence);
        column("calendar_changed_at", row.calendar.changed_at);
        column("created_at", s.created_at, Written::Once);
        column("updated_at", s.updated_at);
        column("media_seconds", s.media_seconds, Written::Once);
        column("refunded_at", s.refunded_at);
    }
};

/// An input of a class, by its name there.
struct InputRow {
    StreamId stream;
    std::string name;
    domain::Ingest ingest;
};

/// Table class_inputs, less `closed`, which has a function of its own.
struct InputsTable {
    static constexpr const char* name = "class_inputs";
    using Row = InputRow;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        auto& playback = row.ingest.playback;
        auto& access = row.ingest.access;
        column("stream_id", row.stream, Written::Key);
        column("name", row.name, Written::Key);
        column("media_backend", playback.backend, Written::Once);
        column("live_input_id", access.live_input_id, Written::Once);
        column("webrtc_url", access.webrtc_url, Written::Once);
        column("webrtc_token", access.webrtc_token);
        column("playback_id", playback.playback_id, Written::Once);
    }
};

/// What was recorded of an input.
struct RecordingRow {
    StreamId stream;
    std::string input;
    domain::Recording recording;
};

/// Table recordings.
struct RecordingsTable {
    static constexpr const char* name = "recordings";
    using Row = RecordingRow;
    template <class R, class Column>
    static void columns(R& row, Column column) {
        auto& recording = row.recording;
        column("stream_id", row.stream, Written::Key);
        column("input", row.input, Written::Key);
        column("state", recording.state);
        column("available", recording.available);
        column("started_at", recording.started_at);
        column("media_started_at", recording.media_started_at);
        column("expires_at", recording.expires_at);
        column("video_id", recording.video_id);
    }
};

/// Which index a query of whole classes has to use, where it matters: texts of LSL_INDEXED_BY.
struct ClassIndexes {
    const char* classes = "";
    const char* inputs = "";
    const char* recordings = "";
};

/// "classes AS class JOIN … AS input … JOIN … AS recording …": a row for each class, with its main
/// input and the recording of that.
std::string class_tables(const ClassIndexes& indexes = {});

/// The columns of `class_tables` that `read_class` reads.
std::string class_columns();
domain::StudioClass read_class(Statement& statement);

/// "SELECT … FROM classes … ": whole classes.
std::string select_classes(const ClassIndexes& indexes = {});

}  // namespace lsl::store
