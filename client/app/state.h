#pragma once

#include "client/model/drafts.h"
#include "client/model/model.h"

namespace lsl::app {

/// What the reducers change: the model, and the drafts that the views edit.
struct State {
    model::Model model;
    model::Drafts drafts;
};

}  // namespace lsl::app
