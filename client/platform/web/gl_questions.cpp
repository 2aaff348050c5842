// What Dear ImGui's backend is told when it asks for the state of the context, which it does before
// each frame to put everything back afterwards. A question to WebGL waits until all that was drawn
// before is done, so one frame waits for the last: 110 ms with software drawing. This context the
// backend has to itself, and nobody minds which state it leaves; what it needs, it sets each time.

#include <GLES3/gl3.h>

#include <cstdarg>

/// In the place of glGetIntegerv in the backend's source (see client/CMakeLists.txt).
extern "C" void lsl_gl_integers(GLenum name, GLint* values) {
    switch (name) {
        case GL_VIEWPORT:
        case GL_SCISSOR_BOX: values[0] = values[1] = values[2] = values[3] = 0; return;
        case GL_ACTIVE_TEXTURE: *values = GL_TEXTURE0; return;
        case GL_BLEND_EQUATION_RGB:
        case GL_BLEND_EQUATION_ALPHA: *values = GL_FUNC_ADD; return;
        case GL_BLEND_SRC_RGB:
        case GL_BLEND_SRC_ALPHA: *values = GL_ONE; return;
        case GL_BLEND_DST_RGB:
        case GL_BLEND_DST_ALPHA: *values = GL_ZERO; return;
        case GL_CURRENT_PROGRAM:
        case GL_TEXTURE_BINDING_2D:
        case GL_SAMPLER_BINDING:
        case GL_ARRAY_BUFFER_BINDING:
        case GL_ELEMENT_ARRAY_BUFFER_BINDING:
        case GL_PIXEL_UNPACK_BUFFER_BINDING:
        case GL_VERTEX_ARRAY_BINDING: *values = 0; return;
        default: glGetIntegerv(name, values);  // limits and versions, asked for once
    }
}

/// In the place of sscanf there, which reads one number: the version of the shading language that
/// renderer.cpp gives it. The library's own brings 5 KB of reading numbers of every kind.
extern "C" int lsl_read_shading_version(const char*, const char*, ...)
    __attribute__((format(scanf, 2, 3)));
extern "C" int lsl_read_shading_version(const char* text, const char* format, ...) {
    for (; *format != '%'; ++text, ++format) {
        if (*text != *format || *text == '\0') return 0;
    }
    int number = 0;
    for (; *text >= '0' && *text <= '9'; ++text) number = 10 * number + (*text - '0');
    va_list places;
    va_start(places, format);
    *va_arg(places, int*) = number;
    va_end(places);
    return 1;
}
