#include "server/store/classes/class_tables.h"

#include <utility>

namespace lsl::store {

std::string class_tables(const ClassIndexes& indexes) {
    return std::string("classes AS class") + indexes.classes + " JOIN class_inputs AS input" +
           indexes.inputs +
           " ON input.stream_id = class.id AND input.name = 'main'"
           " JOIN recordings AS recording" +
           indexes.recordings + " ON recording.stream_id = class.id AND recording.input = 'main' ";
}

std::string class_columns() {
    return column_list<ClassesTable>("class.") + ", " + value_list<InputsTable>("input.") + ", " +
           value_list<RecordingsTable>("recording.");
}

domain::StudioClass read_class(Statement& statement) {
    domain::StudioClass row;
    InputRow input;
    RecordingRow recorded;
    read_columns<ClassesTable>(statement, row);
    read_values<InputsTable>(statement, input);
    read_values<RecordingsTable>(statement, recorded);
    row.ingest = std::move(input.ingest);
    row.recording = std::move(recorded.recording);
    return row;
}

std::string select_classes(const ClassIndexes& indexes) {
    return "SELECT " + class_columns() + " FROM " + class_tables(indexes);
}

}  // namespace lsl::store
