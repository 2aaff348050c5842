// Import this first: the test file then runs in a network of its own, whose one address is not a loopback one.
// GStreamer's ICE agent (libnice) never uses loopback, and nothing of the tests may leave the machine.
// @ts-check
import { spawnSync } from 'node:child_process';

/** This host in that network: documentation space (RFC 5737). */
export const ADDRESS = '198.51.100.1';

const SET_UP = `ip link set lo up && ip link add lsl0 type veth peer name lsl1 &&
    ip addr add ${ADDRESS}/24 dev lsl0 && ip link set lsl1 up && ip link set lsl0 up &&
    ip route add default dev lsl0 && exec "$0" "$@"`;

if (!process.env.LSL_OWN_NETWORK) {
    // Whoever is not root is it in there.
    const rights = process.getuid?.() === 0 ? ['--net'] : ['--net', '--map-root-user'];
    const { status, error } = spawnSync(
        'unshare', [...rights, 'sh', '-c', SET_UP, process.execPath, ...process.execArgv, ...process.argv.slice(1)],
        { stdio: 'inherit', env: { ...process.env, LSL_OWN_NETWORK: '1' } });
    if (error) throw error;
    process.exit(status ?? 1);
}
