// Stands in for libgupnp-igd when Debian's whip-client runs. That library brings libsoup 3 into a
// program that is built on libsoup 2, and the program then ends itself at its first step (Debian
// 12). It would only ask routers of the real network to open ports, which no test should do.

extern "C" {

void* gupnp_simple_igd_thread_new() { return nullptr; }
unsigned long gupnp_simple_igd_get_type() { return 0; }
void gupnp_simple_igd_add_port() {}
void gupnp_simple_igd_remove_port_local() {}
}
