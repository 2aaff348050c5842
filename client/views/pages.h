#pragma once

#include "client/views/view.h"

// One function per page; each draws all states of what it shows.

namespace lsl::views {

void classes_page(const View& view);
void my_classes_page(const View& view);
void watch_page(const View& view);
void workouts_page(const View& view);
void workout_page(const View& view);
void sign_in_page(const View& view);
void create_account_page(const View& view);
void account_page(const View& view);
void studio_sign_in_page(const View& view);
void studio_page(const View& view);
void create_class_page(const View& view);
void console_page(const View& view);
void check_page(const View& view);
void people_page(const View& view);
void class_figures_page(const View& view);
void studio_figures_page(const View& view);
void invitation_page(const View& view);
void mail_link_page(const View& view);
void forgot_page(const View& view);
void settings_page(const View& view);
void notices_page(const View& view);
void not_found_page(const View& view);

/// The bar at the top and, on phones, the one at the bottom.
void bars(const View& view);
/// Questions and messages over the page.
void dialogs(const View& view);
void studio_dialogs(const View& view);
void messages(const View& view);
/// The class or workout that is watched, over the whole screen.
void fullscreen_player(const View& view);

}  // namespace lsl::views
