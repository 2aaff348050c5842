#pragma once

#include "client/model/drafts.h"
#include "client/model/intents.h"
#include "client/model/model.h"
#include "client/ui/core/ui.h"

namespace lsl::views {

/// The whole screen of the present route: bars, page, dialogs, messages. Reads the model, edits the
/// drafts, and appends what the person wants to `intents`.
void screen(ui::Ui& ui, const model::Model& model, model::Drafts& drafts, model::Intents& intents);

}  // namespace lsl::views
