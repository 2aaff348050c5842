#include "server/store/people/audit_store.h"

#include "server/store/read_rows.h"

namespace lsl::store {

Result<void> AuditStore::add(const AuditEntry& entry) {
    Statement statement = connection_.prepare(R"sql(
        INSERT INTO audit_entries (at, actor, action, person, stream_id, subject, reason)
        VALUES (?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(entry.at, entry.actor, entry.action, entry.person, entry.stream_id,
                   entry.subject, entry.reason);
    return statement.run();
}

Result<std::vector<AuditEntry>> AuditStore::latest(std::int64_t limit) {
    Statement statement = connection_.prepare(R"sql(
        SELECT at, actor, action, person, stream_id, subject, reason FROM audit_entries
        ORDER BY id DESC LIMIT ?)sql");
    statement.bind(limit);
    return read_rows(statement, [](Statement& row) {
        AuditEntry entry;
        row.columns(entry.at, entry.actor, entry.action, entry.person, entry.stream_id,
                    entry.subject, entry.reason);
        return entry;
    });
}

}  // namespace lsl::store
