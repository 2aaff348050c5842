#include "server/store/statement.h"

#include <utility>

namespace lsl::store {

Statement::~Statement() {
    if (prepared_ != nullptr) prepared_->reset();
}

Statement::Statement(Statement&& other) noexcept
    : prepared_(std::exchange(other.prepared_, nullptr)),
      problem_(std::move(other.problem_)),
      parameter_(other.parameter_),
      column_(other.column_) {}

Result<bool> Statement::step() {
    if (problem_) return *problem_;
    column_ = 0;
    return prepared_->step();
}

Result<void> Statement::run() {
    LSL_TRY(step());
    return {};
}

}  // namespace lsl::store
