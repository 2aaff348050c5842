#pragma once

#include <string_view>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/media/ingest.h"

namespace lsl::store {

/// Table class_inputs: where the pictures of classes come in. An input is known by its class and
/// its name there; `StreamsStore` reads a class together with its main one.
class InputsStore {
  public:
    explicit InputsStore(Connection& connection) : connection_(connection) {}

    Result<void> insert(StreamId stream, std::string_view name, const domain::Ingest& ingest);
    /// The token, which is all that ever changes.
    Result<void> update(StreamId stream, std::string_view name, const domain::Ingest& ingest);

    /// The input is gone from the server that hosted it.
    Result<void> note_closed(StreamId stream, std::string_view name);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
