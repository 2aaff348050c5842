#pragma once

#include <string>

#include "client/views/view.h"

namespace lsl::views {

/// Whoever uses this page may mark and change the chapters of the class.
bool marks_chapters(const View& view, const domain::Stream& stream);

/// What the next chapter would be called: "Phrase 2". The chapters are read where they are not
/// known.
std::string next_chapter_title(const View& view, const domain::Stream& stream);

/// What the class is at: the name of its latest chapter, or "".
std::string current_chapter(const View& view, const domain::Stream& stream);

/// The name of the chapter that was taken back last and can be put back, or "".
std::string taken_back_chapter(const View& view, const domain::Stream& stream);

/// Of a class that runs: what its chapters can be, those that there are, and the way back.
void chapters_part(const View& view, ui::Column& column, const domain::Stream& stream);

/// The same of a class that is over, in a card of its own: to be tidied up.
void chapters_panel(const View& view, ui::Column& column, const domain::Stream& stream);

}  // namespace lsl::views
