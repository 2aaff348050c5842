#include "server/store/classes/inputs_store.h"

#include <string>

#include "server/store/classes/class_tables.h"

namespace lsl::store {

Result<void> InputsStore::insert(StreamId stream, std::string_view name,
                                 const domain::Ingest& ingest) {
    return insert_row<InputsTable>(connection_, {stream, std::string(name), ingest});
}

Result<void> InputsStore::update(StreamId stream, std::string_view name,
                                 const domain::Ingest& ingest) {
    return update_row<InputsTable>(connection_, {stream, std::string(name), ingest});
}

Result<void> InputsStore::note_closed(StreamId stream, std::string_view name) {
    Statement statement = connection_.prepare(
        "UPDATE class_inputs SET closed = TRUE WHERE stream_id = ? AND name = ?");
    statement.bind(stream, name);
    return statement.run();
}

}  // namespace lsl::store
