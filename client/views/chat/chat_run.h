#pragma once

#include <string>
#include <string_view>

#include "client/views/view.h"

namespace lsl::views {

/// Who wrote something, and what: one run of text that begins with the name.
struct ChatRun {
    std::string name;           ///< empty: it is not known
    std::string_view tag = {};  ///< behind the name: "Team"
    std::string_view text;
    bool of_team = false;  ///< the name is in accent
    bool quiet = false;    ///< the text is muted
    int most_lines = 0;    ///< 0 = all of them
};

/// That person's name, with the tag of their role, as the run's beginning.
void name_run(const View& view, const wire::ChatPerson& person, ChatRun& run);
/// The name as it is shown of a row, with its tag.
ChatRun chat_run(const View& view, const wire::MessageRow& row);

float chat_run_height(const View& view, const ChatRun& run, float width);
/// Painted from the top left corner of `place`; no semantics. Name and text are runs of their own,
/// so that a name from the right moves nothing but itself.
void draw_chat_run(const View& view, const ui::Rect& place, const ChatRun& run);

/// What is to be read of a row, whatever became of it.
std::string chat_text(const View& view, const wire::MessageRow& row);
bool is_own(const View& view, const wire::MessageRow& row);
/// This person is of the team here.
bool moderates(const View& view);

}  // namespace lsl::views
