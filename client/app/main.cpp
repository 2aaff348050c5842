#include "client/app/app.h"

int main() {
    // The page lives on after main: so does the app.
    static lsl::app::App app;
    app.start();
    return 0;
}
