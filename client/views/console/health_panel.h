#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// The same in one line, for the stage.
struct HealthLine {
    std::string text;  ///< "All well. 2.4 Mbit/s"
    ui::Tone tone = ui::Tone::Neutral;
};
HealthLine health_line(const View& view, const wire::InstructorStream& row);

/// How the broadcast is doing: figures, what is sent, and advice in plain words. Sent from this
/// page, its own figures count, being the newer ones; else those of the server.
void health_panel(const View& view, ui::Column& column, const wire::InstructorStream& row);

}  // namespace lsl::views
