#pragma once

// One configuration for every translation unit that includes imgui.h (IMGUI_USER_CONFIG).
#define IMGUI_USE_WCHAR32
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_ENABLE_FREETYPE  // a loader of our own instead of stb_truetype: see blank_font.cpp
#define IMGUI_DEFINE_MATH_OPERATORS
// Its own way of reporting mistakes opens a window about them.
#define IM_ASSERT_USER_ERROR(expression, message) IM_ASSERT((expression) && message)
#define ImDrawIdx unsigned int  // one draw list for the whole screen: 16 bits could run out
