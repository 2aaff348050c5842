#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "server/store/connection.h"
#include "shared/base/result.h"

// A table's columns are named once, each with the member that holds it:
//
//     struct Workouts {
//         static constexpr const char* name = "workouts";
//         using Row = domain::Workout;
//         template <class R, class Column>
//         static void columns(R& row, Column column) {
//             column("id", row.id, Written::Key);
//             column("title", row.title);
//         }
//     };
//
// Reading, inserting and updating, and the texts of their statements, are made from that.

namespace lsl::store {

/// What an UPDATE does with a column.
enum class Written : std::uint8_t {
    Always,
    Once,  ///< by the INSERT alone; other statements may change it
    Key,   ///< names the row
};

/// "id, title, …"; with a prefix such as "class." before each.
template <class Table>
std::string column_list(const std::string& prefix = {}) {
    std::string text;
    typename Table::Row row;
    Table::columns(row, [&](const char* name, auto&, Written = Written::Always) {
        if (!text.empty()) text += ", ";
        text += prefix + name;
    });
    return text;
}

/// As `column_list` less the key: for a row that is joined to one which holds that already.
template <class Table>
std::string value_list(const std::string& prefix) {
    std::string text;
    typename Table::Row row;
    Table::columns(row, [&](const char* name, auto&, Written written = Written::Always) {
        if (written == Written::Key) return;
        if (!text.empty()) text += ", ";
        text += prefix + name;
    });
    return text;
}

/// "SELECT id, title, … FROM table ".
template <class Table>
std::string select_from() {
    return "SELECT " + column_list<Table>() + " FROM " + Table::name + " ";
}

/// Reads the columns of `column_list` from where the statement stands in its row.
template <class Table>
void read_columns(Statement& statement, typename Table::Row& row) {
    Table::columns(
        row, [&](const char*, auto& value, Written = Written::Always) { statement.next(value); });
}

/// The columns of `value_list`.
template <class Table>
void read_values(Statement& statement, typename Table::Row& row) {
    Table::columns(row, [&](const char*, auto& value, Written written = Written::Always) {
        if (written != Written::Key) statement.next(value);
    });
}

template <class Table>
typename Table::Row read_row_of(Statement& statement) {
    typename Table::Row row;
    read_columns<Table>(statement, row);
    return row;
}

/// `ending` follows the values, e.g. "ON CONFLICT DO NOTHING".
template <class Table>
std::string insert_text(const char* ending = "") {
    std::string marks;
    typename Table::Row row;
    Table::columns(row, [&](const char*, auto&, Written = Written::Always) {
        marks += marks.empty() ? "?" : ", ?";
    });
    return std::string("INSERT INTO ") + Table::name + " (" + column_list<Table>() + ") VALUES (" +
           marks + ") " + ending;
}

template <class Table>
std::string update_text() {
    std::string changes;
    std::string keys;
    typename Table::Row row;
    Table::columns(row, [&](const char* name, auto&, Written written = Written::Always) {
        if (written == Written::Once) return;
        std::string& text = written == Written::Key ? keys : changes;
        if (!text.empty()) text += written == Written::Key ? " AND " : ", ";
        text += std::string(name) + " = ?";
    });
    return std::string("UPDATE ") + Table::name + " SET " + changes + " WHERE " + keys;
}

/// Binds a row to the text of `insert_text`.
template <class Table>
void bind_row(Statement& statement, const typename Table::Row& row) {
    Table::columns(row, [&](const char*, const auto& value, Written = Written::Always) {
        statement.bind(value);
    });
}

template <class Table>
Result<void> insert_row(Connection& connection, const typename Table::Row& row) {
    static const std::string sql = insert_text<Table>();
    Statement statement = connection.prepare(sql.c_str());
    bind_row<Table>(statement, row);
    return statement.run();
}

template <class Table>
Result<void> update_row(Connection& connection, const typename Table::Row& row) {
    static const std::string sql = update_text<Table>();
    Statement statement = connection.prepare(sql.c_str());
    for (const Written pass : {Written::Always, Written::Key}) {
        Table::columns(row, [&](const char*, const auto& value, Written w = Written::Always) {
            if (w == pass) statement.bind(value);
        });
    }
    return statement.run();
}

}  // namespace lsl::store
